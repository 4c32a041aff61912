"""How long work goes on, on standard error: a bar on a terminal, else now and then a line."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import click

T = TypeVar("T")
EVERY = 5.0  # seconds between two lines
PATIENCE = 1.0  # seconds that a person waits without wondering
PATIENCE_OF_LOGS = 15.0


@contextmanager
def announced(what: str) -> Iterator[None]:
    """Say what is being done, once it takes long."""
    patience = PATIENCE if sys.stderr.isatty() else PATIENCE_OF_LOGS
    timer = threading.Timer(patience, click.echo, (what,), {"err": True})
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def progress(things: Sequence[T], what: str) -> Iterator[T]:
    """The things one after another; `what` names them: "questions"."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import track

        yield from track(things, what, console=Console(stderr=True), transient=True)
        return
    started = said = time.monotonic()
    for done, thing in enumerate(things):
        if time.monotonic() - said >= EVERY:
            said = time.monotonic()
            click.echo(f"{done} of {len(things)} {what}", err=True)
        yield thing
    click.echo(f"{len(things)} {what} in {time.monotonic() - started:.1f} s", err=True)
