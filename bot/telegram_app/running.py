"""The life of the bot: start, wait, recover, stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import time
from collections.abc import Coroutine
from typing import Any, Final

from telegram import Bot
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.assistant import Assistant
from bot.config import Config
from bot.errors import StartError
from bot.store import open_store
from bot.telegram_app.addressing import Me
from bot.telegram_app.application import App, add_handlers, bot_id, build_application
from bot.telegram_app.dispatcher import Dispatcher
from bot.telegram_app.flood import FloodControl
from bot.telegram_app.intake import Intake
from bot.telegram_app.limits import Limiter
from bot.telegram_app.menus import publish_menus
from bot.telegram_app.poller import Poller
from bot.telegram_app.reloading import Reloader
from bot.telegram_app.router import Router
from bot.telegram_app.services import Services
from bot.telegram_app.shelf import Shelf
from bot.telegram_app.storing import Storage

log = logging.getLogger(__name__)

DRAIN: Final = 8.0  # seconds to finish in after SIGTERM
HOUR: Final = 3600.0
DAY: Final = 24 * HOUR
REFUSED: Final = "Telegram refuses the token; get one from @BotFather"


async def run_bot(config: Config, token: str) -> None:
    """Run until SIGTERM or SIGINT. Raises StartError or StoreError."""
    number = bot_id(token)
    if number is None:
        raise StartError("TELEGRAM_BOT_TOKEN is no bot token; @BotFather gives one: 123456:ABC…")
    stop = _stop_on_signals()
    storage = Storage(await asyncio.to_thread(open_store, config.store.path, number))
    application = build_application(config, token, FloodControl(config.telegram.rate))
    try:
        if await _until(stop, _start(application, config, storage)):
            services = application.bot_data["services"]
            await _serve(application, services, Intake(storage, number), stop)
    finally:
        with contextlib.suppress(TelegramError):
            await application.shutdown()
        storage.close()


async def _start(application: App, config: Config, storage: Storage) -> bool:
    assistant, _ = await asyncio.gather(
        asyncio.to_thread(Assistant, config), _introduce(application.bot)
    )
    await application.initialize()
    shelf = Shelf(storage)

    async def renumber() -> None:
        await shelf.fill(assistant.snapshot.reports)

    await renumber()
    me = Me(application.bot.id, application.bot.username)
    limiter = Limiter(config.limits.per_user_per_minute)
    reloader = Reloader(assistant, renumber)
    services = Services(config, assistant, storage, me, limiter, shelf, reloader)
    application.bot_data["services"] = services
    add_handlers(application, Router(services, application.bot))
    if assistant.trouble:
        log.warning("No reports yet: %s", assistant.trouble)
    return True


async def _introduce(bot: Bot) -> None:
    """Learn who the bot is and leave webhook mode; while the server is down, wait for it."""
    for failures in range(1_000_000):
        try:
            await bot.initialize()
            await bot.delete_webhook()  # and keep what waits there
        except InvalidToken:  # whose text holds the token
            raise StartError(REFUSED) from None
        except (NetworkError, RetryAfter) as error:
            if isinstance(error, BadRequest):
                raise StartError(f"The Bot API server refuses the bot: {error}") from None
            if failures == 0:
                log.warning("The Bot API server can't be reached, waiting for it: %s", error)
            await asyncio.sleep(min(10.0, 0.5 * 2 ** min(failures, 10)))
        else:
            return


async def _serve(application: App, services: Services, intake: Intake, stop: asyncio.Event) -> None:
    bot = application.bot
    config = services.config
    poller = Poller(config.telegram.base_url.rstrip("/"), bot.token, intake)
    dispatcher = Dispatcher(intake, bot, application.process_update)
    reports = len(services.assistant.snapshot.reports)
    log.info("@%s answers from %s reports", services.me.username, reports)
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(poller.run(), name="polling"),
                group.create_task(dispatcher.run(), name="dispatching"),
                group.create_task(publish_menus(bot, config.telegram), name="menus"),
                group.create_task(_tidy(services), name="tidying"),
            ]
            await stop.wait()
            log.info("Stopping")
            for task in tasks:
                task.cancel()
    except* StartError as failures:
        raise failures.exceptions[0] from None
    if not await dispatcher.drain(DRAIN):
        log.warning("Stopped before everything was answered; the rest follows at the next start")


async def _tidy(services: Services) -> None:
    """Once an hour, delete what is kept no longer."""
    storage = services.storage
    while True:
        now = time.time()
        kept_since = now - services.config.store.keep_days * DAY
        await storage.attempt(storage.store.answers.purge, kept_since)
        # Telegram delivers an update for a day at most; after that nobody asks for its id.
        await storage.attempt(storage.store.inbox.purge, max(kept_since, now - 2 * DAY), kept_since)
        await asyncio.sleep(HOUR)


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


async def _until(stop: asyncio.Event, work: Coroutine[Any, Any, bool]) -> bool:
    """The work's result, or False where the bot is stopped first."""
    task = asyncio.create_task(work)
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if task.done():
        return task.result()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    return False
