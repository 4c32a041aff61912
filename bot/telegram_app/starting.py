"""From configuration to services: the store, the reports, the bot's own name."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.errors import StartError
from bot.telegram_app.addressing import Me
from bot.telegram_app.asking import Asker
from bot.telegram_app.chat_settings import ChatSettings
from bot.telegram_app.correcting import Corrections
from bot.telegram_app.filing import Files
from bot.telegram_app.group_admins import GroupAdmins
from bot.telegram_app.intake import Intake
from bot.telegram_app.limits import Limiter
from bot.telegram_app.outage import Outage
from bot.telegram_app.raw import KINDS
from bot.telegram_app.reloading import Reloader
from bot.telegram_app.services import Services
from bot.telegram_app.shelf import Shelf
from bot.telegram_app.small_talk import Notices

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from telegram import Bot

    from bot.assistant import Assistant
    from bot.config import Config
    from bot.telegram_app.flood import FloodControl
    from bot.telegram_app.health import Health

log = logging.getLogger(__name__)

REFUSED = "Telegram refuses the token; get one from @BotFather"


async def make_services(
    config: Config, bot: Bot, health: Health, flood: FloodControl, assistant: Assistant
) -> Services:
    """The parts of the bot, once the Bot API server has told who the bot is."""
    if assistant.trouble:
        log.warning("No reports yet: %s", assistant.trouble)
    storage, asker = health.storage, Asker(assistant)
    shelf, chats = Shelf(storage), ChatSettings(storage, config.telegram)
    await shelf.fill(assistant.snapshot)
    corrections = Corrections(storage, assistant)
    await chats.load()
    await corrections.load()
    return Services(
        config=config,
        assistant=assistant,
        asker=asker,
        storage=storage,
        health=health,
        intake=Intake(storage, bot.id),
        flood=flood,
        me=Me(bot.id, bot.username),
        limiter=Limiter(config.limits.per_user_per_minute),
        notices=Notices(),
        chats=chats,
        shelf=shelf,
        reloader=Reloader(assistant, lambda: shelf.fill(assistant.snapshot)),
        files=Files(config),
        group_admins=GroupAdmins(count=config.telegram.group_admins),
        corrections=corrections,
    )


async def until_reached(call: Callable[[], Awaitable[None]], outage: Outage) -> None:
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
            outage.fails(error)
            await asyncio.sleep(min(10.0, 0.5 * 2.0 ** min(failures, 10)))
            failures += 1
        except TelegramError as error:
            raise StartError(f"The Bot API server refuses to start the bot: {error}") from None
        else:
            return


async def order_updates(config: Config, bot: Bot, secret: str | None) -> None:
    """Say how the bot wants its updates, now that it can take them; what waits there is kept."""
    if config.telegram.mode == "polling":
        await bot.delete_webhook()
    else:
        webhook = config.telegram.webhook
        await bot.set_webhook(webhook.url or "", allowed_updates=KINDS, secret_token=secret)
