"""`rapporteur check`, `event`, `fetch` and `publish`: the folder of reports and what is in it."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import ExitStack
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

import click

from bot.cli.console import CommonOptions, common_options, print_json, quietly
from bot.errors import BotError, CorpusError, StoreError

if TYPE_CHECKING:
    from bot.config import Config
    from bot.corpus import Corpus
    from bot.fetching import FetchEvent
    from bot.opensearch.sharing import SharedReading

LISTED: Final = 100  # reports
FETCHING_NEEDS: Final = ("defusedxml", "feedparser", "protego", "trafilatura")


@click.command()
@common_options
def check(options: CommonOptions) -> int:
    """Check settings and reports; say what would be indexed."""
    from bot.config import read_config

    loaded = read_config(options.config, options.corpus)
    problems = [*loaded.problems, *(_check_reports(loaded.config) if loaded.located else ())]
    for problem in problems:
        click.echo(problem, err=True)
    return 1 if problems else 0


def _check_reports(config: Config) -> tuple[str, ...]:
    """Return what is wrong with the reports; prints what would be indexed."""
    from bot.corpus import read_corpus, unread_files
    from bot.text.tokens import is_english

    folder = config.corpus.path
    try:
        corpus = read_corpus(folder, max_file_mb=config.corpus.max_file_mb, progress=quietly)
    except CorpusError as error:
        return error.problems
    foreign = [
        f"{report.path}: is not in English; its passages are found, and nothing is read of it"
        for report in corpus.reports
        if not is_english(report.body)
    ]
    for warning in (*corpus.warnings, *unread_files(folder), *foreign):
        click.echo(f"warning: {warning}", err=True)
    click.echo("\n".join(_summary(corpus)))
    return tuple(str(problem) for problem in corpus.problems)


def _summary(corpus: Corpus) -> list[str]:
    """Return what would be indexed, a line a report."""
    from bot.reading import passages_of
    from bot.rendering import counted

    counts = [(report, len(passages_of(report))) for report in quietly(corpus.reports, "reports")]
    total = sum(count for _, count in counts)
    heading = f"{counted(len(counts), 'report')} with {counted(total, 'passage')}"
    lines = [f"{heading} would be indexed:"]
    for report, count in counts[:LISTED]:
        date = report.date or "no date"
        lines.append(f"  {report.path} · {report.title} · {date} · {counted(count, 'passage')}")
    if len(counts) > LISTED:
        lines.append(f"  and {len(counts) - LISTED} more")
    return lines


@click.command()
@common_options
@click.argument("report")
@click.option("as_json", "--json", is_flag=True, help="Print the sheet as an object")
def event(options: CommonOptions, report: str, as_json: bool) -> None:
    """Show what REPORT states of its event.

    REPORT is a path in the folder of reports.
    """
    from bot.rendering.json_objects import event_object
    from bot.rendering.terminal import event_lines

    library = options.open().snapshot.library
    number = library.number_of.get(report)
    if number is None:
        near = [path for path in library.number_of if path.rpartition("/")[2] == report]
        number = library.number_of[near[0]] if len(near) == 1 else None
    if number is None:
        raise BotError(f"{report}: no such report; `rapporteur check` lists what is indexed")
    reading, sheet = library.readings[number], library.events[number]
    if as_json:
        print_json(event_object(reading, sheet))
    else:
        click.echo("\n".join(event_lines(reading, sheet)))


@click.command()
@common_options
def publish(options: CommonOptions) -> None:
    """Publish the reports to the search engine.

    Its nodes are set under search.urls. Bots answer from the new reports within seconds; until all
    of them are there, and where publishing fails, from the ones before.
    """
    from bot.opensearch import connect
    from bot.rendering import counted
    from bot.snapshot import publish_snapshot

    config = options.load()
    if not config.search.urls:
        raise BotError("search.urls: is empty, so there is no engine to publish to")
    with ExitStack() as opened:
        share = _shared(config, opened)
        snapshot = publish_snapshot(config, connect(config.search), quietly, share)
    for problem in snapshot.problems:
        click.echo(f"warning: {problem}", err=True)
    reports = counted(len(snapshot.reports), "report")
    passages = counted(len(snapshot.passages), "passage")
    click.echo(f"{reports} with {passages} are published as {config.search.name}")
    _announce(config)


def _shared(config: Config, opened: ExitStack) -> SharedReading | None:
    """Return what lets the replicas of a shared store read along; None where there are none."""
    from bot.config import secret
    from bot.opensearch.sharing import SharedReading
    from bot.store import Address, open_jobs

    if config.store.url is None:
        return None
    try:
        address = Address(config.store.url, secret("STORE_PASSWORD"))
        return SharedReading(opened.enter_context(open_jobs(address)), quietly)
    except StoreError as error:
        click.echo(f"warning: no replica helps to read new reports: {error}", err=True)
        return None


def _announce(config: Config) -> None:
    """Let replicas know at once; else they look within seconds."""
    from bot.config import secret
    from bot.store import REPORTS, Address, announce

    if config.store.url is None:
        return
    try:
        announce(Address(config.store.url, secret("STORE_PASSWORD")), REPORTS)
    except StoreError as error:
        click.echo(
            f"warning: the bots take it over by themselves, a little later: {error}", err=True
        )


@click.command()
@common_options
def fetch(options: CommonOptions) -> int:
    """Fetch feeds and sitemaps into the folder of reports.

    Which they are is set under fetch.sources. Pages that haven't changed are left as they are. Only
    named hosts are called, and none that their robots.txt keeps from it.
    """
    import asyncio
    import signal

    config = options.load()
    if not all(map(find_spec, FETCHING_NEEDS)):
        raise BotError("fetching needs an extra; run: pip install 'rapporteur[fetch]'")
    counts: Counter[str] = Counter()
    if callable(signal.getsignal(signal.SIGINT)):  # by Python's own, asyncio ends in good order
        signal.signal(signal.SIGINT, signal.default_int_handler)
    asyncio.run(_fetch(config, counts))
    click.echo(
        f"{counts['new']} new, {counts['changed']} changed, {counts['unchanged']} unchanged,"
        f" {counts['problem']} with problems"
    )
    return 1 if counts["problem"] else 0


async def _fetch(config: Config, counts: Counter[str]) -> None:
    from bot.corpus import printable
    from bot.fetching import fetch
    from bot.fetching.web import web_of

    def report(event: FetchEvent) -> None:
        if event.what != "source":
            counts[event.what] += 1
        if line := _line(event):
            # Not by click, of whose output a bar takes no notice.
            sys.stderr.write(f"{printable(line)}\n")

    async with web_of(config.fetch, config.corpus.max_file_mb) as web:
        await fetch(config, web, report, quietly)


def _line(event: FetchEvent) -> str | None:
    """Return what is said of an event, or None."""
    match event.what:
        case "source":
            return f"{event.url}: {event.said or f'{event.pages} pages'}"
        case "new" | "changed":
            return f"{event.what}: {event.said}"
        case "problem":
            return f"{event.url}: {event.said}"
        case _:
            return None
