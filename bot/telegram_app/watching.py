"""Reloads when the folder of reports changes, and tells the admins what that brought."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from telegram.error import TelegramError
from watchfiles import awatch

from bot.errors import CorpusError
from bot.model import Changes
from bot.rendering.telegram_lists import changes_html, reload_failed_html
from bot.telegram_app.access import Actor
from bot.telegram_app.outgoing import marked

if TYPE_CHECKING:
    from telegram import Bot

    from bot.telegram_app.services import Services

log = logging.getLogger(__name__)

SETTLED: Final = 1000  # milliseconds without a change
MISSING: Final = 5.0  # seconds until a folder that is missing is looked for again


async def watch_folder(services: Services, bot: Bot) -> None:
    """Reload each time the files have settled."""
    folder = services.config.corpus.path
    while True:
        if not folder.is_dir():
            await asyncio.sleep(MISSING)
            continue
        async for _ in awatch(folder, step=SETTLED, debounce=10 * SETTLED):
            await _renew(services, bot)


async def _renew(services: Services, bot: Bot) -> None:
    known = services.assistant.snapshot.problems
    try:
        brought: Changes | CorpusError = await services.reloader.reload()
    except CorpusError as error:
        brought = error
    if isinstance(brought, Changes):
        same = not (brought.added or brought.changed or brought.removed)
        if same and brought.problems == known:
            return
    for admin in services.config.telegram.admins:
        await _tell(services, bot, admin, brought)


async def _tell(services: Services, bot: Bot, admin: int, brought: Changes | CorpusError) -> None:
    texts = services.chats.texts(admin, Actor(admin))
    if isinstance(brought, Changes):
        html = changes_html(brought, texts)
    else:
        had = len(services.assistant.snapshot.reports)
        html = reload_failed_html(str(brought), had, texts)
    try:
        await marked(bot.send_message, html, {"chat_id": admin})
    except TelegramError as error:  # an admin who never wrote to the bot
        log.info("An admin can't be told of the reload: %s", error)
