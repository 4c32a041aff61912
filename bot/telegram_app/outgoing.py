"""Replies to one update: each step goes out once, also when the update is tried again."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated

from bot.rendering.telegram_html import plain
from bot.store import Key
from bot.telegram_app.storing import Storage

log = logging.getLogger(__name__)

BUSINESS: Final = -(10**17)  # below all chat ids
NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reply goes."""

    chat_id: int
    kind: str  # private, group, supergroup, channel
    topic: int | None = None
    business: str | None = None  # the connection to a business account that it goes through

    @property
    def kept_as(self) -> int:
        """The chat's id in the store: a customer's chat has the id of their chat with the bot."""
        return self.chat_id if self.business is None else BUSINESS - self.chat_id


class Outgoing:
    """Sends for one update. Steps are counted in the order of sending, which a retry repeats."""

    def __init__(self, bot: Bot, storage: Storage, key: Key) -> None:
        self.bot = bot
        self._storage = storage
        self._key = key
        self._step = 0
        self._sent: Mapping[int, int] | None = None

    async def once(self, send: Callable[[], Awaitable[int]]) -> int:
        """The next step: sent now, or known to be sent before; the message's id."""
        step, self._step = self._step, self._step + 1
        inbox = self._storage.store.inbox
        if self._sent is None:
            self._sent = await self._storage.attempt(inbox.sent, self._key) or {}
        if step in self._sent:
            return self._sent[step]
        message_id = await send()
        await self._storage.attempt(inbox.record, self._key, step, message_id)
        return message_id

    async def message(
        self,
        place: Place,
        html: str,
        *,
        to: int | None = None,
        keyboard: InlineKeyboardMarkup | ForceReply | None = None,
    ) -> int:
        """Send a message in reply to message `to`; its id."""

        async def send(target: dict[str, Any]) -> Message:
            target["reply_markup"] = keyboard
            sent: Message = await marked(self.bot.send_message, html, target)
            return sent

        return await self.once(lambda: _delivered(send, place, to))

    async def document(
        self, place: Place, content: bytes, name: str, caption: str, to: int | None = None
    ) -> int:
        """Send a file with a caption in HTML; the message's id."""

        async def send(target: dict[str, Any]) -> Message:
            return await self.bot.send_document(
                document=content, filename=name, caption=caption, parse_mode="HTML", **target
            )

        return await self.once(lambda: _delivered(send, place, to))

    async def photo(self, place: Place, content: bytes, caption: str, to: int | None = None) -> int:
        """Send a picture with a caption in HTML; the message's id."""

        async def send(target: dict[str, Any]) -> Message:
            return await self.bot.send_photo(
                photo=content, caption=caption, parse_mode="HTML", **target
            )

        return await self.once(lambda: _delivered(send, place, to))

    async def edit(
        self,
        place: Place,
        message_id: int,
        html: str,
        keyboard: InlineKeyboardMarkup | None = None,
    ) -> bool:
        """Change a message; whether it is now as wanted."""
        target: dict[str, Any] = {
            "chat_id": place.chat_id,
            "message_id": message_id,
            "reply_markup": keyboard,
            "business_connection_id": place.business,
        }
        try:
            await marked(self.bot.edit_message_text, html, target)
        except BadRequest as error:
            return _as_wanted(error)
        return True

    async def edit_keyboard(
        self, place: Place, message_id: int, keyboard: InlineKeyboardMarkup
    ) -> bool:
        """Change the buttons under a message; whether they are now as wanted."""
        try:
            await self.bot.edit_message_reply_markup(
                place.chat_id, message_id, reply_markup=keyboard
            )
        except BadRequest as error:
            return _as_wanted(error)
        return True


async def _delivered(
    send: Callable[[dict[str, Any]], Awaitable[Message]], place: Place, to: int | None
) -> int:
    """Send; where the topic is gone, without it, and where the group has moved, there."""
    target: dict[str, Any] = {"chat_id": place.chat_id}
    if place.topic is not None:
        target["message_thread_id"] = place.topic
    if place.business is not None:
        target["business_connection_id"] = place.business
    if to is not None:
        target["reply_parameters"] = ReplyParameters(to, allow_sending_without_reply=True)
    try:
        sent = await send(dict(target))
    except ChatMigrated as moved:
        sent = await send(target | {"chat_id": moved.new_chat_id})
    except BadRequest as error:
        if "thread not found" not in str(error):
            raise
        del target["message_thread_id"]
        sent = await send(target)
    return int(sent.message_id)


async def marked(method: Any, html: str, target: dict[str, Any]) -> Any:  # noqa: ANN401
    """Call with HTML, or with plain text where Telegram refuses the HTML."""
    try:
        return await method(text=html, parse_mode="HTML", link_preview_options=NO_PREVIEW, **target)
    except BadRequest as error:
        if "parse entities" not in str(error):
            raise
        log.error("Telegram refuses our HTML: %s", error)
        return await method(text=plain(html), link_preview_options=NO_PREVIEW, **target)


def _as_wanted(error: BadRequest) -> bool:
    if "not modified" in str(error):
        return True
    log.info("A message can't be edited: %s", error)
    return False
