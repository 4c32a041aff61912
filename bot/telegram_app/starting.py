"""From configuration to the parts of the bot: the library's client, and the services."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.config import Config, secret
from bot.errors import StartError
from bot.store import Address, Store, open_shared_store, open_store
from bot.telegram_app.access import GroupAdmins, PersonalLimits
from bot.telegram_app.addressing import Me
from bot.telegram_app.asking import Asker
from bot.telegram_app.chat_settings import ChatSettings
from bot.telegram_app.correcting import KnownCorrections
from bot.telegram_app.filing import Files
from bot.telegram_app.intake import KINDS, Intake
from bot.telegram_app.monitoring import Health
from bot.telegram_app.outgoing import FloodControl
from bot.telegram_app.receiving import Outage
from bot.telegram_app.reloading import Reloader
from bot.telegram_app.replicas import Follower, Leadership
from bot.telegram_app.services import Services
from bot.telegram_app.storage import Catalogue

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from telegram import Bot

    from bot.assistant import Assistant

log = logging.getLogger(__name__)

Client = ExtBot[Any]  # whose parameter is what the rate limiter is given

REFUSED = "Telegram refuses the token; get one from @BotFather"


def make_client(config: Config, token: str, flood: FloodControl) -> Client:
    """Return the library's client of the Bot API, which keeps to Telegram's limits."""
    root = config.telegram.base_url.rstrip("/")
    return ExtBot(
        token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=HTTPXRequest(connection_pool_size=64, pool_timeout=30, read_timeout=15),
        rate_limiter=flood,
    )


def bot_id(token: str) -> int | None:
    """Return the bot's user id, which its token begins with; None where this is no token."""
    number, colon, rest = token.partition(":")
    return int(number) if colon and rest and number.isascii() and number.isdigit() else None


async def make_services(
    config: Config, bot: Bot, health: Health, flood: FloodControl, assistant: Assistant
) -> Services:
    """Return the parts of the bot, once the Bot API server has said who the bot is."""
    if assistant.trouble:
        log.warning("No reports yet: %s", assistant.trouble)
    storage, asker = health.storage, _asker(assistant, health)
    catalogue, chats = Catalogue(storage), ChatSettings(storage, config.telegram)
    await catalogue.fill(assistant.snapshot)
    corrections = KnownCorrections(storage, assistant)
    settings = Follower(storage, {"chats": chats.load, "corrections": corrections.load})
    await settings.load()
    return Services(
        config=config,
        assistant=assistant,
        asker=asker,
        storage=storage,
        health=health,
        intake=Intake(storage, bot.id, flood.newest),
        flood=flood,
        me=Me(bot.id, bot.username),
        limits=PersonalLimits(storage, config.limits.per_user_per_minute),
        chats=chats,
        catalogue=catalogue,
        reloader=Reloader(assistant, lambda: catalogue.fill(assistant.snapshot), storage),
        files=Files(config),
        group_admins=GroupAdmins(count=config.telegram.group_admins),
        corrections=corrections,
        leadership=Leadership(storage),
        shared_settings=settings,
    )


def _asker(assistant: Assistant, health: Health) -> Asker:
    """Return who asks the assistant and waits for its engine; health shows where that fails."""
    health.engine = assistant.engine_trouble
    return Asker(assistant, patience=assistant.engine.patience if assistant.engine else 0.0)


def open_state(config: Config, number: int) -> Store:
    """Return the store that is configured.

    Raises:
        ConfigError: the file of its password can't be read.
        StoreError: it can't be opened.
    """
    if config.store.url is None:
        return open_store(config.store.path, number)
    return open_shared_store(Address(config.store.url, secret("STORE_PASSWORD")), number)


async def until_reached(call: Callable[[], Awaitable[None]], outage: Outage) -> None:
    """Call, and while the server is down, wait for it.

    Raises:
        StartError: the server refuses.
    """
    failures = 0
    while True:
        try:
            await call()
        except InvalidToken:  # whose text contains the token
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
