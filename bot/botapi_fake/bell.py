"""One lock for the whole world, and a bell that wakes threads and coroutines after a change."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


class Bell:
    """Whoever changes the world does so inside `changing()`; whoever waits gives a condition."""

    def __init__(self) -> None:
        self._condition = threading.Condition(threading.RLock())
        self._sleepers: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Holds the lock, and rings when done."""
        with self._condition:
            yield
            self._condition.notify_all()
            for loop, event in tuple(self._sleepers):
                try:
                    loop.call_soon_threadsafe(event.set)
                except RuntimeError:  # its loop was closed under it
                    self._sleepers.discard((loop, event))

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Holds the lock without ringing."""
        with self._condition:
            yield

    def wait(self, condition: Callable[[], T | None], timeout: float) -> T | None:
        """The first true value of `condition`, tried after each change; None after `timeout` s."""
        deadline = time.monotonic() + timeout
        with self._condition:
            while not (value := condition()):
                left = deadline - time.monotonic()
                if left <= 0:
                    return None
                self._condition.wait(left)
            return value

    async def heard(self, condition: Callable[[], T | None], timeout: float) -> T | None:
        """`wait` for coroutines."""
        sleeper = (asyncio.get_running_loop(), asyncio.Event())
        deadline = time.monotonic() + timeout
        with self._condition:
            self._sleepers.add(sleeper)
        try:
            while True:
                sleeper[1].clear()
                with self._condition:
                    if value := condition():
                        return value
                left = deadline - time.monotonic()
                if left <= 0:
                    return None
                try:
                    await asyncio.wait_for(sleeper[1].wait(), left)
                except TimeoutError:
                    continue
        finally:
            with self._condition:
                self._sleepers.discard(sleeper)
