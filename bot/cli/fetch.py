"""`rapporteur fetch`: feeds and sitemaps into the folder of reports."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from typing import TYPE_CHECKING

import click

from bot.cli.options import Settings, settings
from bot.cli.progress import quietly
from bot.errors import BotError

if TYPE_CHECKING:
    from bot.config import Config
    from bot.fetching.run import FetchEvent


@click.command()
@settings
def fetch(where: Settings) -> int:
    """Fetch feeds and sitemaps into the folder of reports.

    Which they are is set under fetch.sources. Pages that haven't changed are left as they are. Only
    named hosts are called, and none that their robots.txt keeps from it.
    """
    from bot.fetching import needs

    config = where.load()
    if lacking := needs():
        raise BotError(lacking)
    counts: Counter[str] = Counter()
    asyncio.run(_fetch(config, counts))
    click.echo(
        f"{counts['new']} new, {counts['changed']} changed, {counts['unchanged']} unchanged,"
        f" {counts['problem']} with problems"
    )
    return 1 if counts["problem"] else 0


async def _fetch(config: Config, counts: Counter[str]) -> None:
    from bot.corpus.folder import printable
    from bot.fetching.run import fetch
    from bot.fetching.web import web_of

    def tell(event: FetchEvent) -> None:
        if event.what != "source":
            counts[event.what] += 1
        if line := _line(event):
            sys.stderr.write(
                f"{printable(line)}\n"
            )  # which a bar takes notice of, other than click's

    async with web_of(config.fetch, config.corpus.max_file_mb) as web:
        await fetch(config, web, tell, quietly)


def _line(event: FetchEvent) -> str | None:
    match event.what:
        case "source":
            return f"{event.url}: {event.said or f'{event.pages} pages'}"
        case "new" | "changed":
            return f"{event.what}: {event.said}"
        case "problem":
            return f"{event.url}: {event.said}"
        case _:
            return None
