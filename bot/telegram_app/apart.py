"""Long work in a thread of its own, which holds up neither other work nor the end of the bot."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

T = TypeVar("T")

NAME: Final = "apart"  # of each such thread


def apart(call: Callable[[], T]) -> asyncio.Future[T]:
    """Return what will hold the call's result, or what it raised.

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

    threading.Thread(target=work, name=NAME, daemon=True).start()
    return result


def _looked_at(result: asyncio.Future[T]) -> None:
    """Take note of an error for which nobody waits any more, which asyncio would log."""
    if not result.cancelled():
        result.exception()
