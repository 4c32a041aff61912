"""/settings: what an admin sets for a chat, by buttons or in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.rendering.telegram_html import escape
from bot.rendering.telegram_texts import LANGUAGES, Texts
from bot.telegram_app.buttons import button, keyboard
from bot.telegram_app.chat_settings import MODES
from bot.telegram_app.services import Press, Request

if TYPE_CHECKING:
    from telegram import InlineKeyboardButton, InlineKeyboardMarkup

AUTO = "auto"


async def settings(request: Request, words: str) -> None:
    """Show the chat's settings, or change one: `groups all`, `language vi`."""
    name, _, value = words.lower().partition(" ")
    if words and not await _set(request, name, value.strip()):
        await request.reply(escape(request.texts.settings_usage))
        return
    await request.reply(*_shown(request))


async def press_setting(press: Press) -> None:
    """Change the setting that the button stands for."""
    request = press.request
    name, _, value = press.words.partition(" ")
    if not await _set(request, name, value):
        await press.tell(request.texts.stale, alert=True)
        return
    html, buttons = _shown(request)
    await press.change(html, buttons)
    texts = _texts(request)
    await press.tell(texts.not_saved if request.services.storage.trouble else texts.saved)


async def _set(request: Request, name: str, value: str) -> bool:
    """Whether there is such a setting with such a value."""
    chats, chat_id = request.services.chats, request.place.chat_id
    if name == "groups" and value in MODES:
        await chats.change(chat_id, groups=value)
    elif name == "language" and (value in LANGUAGES or value == AUTO):
        await chats.change(chat_id, language=None if value == AUTO else value)
    else:
        return False
    return True


def _texts(request: Request) -> Texts:
    return request.services.chats.texts(request.place.chat_id, request.actor)


def _shown(request: Request) -> tuple[str, InlineKeyboardMarkup | None]:
    chats, chat_id = request.services.chats, request.place.chat_id
    texts = _texts(request)
    mode = chats.groups(chat_id)
    language = chats.of(chat_id).language or AUTO
    names = {AUTO: texts.language_auto} | {code: t.name for code, t in LANGUAGES.items()}
    private = request.place.kind == "private"
    groups: str = texts.groups_all if private else getattr(texts, f"groups_{mode}")
    line = texts.settings.format(groups=groups, language=names.get(language, language))
    modes = [] if private else [_choice(m, "groups", m, chosen=m == mode) for m in MODES]
    languages = [_choice(n, "language", c, chosen=c == language) for c, n in names.items()]
    rows = keyboard(modes, *([b] for b in languages))
    return f"{escape(line)}\n{escape(texts.settings_usage)}", rows


def _choice(label: str, name: str, value: str, *, chosen: bool) -> InlineKeyboardButton | None:
    return button(f"✓ {label}" if chosen else label, "s", words=f"{name} {value}")
