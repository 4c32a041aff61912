"""What commands share: --config and --corpus, clean questions, JSON, how far long work has come."""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import click

if TYPE_CHECKING:
    from rich.progress import Progress

    from bot.assistant import Assistant
    from bot.config import Config


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


R = TypeVar("R")
FILE = click.Path(path_type=Path)


@dataclass(frozen=True, slots=True)
class CommonOptions:
    """Where the configuration and the reports are, as given on the command line."""

    config: Path | None
    corpus: Path | None

    def load(self) -> Config:
        """Return the configuration.

        Raises:
            ConfigError: with all its problems.
        """
        from bot.config import load_config

        return load_config(self.config, self.corpus)

    def open(self) -> Assistant:
        """Return what answers questions.

        Raises:
            ConfigError: with all problems of the configuration.
            CorpusError: no report can be read.
        """
        from bot.assistant import Assistant

        return Assistant(self.load(), must_read=True, progress=quietly)


def common_options(command: Callable[..., R]) -> Callable[..., R]:
    """Return the command with --config and --corpus, which it gets as `CommonOptions`."""

    @click.option("--config", metavar="FILE", type=FILE, help="Settings [default: config.yaml]")
    @click.option("--corpus", metavar="DIR", type=FILE, help="Folder of reports")
    @wraps(command)
    def with_options(*, config: Path | None, corpus: Path | None, **more: object) -> R:
        return command(CommonOptions(config, corpus), **more)

    return with_options


def clean(question: str) -> str:
    """Return the question without halves of characters: bytes of an argument that are no text."""
    return question.encode("utf-8", "replace").decode("utf-8")


def print_json(value: object) -> None:
    """Print a value as one line of UTF-8, whatever the terminal's encoding is."""
    click.echo(json.dumps(value, ensure_ascii=False).encode("utf-8"))
