"""The life of the bot: its parts are made, it serves, it stops; what ran out of time is deleted."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from telegram.error import TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.config import Config, secret
from bot.errors import BotError, StartError
from bot.rendering import counted
from bot.store import Address, Store, open_shared_store, open_store
from bot.telegram_app.access import GroupAdmins, PersonalLimits, SharedPace
from bot.telegram_app.addressing import Me
from bot.telegram_app.asking import Asker, apart, set_aside, share_evenly
from bot.telegram_app.chat_settings import ChatSettings
from bot.telegram_app.commands import publish_menus
from bot.telegram_app.correcting import KnownCorrections
from bot.telegram_app.dispatcher import Dispatcher
from bot.telegram_app.filing import Files
from bot.telegram_app.intake import Intake
from bot.telegram_app.monitoring import (
    Health,
    Losses,
    health_app,
    listen,
    measure,
    notify,
    serve,
    watch,
)  # fmt: skip
from bot.telegram_app.outgoing import FloodControl
from bot.telegram_app.receiving import Outage, Poller, order_updates, until_reached, webhook_app
from bot.telegram_app.reloading import (
    Reloader,
    follow_engine,
    help_reading,
    read_events,
    watch_folder,
)
from bot.telegram_app.replicas import Follower, Leadership
from bot.telegram_app.router import Router
from bot.telegram_app.services import Services
from bot.telegram_app.storage import Catalogue, Storage

if TYPE_CHECKING:
    from telegram import Bot

    from bot.assistant import Assistant

log = logging.getLogger(__name__)

T = TypeVar("T")
Client = ExtBot[Any]  # whose parameter is what the rate limiter is given
DRAIN: Final = 8.0  # seconds to finish in after SIGTERM
WORKERS: Final = 8
FIRST_ANSWER: Final = 3.0  # seconds that the reports wait for the server's first answer
HOUR: Final = 3600.0
DAY: Final = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the environment hands over."""

    token: str
    webhook: str | None


