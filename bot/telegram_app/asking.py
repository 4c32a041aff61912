"""Asks the assistant: one question at a time, each for a limited time, beside all other work."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import sys
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from bot.errors import SearchError
from bot.model import Answer, Found, Silent, Turn

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.model import Report

log = logging.getLogger(__name__)

T = TypeVar("T")
LIMIT: Final = 2.0  # seconds that a question may take, once it is its turn
TURN: Final = 1.0  # seconds of them for which the others wait
MOST_LONG: Final = 8  # questions that go on beside the others; more would slow down all
SHARE: Final = 4  # people's questions for each idle one that waits
THREAD_NAME: Final = "apart"  # of each thread that `apart` starts
SWITCH_INTERVAL: Final = 0.0001  # seconds that a thread computes while others wait; usually .005
COLLECT_AFTER: Final = (10_000, 20, 50)  # new objects, and smaller collections, before a collection


class OverdueError(Exception):
    """An answer took too long."""


class Asker:
    """The assistant, shared among people: nobody's questions can take it from the others.

    What is overdue can't be stopped. It goes on in its thread, so that what it has read by then
    is there for the next question; meanwhile whoever asked it is answered with what is closest.
    """

    def __init__(self, assistant: Assistant, limit: float = LIMIT, patience: float = 0.0) -> None:
        """Take what answers, the seconds it may take, and those it may wait for an engine."""
        self.assistant = assistant
        self._limit = limit + patience
        self._waits = patience > 0
        self._turns = _TurnQueue()
        self._long: list[int] = []  # whose questions go on beside the others

    @property
    def busy(self) -> bool:
        """Whether long questions go on."""
        return bool(self._long)

    async def ask(self, person: int, question: str, turn: Turn | None = None) -> Answer:
        """Return the answer; where it takes too long, say so with the closest passages."""
        try:
            return await self.within(person, partial(self.assistant.ask, question, turn))
        except OverdueError:
            near = await asyncio.to_thread(self.assistant.closest, question)
            return Silent(question, why="took_long", passages=near)

    async def within(self, person: int, call: Callable[[], T], *, idle: bool = False) -> T:
        """Return what the call returns; an `idle` one lets most questions of people go first.

        Raises:
            OverdueError: it takes longer than the limit, or a long one of this person or too many
                of others go on already.
            SearchError: the same where an engine is waited for, which can be asked again.
        """
        self._refuse_where_busy(person)
        async with self._turns.one(idle=idle):
            self._refuse_where_busy(person)
            running = apart(call)
            done, _ = await asyncio.wait({running}, timeout=min(TURN, self._limit))
            if not done:
                self._long.append(person)
                running.add_done_callback(lambda _: self._long.remove(person))
        if not done:
            done, _ = await asyncio.wait({running}, timeout=max(0.0, self._limit - TURN))
        if not done:
            log.warning("An answer takes longer than %g s", self._limit)
            running.add_done_callback(_told)
            raise OverdueError
        return running.result()

    def _refuse_where_busy(self, person: int) -> None:
        if person in self._long or len(self._long) >= MOST_LONG:
            if self._waits:  # for an engine, not for time to compute: it can be asked again
                raise SearchError("search: the engine answers slowly")
            raise OverdueError


def _told(overdue: asyncio.Future[T]) -> None:
    """Log that an answer failed for which nobody waits any more."""
    if not overdue.cancelled() and (error := overdue.exception()):
        log.error("An answer that took long failed: %s", type(error).__name__)


async def ask_about(
    asker: Asker, person: int, report: Report, question: str, *, idle: bool = False
) -> Found | None:
    """Return what this report answers to the question; None where it is silent.

    Raises:
        OverdueError: it takes too long.
    """
    turn = Turn(report.title, report.path)
    answer = await asker.within(person, lambda: asker.assistant.ask(question, turn), idle=idle)
    if isinstance(answer, Found) and answer.quotes[0].passage.report.path == report.path:
        return answer
    return None


class _TurnQueue:
    """One at a time, in the order of coming; idle work has few turns while others wait."""

    def __init__(self) -> None:
        self._taken = False
        self._passed = 0  # turns in a row that were not idle
        self._waiting: tuple[deque[asyncio.Future[None]], ...] = (deque(), deque())

    @asynccontextmanager
    async def one(self, *, idle: bool) -> AsyncIterator[None]:
        """Wait for the turn, and keep it for the block."""
        await self._take(self._waiting[idle])
        try:
            yield
        finally:
            self._pass_on()

    async def _take(self, queue: deque[asyncio.Future[None]]) -> None:
        if not self._taken:
            self._taken = True
            return
        given: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(given)
        try:
            await given
        except asyncio.CancelledError:
            if given.done() and not given.cancelled():  # it was given at the same moment
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        first, idle = self._waiting
        for queue in (idle, first) if self._passed >= SHARE else (first, idle):
            while queue:
                if not (given := queue.popleft()).done():
                    self._passed = 0 if queue is idle else self._passed + 1
                    given.set_result(None)
                    return
        self._taken = False


def apart(call: Callable[[], T]) -> asyncio.Future[T]:
    """Return what will have the call's result, or what it raised.

    Threads of a pool would be joined at the end, and the loop's own pool is for short work: where
    that is full, no file is written and no host name is looked up.
    """
    loop = asyncio.get_running_loop()
    result: asyncio.Future[T] = loop.create_future()
    result.add_done_callback(_looked_at)

    def work() -> None:
        try:
            tell = partial(result.set_result, call())
        except BaseException as error:  # noqa: BLE001  whoever waits for the result gets it
            said = RuntimeError(repr(error)) if isinstance(error, StopIteration) else error
            tell = partial(result.set_exception, said)
        with contextlib.suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(lambda: None if result.done() else tell())

    threading.Thread(target=work, name=THREAD_NAME, daemon=True).start()
    return result


def _looked_at(result: asyncio.Future[T]) -> None:
    """Take note of an error for which nobody waits any more, which asyncio would log."""
    if not result.cancelled():
        result.exception()


def share_evenly() -> None:
    """Let threads take turns sooner, and collect garbage less often: meanwhile all threads wait."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    gc.set_threshold(*COLLECT_AFTER)


def set_aside() -> None:
    """Leave what is there now out of later collections; a snapshot's parts are freed without."""
    gc.collect()
    gc.freeze()
