"""Puts the running bot together."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from typing import Any

from telegram.error import TelegramError
from telegram.ext import Application, ApplicationBuilder, CallbackContext, TypeHandler

from bot.config import Config
from bot.telegram_app.dispatcher import Work
from bot.telegram_app.flood import FloodControl
from bot.telegram_app.health import Health
from bot.telegram_app.router import Router

App = Application[Any, Any, Any, Any, Any, Any]  # whose six parameters are the defaults
Context = CallbackContext[Any, Any, Any, Any]

log = logging.getLogger(__name__)


def build_application(config: Config, token: str, flood: FloodControl) -> App:
    """The library's application: no updater and no job queue, for intake and dispatcher do that."""
    root = config.telegram.base_url.rstrip("/")
    return (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{root}/bot")
        .base_file_url(f"{root}/file/bot")
        .rate_limiter(flood)
        .connection_pool_size(64)
        .pool_timeout(30)
        .read_timeout(15)
        .updater(None)
        .job_queue(None)
        .build()
    )


def add_handlers(application: App, router: Router, health: Health) -> None:
    """One handler, for routing is a pure function of the update; one place for what fails."""

    async def handle(work: Work, _: Context) -> None:
        await router.handle(work)

    async def failed(work: object, context: Context) -> None:
        if isinstance(work, Work) and context.error is not None:
            await _failed(work, context.error, router, health)

    application.add_handler(TypeHandler(Work, handle))
    application.add_error_handler(failed)


async def _failed(work: Work, error: Exception, router: Router, health: Health) -> None:
    if isinstance(error, TelegramError):
        work.errors.append(error)
        return
    where = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(where.filename).name}:{where.lineno}"
    health.failed(type(error).__name__, f"answering failed at {place}: {error!r}")
    log.error("Answering failed at %s: %r", place, error)
    try:
        await router.failed(work)
    except TelegramError as second:
        work.errors.append(second)


def bot_id(token: str) -> int | None:
    """The bot's user id, which its token begins with; None where this is no token."""
    number, colon, rest = token.partition(":")
    return int(number) if colon and rest and number.isascii() and number.isdigit() else None
