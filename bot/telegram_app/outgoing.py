"""Replies to one update: each step goes out once, also when the update is tried again."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.error import BadRequest

from bot.rendering.telegram_html import plain
from bot.store import Key
from bot.telegram_app.storing import Storage

log = logging.getLogger(__name__)

NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reply goes."""

    chat_id: int
    kind: str  # private, group, supergroup, channel
    topic: int | None = None


class Outgoing:
    """Sends for one update. Steps are counted in the order of sending, which a retry repeats."""

    def __init__(self, bot: Bot, storage: Storage, key: Key) -> None:
        self.bot = bot
        self._storage = storage
        self._key = key
        self._step = 0
        self._sent: Mapping[int, int] | None = None

    async def message(
        self,
        place: Place,
        html: str,
        *,
        to: int | None = None,
        keyboard: InlineKeyboardMarkup | None = None,
    ) -> int:
        """Send a message in reply to message `to`; its id."""
        step, self._step = self._step, self._step + 1
        if self._sent is None:
            inbox = self._storage.store.inbox
            self._sent = await self._storage.attempt(inbox.sent, self._key) or {}
        if step in self._sent:
            return self._sent[step]
        message_id = await self._send(place, html, to, keyboard)
        inbox = self._storage.store.inbox
        await self._storage.attempt(inbox.record, self._key, step, message_id)
        return message_id

    async def edit(
        self, chat_id: int, message_id: int, html: str, keyboard: InlineKeyboardMarkup | None = None
    ) -> bool:
        """Change a message; whether it is now as wanted."""
        target = {"chat_id": chat_id, "message_id": message_id, "reply_markup": keyboard}
        try:
            await self._marked(self.bot.edit_message_text, html, target)
        except BadRequest as error:
            if "not modified" in str(error):
                return True
            log.info("A message can't be edited: %s", error)
            return False
        return True

    async def _send(
        self, place: Place, html: str, to: int | None, keyboard: InlineKeyboardMarkup | None
    ) -> int:
        target: dict[str, Any] = {"chat_id": place.chat_id, "reply_markup": keyboard}
        if place.topic is not None:
            target["message_thread_id"] = place.topic
        if to is not None:
            target["reply_parameters"] = ReplyParameters(to, allow_sending_without_reply=True)
        try:
            sent = await self._marked(self.bot.send_message, html, target)
        except BadRequest as error:
            if "thread not found" not in str(error):
                raise
            del target["message_thread_id"]
            sent = await self._marked(self.bot.send_message, html, target)
        return int(sent.message_id)

    async def _marked(self, method: Any, html: str, target: dict[str, Any]) -> Any:  # noqa: ANN401
        """Call with HTML, or with plain text where Telegram refuses the HTML."""
        try:
            return await method(
                text=html, parse_mode="HTML", link_preview_options=NO_PREVIEW, **target
            )
        except BadRequest as error:
            if "parse entities" not in str(error):
                raise
            log.error("Telegram refuses our HTML: %s", error)
            return await method(text=plain(html), link_preview_options=NO_PREVIEW, **target)
