"""Asks the assistant: one question at a time, each for a limited time, beside all other work."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from bot.model import Answer, Silent, Turn
from bot.telegram_app.apart import apart

if TYPE_CHECKING:
    from bot.assistant import Assistant

T = TypeVar("T")
log = logging.getLogger(__name__)

LIMIT: Final = 2.0  # seconds that a question may take, once it is its turn
MOST_OVERDUE: Final = 2  # questions that go on after that; more would slow down all others
SHARE: Final = 4  # people's questions for each idle one that waits
NOBODY: Final = 0  # asks where the bot does so by itself


class OverdueError(Exception):
    """An answer took too long."""


class Asker:
    """The assistant, shared among people: nobody's questions can take it from the others.

    What is overdue can't be stopped. It goes on in its thread, so that what it has read by then
    is there for the next question; meanwhile whoever asked it is answered with what is closest.
    """

    def __init__(self, assistant: Assistant, limit: float = LIMIT) -> None:
        self.assistant = assistant
        self._limit = limit
        self._turns = _Turns()
        self._overdue: list[int] = []  # who asked

    @property
    def busy(self) -> bool:
        """Whether overdue questions go on."""
        return bool(self._overdue)

    async def ask(self, person: int, question: str, turn: Turn | None = None) -> Answer:
        """Return the answer; where it takes too long, say so with the closest passages."""
        try:
            return await self.within(person, partial(self.assistant.ask, question, turn))
        except OverdueError:
            near = await asyncio.to_thread(self.assistant.closest, question)
            return Silent(question, why="took_long", passages=near)

    async def within(self, person: int, call: Callable[[], T], *, idle: bool = False) -> T:
        """Return what the call returns; an `idle` one lets most questions of people go first.

        Raises OverdueError where it takes longer than the limit, or where one of this person or
        too many of others do already.
        """
        self._refuse_where_busy(person)
        async with self._turns.one(idle=idle):
            self._refuse_where_busy(person)
            running = apart(call)
            done, _ = await asyncio.wait({running}, timeout=self._limit)
        if done:
            return running.result()
        self._overdue.append(person)
        running.add_done_callback(partial(self._ended, person))
        log.warning("An answer takes longer than %g s", self._limit)
        raise OverdueError

    def _refuse_where_busy(self, person: int) -> None:
        if person in self._overdue or len(self._overdue) >= MOST_OVERDUE:
            raise OverdueError

    def _ended(self, person: int, running: asyncio.Future[T]) -> None:
        self._overdue.remove(person)
        if not running.cancelled() and (error := running.exception()):
            log.error("An answer that took long failed: %s", type(error).__name__)


class _Turns:
    """One at a time, in the order of coming; idle work has few turns while others wait."""

    def __init__(self) -> None:
        self._taken = False
        self._passed = 0  # turns in a row that were not idle
        self._waiting: tuple[deque[asyncio.Future[None]], ...] = (deque(), deque())

    @asynccontextmanager
    async def one(self, *, idle: bool) -> AsyncIterator[None]:
        """Wait for the turn, and hold it for the block."""
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
