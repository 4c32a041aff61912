"""The command menus: people see the commands that work where they are."""

from __future__ import annotations

import logging
from typing import Final

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

from bot.config import Telegram
from bot.rendering.telegram_texts import DEFAULT, LANGUAGES, Texts
from bot.telegram_app.commands import COMMANDS, Menu

log = logging.getLogger(__name__)

ADMINS_MENUS: Final[tuple[Menu, ...]] = ("private", "admins")


def menu(*menus: Menu, texts: Texts) -> list[BotCommand]:
    """The commands of these menus, with what they do."""
    return [
        BotCommand(name, getattr(texts, f"command_{name}"))
        for name, command in COMMANDS.items()
        if set(command.menus) & set(menus)
    ]


def scopes(telegram: Telegram) -> list[tuple[BotCommandScope, tuple[Menu, ...]]]:
    """Which menus are shown where."""
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


async def publish_menus(bot: Bot, telegram: Telegram) -> None:
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
