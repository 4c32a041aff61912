"""From configuration to services: the store, the reports, the bot's own name."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.assistant import Assistant
from bot.errors import StartError
from bot.telegram_app.addressing import Me
from bot.telegram_app.limits import Limiter
from bot.telegram_app.raw import KINDS
from bot.telegram_app.reloading import Reloader
from bot.telegram_app.services import Services
from bot.telegram_app.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from telegram import Bot

    from bot.config import Config
    from bot.telegram_app.health import Health

log = logging.getLogger(__name__)

REFUSED = "Telegram refuses the token; get one from @BotFather"


async def make_services(config: Config, bot: Bot, health: Health, secret: str | None) -> Services:
    """The parts of the bot, once the Bot API server has told who the bot is."""
    assistant, _ = await asyncio.gather(
        asyncio.to_thread(Assistant, config), until_reached(lambda: _introduce(config, bot, secret))
    )
    if assistant.trouble:
        log.warning("No reports yet: %s", assistant.trouble)
    shelf = Shelf(health.storage)

    async def renumber() -> None:
        await shelf.fill(assistant.snapshot.reports)

    await renumber()
    return Services(
        config=config,
        assistant=assistant,
        storage=health.storage,
        health=health,
        me=Me(bot.id, bot.username),
        limiter=Limiter(config.limits.per_user_per_minute),
        shelf=shelf,
        reloader=Reloader(assistant, renumber),
    )


async def until_reached(call: Callable[[], Awaitable[None]]) -> None:
    """Call, and while the server is down, wait for it. Raises StartError where it refuses."""
    failures = 0
    while True:
        try:
            await call()
        except InvalidToken:  # whose text holds the token
            raise StartError(REFUSED) from None
        except BadRequest as error:
            raise StartError(f"The Bot API server refuses to start the bot: {error}") from None
        except (NetworkError, RetryAfter) as error:
            if failures == 0:
                log.warning("The Bot API server can't be reached, waiting for it: %s", error)
            await asyncio.sleep(min(10.0, 0.5 * 2.0 ** min(failures, 10)))
            failures += 1
        except TelegramError as error:
            raise StartError(f"The Bot API server refuses to start the bot: {error}") from None
        else:
            return


async def _introduce(config: Config, bot: Bot, secret: str | None) -> None:
    """Learn who the bot is, and say how it wants its updates; what waits there is kept."""
    await bot.initialize()
    if config.telegram.mode == "polling":
        await bot.delete_webhook()
    else:
        webhook = config.telegram.webhook
        await bot.set_webhook(webhook.url or "", allowed_updates=KINDS, secret_token=secret)
