"""Works the inbox off: lanes side by side, a lane's updates one after the other."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from telegram import Bot, Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from bot.errors import SearchError, StoreUnreachableError
from bot.store import InboxItem
from bot.telegram_app.intake import Intake
from bot.telegram_app.monitoring import Health
from bot.telegram_app.outgoing import seconds_of

log = logging.getLogger(__name__)

CONCURRENT: Final = 64
MOST_ATTEMPTS: Final = 12  # with doubling pauses of 300 s at most, about half an hour
LOOK_AGAIN: Final = 1.0  # seconds
ENGINE_PAUSE: Final = 2.0  # seconds until a question is tried again after the engine failed


@dataclass(slots=True)
class Work:
    """An update on its way, and what went wrong with it."""

    item: InboxItem
    update: Update
    errors: list[Exception] = field(default_factory=list)


class Dispatcher:
    """Hands updates to `process`, at most CONCURRENT at once, and settles them in the inbox.

    Before, `refresh` takes over what other replicas changed.
    """

    def __init__(
        self,
        intake: Intake,
        bot: Bot,
        process: Callable[[Work], Awaitable[None]],
        health: Health,
        refresh: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._health = health
        self._refresh = refresh
        self._intake = intake
        self._bot = bot
        self._process = process
        self._running: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            await self._start_what_can()
            # Not wait_for: before Python 3.12 it may swallow the cancellation that ends this loop.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_AGAIN):
                    await self._intake.arrived.wait()

    async def drain(self, seconds: float) -> bool:
        """Finish what was accepted; return whether in time. What was not stays in the inbox."""
        try:
            async with asyncio.timeout(seconds):
                while await self._start_what_can() or self._running:
                    await asyncio.wait(self._running.values(), return_when="FIRST_COMPLETED")
        except TimeoutError:
            for task in self._running.values():
                task.cancel()
            await asyncio.gather(*self._running.values(), return_exceptions=True)
            return False
        return True

    async def _start_what_can(self) -> bool:
        self._intake.arrived.clear()
        free = CONCURRENT - len(self._running)
        if free <= 0:
            return False
        items = await self._intake.heads(tuple(self._running), free)
        if items and self._refresh:
            await self._refresh()
        for item in items:
            task = asyncio.create_task(self._settle(item), name=f"update {item.key.update_id}")
            self._running[item.lane] = task
            task.add_done_callback(partial(self._finished, item.lane))
        return bool(items)

    def _finished(self, lane: str, task: asyncio.Task[None]) -> None:
        del self._running[lane]
        self._intake.arrived.set()
        if not task.cancelled() and (error := task.exception()):
            log.error("Settling an update failed: %s", type(error).__name__)

    async def _settle(self, item: InboxItem) -> None:
        metrics = self._health.metrics
        metrics.seconds.labels("queue").observe(max(0.0, time.time() - item.received))
        update = parsed(item, self._bot)
        if isinstance(update, str):
            await self._set_aside(item, "unparsable", update)
            return
        # What was put off was counted against its person's limit before, as an attempt is.
        tried = replace(item, attempts=max(1, item.attempts)) if item.due else item
        work = Work(tried, update)
        with metrics.seconds.labels("update").time():
            await self._process(work)
        if work.errors:
            await self._close_failed(item, work.errors[0])
        else:
            metrics.updates.labels("done").inc()
            await self._intake.done(item.key)

    async def _postpone(self, item: InboxItem, error: SearchError) -> None:
        """Leave the question where it is until the engine works; that is no attempt of it."""
        self._health.metrics.updates.labels("waits").inc()
        await self._intake.later(item, ENGINE_PAUSE, str(error), counted=False)

    async def _close_failed(self, item: InboxItem, error: Exception) -> None:
        if isinstance(error, SearchError):
            await self._postpone(item, error)
            return
        kind = type(error).__name__
        name = f"{kind}: {error}"
        if isinstance(error, StoreUnreachableError):  # it stays pending, for whichever replica
            log.info("Update %s waits: %s", item.key.update_id, error)
            return
        if not isinstance(error, (BadRequest, Forbidden)) and not passing(error):
            await self._set_aside(item, kind, name)
            return
        self._health.failed(kind, name)
        if passing(error) and item.attempts + 1 < MOST_ATTEMPTS:
            pause = pause_after(error, item.attempts)
            log.warning("Update %s again in %.0f s: %s", item.key.update_id, pause, name)
            self._health.metrics.updates.labels("later").inc()
            await self._intake.later(item, pause, name)
        elif passing(error):
            await self._set_aside(item, kind, name)
        else:
            log.warning("Update %s can't be answered: %s", item.key.update_id, name)
            self._health.metrics.updates.labels("refused").inc()
            await self._intake.done(item.key)

    async def _set_aside(self, item: InboxItem, kind: str, reason: str) -> None:
        log.error("Update %s is set aside: %s", item.key.update_id, reason)
        self._health.failed(kind, reason)
        self._health.metrics.updates.labels("aside").inc()
        await self._intake.aside(item.key, reason)


def parsed(item: InboxItem, bot: Bot) -> Update | str:
    """Return the update, or why it can't be understood."""
    try:
        return Update.de_json(json.loads(item.payload), bot)
    except Exception as error:  # noqa: BLE001  what strangers send can break the parser anywhere
        return f"{type(error).__name__}: {error}"


def passing(error: Exception) -> bool:
    """Return whether another attempt may help."""
    if isinstance(error, BadRequest):
        return False
    return isinstance(error, (NetworkError, RetryAfter))


def pause_after(error: Exception, attempts: int) -> float:
    """Return the seconds until the next attempt: as Telegram asks, else doubling, with jitter."""
    if isinstance(error, RetryAfter):
        return seconds_of(error) + 1
    return min(300.0, 2.0 ** (attempts + 1)) * random.uniform(0.5, 1.0)  # noqa: S311
