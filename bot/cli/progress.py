"""How far long work has come, on standard error: a bar on a terminal, else now and then a line."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.progress import Progress

T = TypeVar("T")
EVERY: Final = 5.0  # seconds between two lines
PATIENCE: Final = 1.0  # seconds that a person waits without wondering

log = logging.getLogger(__name__)


def progress(things: Sequence[T], what: str, /) -> Iterator[T]:
    """Yield the things; `what` names them: "questions". Prints at last how long it took.

    A bar shows on a terminal while it lasts; elsewhere there is a line every five seconds.
    """
    started = time.monotonic()
    yield from quietly(things, what)
    count = f"1 {what.removesuffix('s')}" if len(things) == 1 else f"{len(things)} {what}"
    click.echo(f"{count} in {time.monotonic() - started:.1f} s", err=True)


def quietly(things: Sequence[T], what: str, /) -> Iterator[T]:
    """Yield the things as `progress` does, but nothing is said of what is soon done."""
    if sys.stderr.isatty():
        with _bar() as bar:
            task = bar.add_task(what, total=len(things))
            for thing in things:
                yield thing
                bar.advance(task)  # `track` stops counting where the bar isn't shown yet
    else:
        yield from in_lines(things, what, lambda line: click.echo(line, err=True))


def logged(things: Sequence[T], what: str, /) -> Iterator[T]:
    """Yield the things as `quietly` does, for a service: its lines go to the log."""
    yield from in_lines(things, what, log.info)


def in_lines(
    things: Sequence[T],
    what: str,
    report: Callable[[str], None],
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[T]:
    """Yield the things; `report` gets a line every five seconds of `clock` at most."""
    last = clock()
    for done, thing in enumerate(things):
        if clock() - last >= EVERY:
            last = clock()
            report(f"{done} of {len(things)} {what}")
        yield thing


@contextmanager
def _bar() -> Iterator[Progress]:
    """Yield a bar that appears where its work takes long, and is gone after it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Remaining())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    patience = threading.Timer(PATIENCE, bar.start)
    patience.daemon = True
    patience.start()
    try:
        yield bar
    finally:
        patience.cancel()
        patience.join()
        bar.stop()
