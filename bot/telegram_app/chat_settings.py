"""What admins set for single chats, and /settings, by which they set it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from telegram.error import TelegramError

from bot.errors import StoreError
from bot.rendering.telegram_html import escape
from bot.rendering.telegram_texts import LANGUAGES, Texts, texts_for
from bot.store import ChatOverrides
from bot.telegram_app.access import GROUPS
from bot.telegram_app.keyboards import button, keyboard
from bot.telegram_app.services import Press, Request

if TYPE_CHECKING:
    from telegram import InlineKeyboardButton, InlineKeyboardMarkup

    from bot.config import TelegramSection
    from bot.telegram_app.access import Actor
    from bot.telegram_app.addressing import Groups
    from bot.telegram_app.storage import Storage

MODES: tuple[Groups, ...] = ("mention", "all", "off")
AUTO = "auto"


class ChatSettings:
    """Chat id → settings, over the configured ones."""

    def __init__(self, storage: Storage, telegram: TelegramSection) -> None:
        self._storage = storage
        self._telegram = telegram
        self._chats: dict[int, ChatOverrides] = {}

    async def load(self) -> None:
        """Read what was set before, here or by another replica."""
        found = await self._storage.attempt(self._storage.store.chats.all)
        self._chats = self._chats if found is None else dict(found)

    def of(self, chat_id: int) -> ChatOverrides:
        """Return what was set for the chat; None: as configured."""
        return self._chats.get(chat_id, ChatOverrides())

    def groups(self, chat_id: int) -> Groups:
        """Return what the chat is answered to."""
        own = self.of(chat_id).groups
        return next((mode for mode in MODES if mode == own), self._telegram.groups)

    def texts(self, chat_id: int, actor: Actor) -> Texts:
        """Return the texts in the chat's language, else in the person's."""
        return texts_for(self.of(chat_id).language, actor.language)

    async def change(self, chat_id: int, **changed: str | None) -> bool:
        """Set `groups` or `language`; return whether that is kept over a restart."""
        settings = replace(self.of(chat_id), **changed)
        self._chats[chat_id] = settings
        try:
            await self._storage.run(self._storage.store.chats.set, chat_id, settings)
        except StoreError:
            return False
        return True

    async def forget(self, chat_id: int) -> None:
        """Let the chat be as configured again."""
        if self._chats.pop(chat_id, None):
            await self._storage.attempt(self._storage.store.chats.forget, chat_id)

    async def migrate(self, old: int, new: int) -> None:
        """Move the settings of a group that became a supergroup."""
        if settings := self._chats.pop(old, None):
            self._chats[new] = settings
        await self._storage.attempt(self._storage.store.chats.migrate, old, new)


async def settings(request: Request, words: str) -> None:
    """Show the chat's settings, or change one: `groups all`, `language vi`."""
    name, _, value = words.lower().partition(" ")
    if words and not await _set(request, name, value.strip()):
        await request.reply(escape(_usage(request)))
        return
    await request.reply(*await _shown(request))


async def press_setting(press: Press) -> None:
    """Change the setting that the button names."""
    request = press.request
    name, _, value = press.words.partition(" ")
    if not await _set(request, name, value):
        await press.tell(request.texts.stale, alert=True)
        return
    html, buttons = await _shown(request)
    await press.change(html, buttons)
    texts = _texts(request)
    await press.tell(texts.not_saved if request.services.storage.trouble else texts.saved)


async def _set(request: Request, name: str, value: str) -> bool:
    """Return whether there is such a setting with such a value."""
    chats, chat_id = request.services.chats, request.place.chat_id
    if name == "groups" and value in MODES and request.place.kind != "private":
        await chats.change(chat_id, groups=value)
    elif name == "language" and (value in LANGUAGES or value == AUTO):
        await chats.change(chat_id, language=None if value == AUTO else value)
    else:
        return False
    return True


def _texts(request: Request) -> Texts:
    return request.services.chats.texts(request.place.chat_id, request.actor)


async def _shown(request: Request) -> tuple[str, InlineKeyboardMarkup | None]:
    chats, chat_id = request.services.chats, request.place.chat_id
    texts = _texts(request)
    mode = chats.groups(chat_id)
    language = chats.of(chat_id).language or AUTO
    names = {AUTO: texts.language_auto} | {code: t.name for code, t in LANGUAGES.items()}
    private = request.place.kind == "private"
    said = texts.settings_private if private else texts.settings
    groups: str = getattr(texts, f"groups_{mode}")
    line = said.format(groups=groups, language=names.get(language, language))
    modes = [] if private else [_choice(m, "groups", m, chosen=m == mode) for m in MODES]
    languages = [_choice(n, "language", c, chosen=c == language) for c, n in names.items()]
    rows = keyboard(modes, *([b] for b in languages))
    deaf = mode == "all" and await _is_deaf(request)
    lines = (line, *((texts.settings_deaf,) if deaf else ()), _usage(request))
    return escape("\n".join(lines)), rows


async def _is_deaf(request: Request) -> bool:
    """Return whether Telegram keeps the messages of this group from the bot."""
    bot, place = request.out.bot, request.place
    if place.kind not in GROUPS or bot.can_read_all_group_messages:
        return False
    try:
        found = await bot.get_chat_administrators(place.chat_id)
    except TelegramError:
        return False
    return all(member.user.id != bot.id for member in found)


def _usage(request: Request) -> str:
    """Return how to set something; a private chat has a language only."""
    texts = _texts(request)
    private = request.place.kind == "private"
    return texts.settings_private_usage if private else texts.settings_usage


def _choice(label: str, name: str, value: str, *, chosen: bool) -> InlineKeyboardButton | None:
    return button(f"✓ {label}" if chosen else label, "s", words=f"{name} {value}")
