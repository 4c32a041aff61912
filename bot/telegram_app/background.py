"""What runs beside the answering: supervised, so that no failure ends it unheard."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from bot.errors import BotError
from bot.telegram_app.apart import apart
from bot.telegram_app.notify import notify, watchdog_seconds

if TYPE_CHECKING:
    from bot.telegram_app.health import Health
    from bot.telegram_app.services import Services

log = logging.getLogger(__name__)

HOUR: Final = 3600.0
DAY: Final = 24 * HOUR
MEASURE: Final = 5.0  # seconds


async def supervise(name: str, health: Health, work: Callable[[], Awaitable[None]]) -> None:
    """Run the work until it ends, again where it breaks. Raises what a person has to mend."""
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
    try:
        await asyncio.to_thread(services.files.purge, kept_since)
    except OSError as error:
        log.warning("Former reports can't be deleted: %s", error)


async def measure(services: Services) -> None:
    """Keep the gauges up to date, and notice when the store works again."""
    metrics = services.health.metrics
    while True:
        metrics.queue.set(await services.intake.waiting())
        counts = await services.storage.attempt(services.storage.store.inbox.counts)
        metrics.aside.set((counts or {}).get("aside", 0))
        metrics.waits.set(services.flood.waited)
        metrics.retries.set(services.flood.retried)
        snapshot = services.assistant.snapshot
        metrics.reports.set(len(snapshot.reports))
        metrics.passages.set(len(snapshot.passages))
        metrics.generation.set(services.reloader.runs)
        await asyncio.sleep(MEASURE)


async def read_events(services: Services) -> None:
    """Read the events of many new reports beside the answering, and tell how far that is."""
    told = 0.0
    while True:
        left = await apart(services.assistant.complete)
        if left and time.monotonic() - told > MEASURE:
            told = time.monotonic()
            log.info("The events of %d reports have still to be read", left)
        if not left:
            await asyncio.sleep(MEASURE)


async def watch(health: Health) -> None:
    """Tell systemd that it goes well; where updates stop coming in, it restarts the bot."""
    pause = watchdog_seconds()
    notify("READY=1")
    while pause is not None:
        if not any(trouble.startswith("updates: none") for trouble in health.troubles()):
            notify("WATCHDOG=1")
        await asyncio.sleep(pause)
