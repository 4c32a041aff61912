"""Commands and buttons: one table of each says who may run which, and which menu shows it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
)
from telegram.error import TelegramError

from bot.config import TelegramSection
from bot.rendering.telegram_texts import DEFAULT, LANGUAGES, Texts
from bot.telegram_app import (
    admin,
    answer_buttons,
    browsing,
    chat_settings,
    correcting,
    filing,
    questions,
)
from bot.telegram_app.services import Press, Request

log = logging.getLogger(__name__)

Run = Callable[[Request, str], Awaitable[None]]
Menu = Literal["private", "groups", "admins", "own"]
ADMINS_MENUS: Final[tuple[Menu, ...]] = ("private", "admins")


@dataclass(frozen=True, slots=True)
class Command:
    """A command; one for admins is refused to everybody else before it runs.

    One that costs as much as a question counts as one. What is a group's `own` its administrators
    may run there, where `telegram.group_admins` says so.
    """

    run: Run
    admin: bool = False
    own: bool = False
    costs: bool = False
    menus: tuple[Menu, ...] = ()


COMMANDS: Final[Mapping[str, Command]] = {
    "start": Command(browsing.start, costs=True),
    "ask": Command(browsing.ask, menus=("private", "groups")),
    "reports": Command(browsing.reports, costs=True, menus=("private", "groups")),
    "report": Command(browsing.report, costs=True, menus=("private", "groups")),
    "help": Command(questions.help_, menus=("private", "groups")),
    "privacy": Command(browsing.privacy, menus=("private",)),
    "forget": Command(browsing.forget, menus=("private",)),
    "reload": Command(admin.reload, admin=True, menus=("admins",)),
    "status": Command(admin.status, admin=True, menus=("admins",)),
    "stats": Command(admin.stats, admin=True, menus=("admins",)),
    "gaps": Command(admin.gaps, admin=True, menus=("admins",)),
    "settings": Command(chat_settings.settings, admin=True, own=True, menus=("admins", "own")),
    "add": Command(filing.add, admin=True, menus=("admins",)),
    "remove": Command(filing.remove, admin=True, menus=("admins",)),
    "export": Command(admin.export, admin=True, menus=("admins",)),
}


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button does; one for admins is refused to everybody else before it does.

    What is a group's `own` its administrators may press, where `telegram.group_admins` says so.
    """

    run: Callable[[Press], Awaitable[None]]
    admin: bool = False
    own: bool = False


BUTTONS: Final[Mapping[str, Pressed]] = {
    "p": Pressed(answer_buttons.turn_page),
    "v": Pressed(answer_buttons.vote),
    "f": Pressed(answer_buttons.report_wrong),
    "c": Pressed(answer_buttons.choose),
    "o": Pressed(answer_buttons.turn_choices),
    "w": Pressed(answer_buttons.show_all),
    "e": Pressed(browsing.show_event),
    "r": Pressed(browsing.show_whole),
    "q": Pressed(browsing.show_part),
    "l": Pressed(browsing.turn_list),
    "k": Pressed(correcting.press, admin=True),
    "g": Pressed(admin.try_gap, admin=True),
    "s": Pressed(chat_settings.press_setting, admin=True, own=True),
    "u": Pressed(filing.undo, admin=True),
}


def menu(*menus: Menu, texts: Texts) -> list[BotCommand]:
    """Return the commands of these menus, with what they do."""
    return [
        BotCommand(name, getattr(texts, f"command_{name}"))
        for name, command in COMMANDS.items()
        if set(command.menus) & set(menus)
    ]


def scopes(telegram: TelegramSection) -> list[tuple[BotCommandScope, tuple[Menu, ...]]]:
    """Return which menus are shown where."""
    found: list[tuple[BotCommandScope, tuple[Menu, ...]]] = [
        (BotCommandScopeAllPrivateChats(), ("private",)),
        (BotCommandScopeAllGroupChats(), ("groups",)),
    ]
    if telegram.group_admins:
        found.append((BotCommandScopeAllChatAdministrators(), ("groups", "own")))
    found += [(BotCommandScopeChat(admin), ADMINS_MENUS) for admin in telegram.admins]
    found += [
        (BotCommandScopeChatAdministrators(chat), ("groups", "admins"))
        for chat in telegram.admin_chats
    ]
    return found


async def publish_menus(bot: Bot, telegram: TelegramSection) -> None:
    """Tell Telegram the menus, in every language; it refuses that of an admin who never wrote."""
    for scope, menus in scopes(telegram):
        await _publish(bot, scope, menus)


async def publish_admins_menu(bot: Bot, admin: int) -> None:
    """Tell Telegram the menu of an admin, who has begun to write."""
    await _publish(bot, BotCommandScopeChat(admin), ADMINS_MENUS)


async def _publish(bot: Bot, scope: BotCommandScope, menus: tuple[Menu, ...]) -> None:
    for code, texts in LANGUAGES.items():
        language = None if code == DEFAULT else code
        try:
            await bot.set_my_commands(menu(*menus, texts=texts), scope, language)
        except TelegramError as error:
            log.info("No command menu for %s: %s", scope.to_dict(), error)
            break