async def run_bot(
    config: Config, secrets: Secrets, make_assistant: Callable[[Config], Assistant]
) -> None:
    """Run until SIGTERM or SIGINT.

    Raises:
        StartError: Telegram or the system refuses the start.
        StoreError: the store can't be used.
    """
    number = bot_id(secrets.token)
    if number is None:
        raise StartError("TELEGRAM_BOT_TOKEN is no bot token; @BotFather gives one: 123456:ABC…")
    stop = _stop_on_signals()
    share_evenly()
    with _listeners(config) as listeners:
        storage = Storage(await asyncio.to_thread(open_state, config, number))
        rate, shared = config.telegram.rate, storage.shared
        flood = FloodControl(rate, SharedPace(storage, shared, rate) if shared else None)
        bot = make_client(config, secrets.token, flood)
        health = Health(storage)
        running = _Running(config, secrets, bot, health, flood, listeners)
        workers = ThreadPoolExecutor(WORKERS, "worker")
        asyncio.get_running_loop().set_default_executor(workers)
        losses = Losses(health.metrics)
        logging.getLogger("bot").addHandler(losses)
        try:
            await running.live(stop, make_assistant)
        finally:
            logging.getLogger("bot").removeHandler(losses)
            notify("STOPPING=1")
            with contextlib.suppress(TelegramError):
                await bot.shutdown()
            storage.close()
            workers.shutdown(wait=False, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Running:
    """The parts of the life: health answers from the start on, updates come once all is ready."""

    config: Config
    secrets: Secrets
    bot: Client
    health: Health
    flood: FloodControl
    listeners: dict[str, socket.socket]

    async def live(
        self, stop: asyncio.Event, make_assistant: Callable[[Config], Assistant]
    ) -> None:
        async with _Tasks(self.health) as tasks:
            if "http" in self.listeners:
                app = health_app(self.health)
                tasks.start("http", lambda: serve(app, self.listeners["http"]))
            services = await _unless(stop, self._start(make_assistant))
            if services is None:
                return
            set_aside()
            process, follow = Router(services, self.bot).process, services.shared_settings.follow
            dispatcher = Dispatcher(services.intake, self.bot, process, self.health, follow)
            self._begin(tasks, services, dispatcher)
            await tasks.until(stop)
        log.info("Stopping")
        if not await dispatcher.drain(DRAIN):
            log.warning("Not everything was answered in time; the rest follows at the next start")

    async def _start(self, make_assistant: Callable[[Config], Assistant]) -> Services:
        """Read the reports while the server may have to be waited for.

        A refused token is said first, so that nobody waits for the reports in vain.
        """
        bot, config = self.bot, self.config
        outage = Outage(config.telegram.base_url)
        introduced = asyncio.create_task(until_reached(bot.initialize, outage))
        try:
            await asyncio.wait({introduced}, timeout=FIRST_ANSWER)
            if introduced.done():
                introduced.result()
            reading = apart(lambda: make_assistant(config))
            assistant, _ = await asyncio.gather(reading, introduced)
        finally:
            introduced.cancel()
        services = await make_services(config, bot, self.health, self.flood, assistant)
        await until_reached(lambda: order_updates(config, bot, self.secrets.webhook), outage)
        return services

    def _begin(self, tasks: _Tasks, services: Services, dispatcher: Dispatcher) -> None:
        bot, intake = self.bot, services.intake
        settings, leadership = self.config.telegram, services.leadership
        if "webhook" in self.listeners:
            path = settings.webhook.path or "/"
            app = webhook_app(path, self.secrets.webhook or "", intake, bot.id)
            tasks.start("webhook", lambda: serve(app, self.listeners["webhook"]))
            self.health.source.pushed = True
            self.health.source.works()
        else:
            root = settings.base_url.rstrip("/")
            poller = Poller(root, self.secrets.token, intake, self.health.source)
            source = self.health.source
            tasks.start("polling", lambda: leadership.polling(poller.run, source))
        tasks.start("dispatching", dispatcher.run)
        tasks.start("leading", leadership.keep)
        tasks.start("following", services.reloader.others.keep)
        tasks.start("menus", lambda: leadership.only(lambda: publish_menus(bot, settings)))
        tasks.start("reading events", lambda: read_events(services))
        tasks.start("reading for others", lambda: help_reading(services))
        tasks.start("tidying", lambda: leadership.only(lambda: tidy(services)))
        tasks.start("measuring", lambda: measure(services))
        if services.assistant.engine is not None:
            tasks.start("searching", lambda: follow_engine(services))
        if self.config.corpus.watch:
            watching = partial(watch_folder, services, bot)
            tasks.start("watching", lambda: leadership.only(watching))
        tasks.start("watchdog", lambda: watch(self.health))
        reports = counted(len(services.assistant.snapshot.reports), "report")
        log.info("@%s answers from %s", services.me.username, reports)


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


class _Tasks:
    """The bot's supervised tasks; leaving the block cancels them."""

    def __init__(self, health: Health) -> None:
        self._health = health
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> _Tasks:
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def start(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Start the work."""
        self._tasks.append(asyncio.create_task(supervise(name, self._health, work), name=name))

    async def until(self, stop: asyncio.Event) -> None:
        """Wait for the stop.

        Raises:
            BotError: a task can't go on.
        """
        stopping = asyncio.create_task(stop.wait())
        waited: set[asyncio.Task[Any]] = {stopping, *self._tasks}
        try:
            while not stopping.done():
                done, waited = await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
        finally:
            stopping.cancel()


@contextlib.contextmanager
def _listeners(config: Config) -> Iterator[dict[str, socket.socket]]:
    """Yield the sockets that the configuration asks for, before anything else can fail slowly."""
    with contextlib.ExitStack() as opened:
        found = {}
        if config.http.port is not None:
            found["http"] = listen(config.http.listen, config.http.port, "http.port")
            opened.enter_context(found["http"])
        if config.telegram.mode == "webhook":
            webhook = config.telegram.webhook
            found["webhook"] = listen(webhook.listen, webhook.port, "telegram.webhook.port")
            opened.enter_context(found["webhook"])
        yield found


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Return the work's result, or None where the bot is stopped first."""
    task = asyncio.create_task(work)
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if task.done():
        return task.result()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError, BotError, TelegramError):
        await task
    return None


async def supervise(name: str, health: Health, work: Callable[[], Awaitable[None]]) -> None:
    """Run the work until it ends, again where it breaks.

    Raises:
        BotError: a person has to repair something.
    """
    while True:
        try:
            await work()
        except BotError:
            raise
        except Exception as error:  # noqa: BLE001  whatever it is, the bot goes on
            health.failed("internal", f"{name}: {error!r}")
            log.error("%s broke and begins again: %r", name, error)
            await asyncio.sleep(1)
        else:
            return


async def tidy(services: Services) -> None:
    """Once an hour, delete what is kept no longer."""
    while True:
        await purge(services, time.time())
        await asyncio.sleep(HOUR)


async def purge(services: Services, now: float) -> None:
    """Delete what is kept no longer at this time; what fails is left to the next hour."""
    storage = services.storage
    answers, inbox = storage.store.answers, storage.store.inbox
    kept_since = now - services.config.store.keep_days * DAY
    await storage.attempt(answers.purge, kept_since)
    await storage.attempt(storage.store.corrections.purge, kept_since)
    # Telegram delivers an update for a day at most; after that nobody asks for its id.
    await storage.attempt(inbox.purge, max(kept_since, now - 2 * DAY), kept_since)
    await storage.attempt(inbox.purge_others, kept_since)
    if storage.shared:
        await storage.attempt(storage.shared.moments.purge, now)
        await storage.attempt(storage.shared.jobs.purge)
    try:
        await asyncio.to_thread(services.files.purge, kept_since)
    except OSError as error:
        log.warning("Former reports can't be deleted: %s", error)
