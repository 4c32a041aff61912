"""`rapporteur run` and `try`: the bot; `stats`, `backup`, `restore`, `store`: what it keeps."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bot.cli.console import FILE, CommonOptions, common_options, logged, print_json, quietly
from bot.errors import StartError

if TYPE_CHECKING:
    from rich.text import Text

    from bot.config import StoreSection
    from bot.store import DayFigures, Statistics, UsageFigures
    from bot.store.copies import Place

HOW_TO_GET_ONE = (
    "TELEGRAM_BOT_TOKEN is not set: write /newbot to @BotFather in Telegram, and set the variable "
    "to the token that it answers with (or TELEGRAM_BOT_TOKEN_FILE to a file that holds it)"
)


@click.command()
@common_options
def run(options: CommonOptions) -> int:
    """Start the Telegram bot; needs TELEGRAM_BOT_TOKEN."""
    from bot.config import secret

    config = options.load()
    if not secret("TELEGRAM_BOT_TOKEN"):
        raise StartError(HOW_TO_GET_ONE)
    from bot import telegram_app
    from bot.assistant import Assistant

    return telegram_app.run(config, partial(Assistant, later=True, progress=logged))


@click.command("try")
@common_options
@click.option("--port", type=click.IntRange(1, 65535), help="Where the page is [default: 8642]")
@click.option("--no-browser", is_flag=True, help="Print the address, open nothing")
def try_page(options: CommonOptions, port: int | None, no_browser: bool) -> int:
    """Try the Telegram bot in a browser, without a token."""
    from bot.assistant import Assistant
    from bot.trial import page

    def ready(url: str) -> None:
        click.echo(f"Try it at {url} (Ctrl-C ends it)")
        if not no_browser:
            page.open_browser(url)

    make_assistant = partial(Assistant, must_read=True, progress=quietly)
    return page.run(options.load(), make_assistant, ready, port)


SECONDS: Final = 86_400  # of a day
LONGEST_BAR: Final = 40
MOST_ROWS: Final = 31  # more than these days are shown as weeks
LEVELS: Final = "▁▂▃▄▅▆▇█"


@click.command()
@common_options
@click.option(
    "--days",
    type=click.IntRange(1, 3660),
    default=30,
    show_default=True,
    help="So many, today included",
)
@click.option("as_json", "--json", is_flag=True, help="Print one object with all figures")
def stats(options: CommonOptions, days: int, as_json: bool) -> None:
    """Show what people asked the bot, in figures and bars.

    How many questions it got and answered, day by day, the votes, what was reported and corrected,
    and how long answers took. Reads the bot's store, also while it runs. Days are those of UTC.
    """
    since = (time.time() // SECONDS - days + 1) * SECONDS
    with _statistics(options.load().store) as statistics:
        figures = statistics.figures(since)
    if as_json:
        print_json(asdict(figures))
        return
    from rich.console import Console

    console = Console(highlight=False)
    for line in _lines(figures, days, min(LONGEST_BAR, console.width - 35)):
        console.print(line, soft_wrap=True)


def _statistics(settings: StoreSection) -> AbstractContextManager[Statistics]:
    from bot.config import secret
    from bot.store import Address, open_shared_statistics, open_statistics

    if settings.url is None:
        return open_statistics(settings.path)
    return open_shared_statistics(Address(settings.url, secret("STORE_PASSWORD")))


def _lines(figures: UsageFigures, days: int, width: int) -> Iterator[str | Text]:
    if not figures.asked:
        yield f"No questions in the last {days} days."
        if figures.corrected or figures.reported:
            yield _faults(figures)
        return
    rows = _rows(figures.days)
    share = _share(figures.answered, figures.asked)
    yield f"Questions  {figures.asked} in the last {days} days, {share} of them answered"
    yield f"Votes      {figures.right} right, {figures.wrong} wrong"
    yield _faults(figures)
    yield (
        f"Time       {_time(figures.median)} median, {_time(figures.slowest)} at most  "
        f"{_sparkline([row.median for row in rows])}"
    )
    yield ""
    most = max(row.asked for row in rows)
    unit = "day" if len(rows) == len(_filled(figures.days)) else "week of"
    yield f"{unit:10}  asked  answered  █ answered  ░ not answered"
    for row in rows:
        yield _row(row, width / most)


def _faults(figures: UsageFigures) -> str:
    """Return what people reported to the operators as wrong, and what admins corrected."""
    from bot.rendering import counted

    reported = counted(figures.reported, "answer")
    return f"Faults     {reported} reported, {counted(figures.corrected, 'value')} corrected"


def _row(row: DayFigures, scale: float) -> Text:
    from rich.text import Text

    whole, answered = round(row.asked * scale), round(row.answered * scale)
    date = f"{datetime.fromtimestamp(row.start, UTC):%Y-%m-%d}"
    share = _share(row.answered, row.asked) if row.asked else ""
    return Text.assemble(
        f"{date}  {row.asked:5}  {share:>8}  ",
        ("█" * answered, "blue"),
        ("░" * (whole - answered), "bright_black"),
    )


def _rows(days: Sequence[DayFigures]) -> tuple[DayFigures, ...]:
    """Return the days, or weeks where these are too many."""
    filled = _filled(days)
    if len(filled) <= MOST_ROWS:
        return filled
    return tuple(_together(filled[at : at + 7]) for at in range(0, len(filled), 7))


def _filled(days: Sequence[DayFigures]) -> tuple[DayFigures, ...]:
    """Return the days from the first to the last, also those without questions."""
    from bot.store import DayFigures

    known = {day.start: day for day in days}
    starts = range(days[0].start, days[-1].start + 1, SECONDS)
    return tuple(known.get(start) or DayFigures(start, 0, 0) for start in starts)


def _together(days: Sequence[DayFigures]) -> DayFigures:
    from bot.store import DayFigures

    asked = sum(day.asked for day in days)
    took = sum(day.median * day.asked for day in days) / max(1, asked)
    return DayFigures(days[0].start, asked, sum(day.answered for day in days), took)


def _sparkline(values: Sequence[float]) -> str:
    """Return a character for each value: its height beside the highest."""
    highest = max(values) or 1.0
    return "".join(LEVELS[round(value / highest * (len(LEVELS) - 1))] for value in values)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}"


def _time(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"


@click.command()
@common_options
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Replace FILE where it exists")
def backup(options: CommonOptions, file: Path, force: bool) -> None:
    """Copy the bot's store to FILE, also while the bot runs.

    The copy contains people's questions: it is readable to its owner only.
    """
    from bot.rendering import counted
    from bot.store import back_up

    questions = back_up(_file(options), file, replace=force)
    click.echo(f"{counted(questions, 'question')} kept in {file}", err=True)


@click.command()
@common_options
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Replace the store where there is one")
def restore(options: CommonOptions, file: Path, force: bool) -> None:
    """Put the backup FILE in the place of the bot's store.

    Stop the bot before, and run this as the user that it runs as.
    """
    from bot.rendering import counted
    from bot.store import restore as put_back

    path = _file(options)
    questions = put_back(file, path, replace=force)
    click.echo(f"{counted(questions, 'question')} restored to {path}", err=True)


def _file(options: CommonOptions) -> Path:
    """Return the store's file.

    Raises:
        StoreError: the store is a database, which has programs of its own for that.
    """
    from bot.errors import StoreError

    settings = options.load().store
    if settings.url is not None:
        raise StoreError("store.url: back PostgreSQL up with pg_dump, and restore with pg_restore")
    return settings.path


@click.group()
def store() -> None:
    """Move the bot's store."""


@store.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy(source: str, target: str) -> None:
    """Copy the store FROM one place TO another, which is empty or new.

    Each is a file, or a database as in `store.url`: postgresql+psycopg://user@host/database. Its
    password is read from STORE_PASSWORD. Stop the bot before, and set `store` to the new place
    afterwards.
    """
    from bot.rendering import counted
    from bot.store import copy_store

    questions = copy_store(_place(source), _place(target))
    click.echo(f"{counted(questions, 'question')} copied to {target}", err=True)


def _place(words: str) -> Place:
    from bot.config import database_url, secret
    from bot.store import Address

    if "://" not in words:
        return Path(words)
    return Address(database_url(words), secret("STORE_PASSWORD"))
