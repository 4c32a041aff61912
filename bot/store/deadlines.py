"""What keeps a server that is down or frozen from taking the bot's threads."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from bot.errors import StoreUnreachableError

TICK: Final = 0.25  # seconds between two looks at what is overdue


class Deadlines:
    """Breaks connections whose calls take too long.

    A thread that waits for a frozen server sleeps in the driver; only its socket can wake it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watched: dict[int, tuple[float, socket.socket]] = {}
        self._closed = threading.Event()
        self._count = 0
        self._thread = threading.Thread(target=self._run, name="store deadlines", daemon=True)
        self._thread.start()

    @contextmanager
    def within(self, handle: int, seconds: float) -> Iterator[None]:
        """Break the connection of this file handle where the block takes longer."""
        # A copy of the handle names this connection, also once the driver has closed its own.
        watched = socket.socket(fileno=os.dup(handle))
        with self._lock:
            self._count += 1
            number = self._count
            self._watched[number] = (time.monotonic() + seconds, watched)
        try:
            yield
        finally:
            with self._lock:
                del self._watched[number]
            watched.close()

    def close(self) -> None:
        """End the watching."""
        self._closed.set()
        self._thread.join(4 * TICK)

    def _run(self) -> None:
        while not self._closed.wait(TICK):
            now = time.monotonic()
            with self._lock:
                for due, watched in self._watched.values():
                    if due <= now:
                        with contextlib.suppress(OSError):  # broken already
                            watched.shutdown(socket.SHUT_RDWR)


class CircuitBreaker:
    """While the server doesn't answer, lets one call at a time look whether it does again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._trouble: str | None = None
        self._probed = False

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Pass through, unless another call looks already.

        Raises:
            StoreUnreachableError: with the former trouble, at once.
        """
        with self._lock:
            if self._probed:
                raise StoreUnreachableError(self._trouble or "")
            probing = self._probed = self._trouble is not None
        trouble: str | None = None
        try:
            yield
        except StoreUnreachableError as error:
            trouble = str(error)
            raise
        finally:
            with self._lock:
                self._trouble = trouble
                self._probed = self._probed and not probing
