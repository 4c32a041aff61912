"""What admins set for single chats, at hand without asking the store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.errors import StoreError
from bot.rendering.telegram_texts import Texts, texts_for
from bot.store import Settings

if TYPE_CHECKING:
    from bot.config import Telegram
    from bot.telegram_app.access import Actor
    from bot.telegram_app.addressing import Groups
    from bot.telegram_app.storing import Storage

MODES: tuple[Groups, ...] = ("mention", "all", "off")


class ChatSettings:
    """Chat id → settings, over the configured ones."""

    def __init__(self, storage: Storage, telegram: Telegram) -> None:
        self._storage = storage
        self._telegram = telegram
        self._chats: dict[int, Settings] = {}

    async def load(self) -> None:
        """Read what was set before."""
        self._chats = dict(await self._storage.attempt(self._storage.store.chats.all) or {})

    def of(self, chat_id: int) -> Settings:
        """What was set for the chat; None: as configured."""
        return self._chats.get(chat_id, Settings())

    def groups(self, chat_id: int) -> Groups:
        """What the chat is answered to."""
        own = self.of(chat_id).groups
        return next((mode for mode in MODES if mode == own), self._telegram.groups)

    def texts(self, chat_id: int, actor: Actor) -> Texts:
        """The texts in the chat's language, else in the person's."""
        return texts_for(self.of(chat_id).language, actor.language)

    async def change(self, chat_id: int, **changed: str | None) -> bool:
        """Set `groups` or `language`; whether that is kept over a restart."""
        settings = replace(self.of(chat_id), **changed)
        self._chats[chat_id] = settings
        try:
            await self._storage.run(self._storage.store.chats.set, chat_id, settings)
        except StoreError:
            return False
        return True

    async def forget(self, chat_id: int) -> None:
        """The chat is as configured again."""
        if self._chats.pop(chat_id, None):
            await self._storage.attempt(self._storage.store.chats.forget, chat_id)

    async def migrate(self, old: int, new: int) -> None:
        """A group became a supergroup."""
        if settings := self._chats.pop(old, None):
            self._chats[new] = settings
        await self._storage.attempt(self._storage.store.chats.migrate, old, new)
