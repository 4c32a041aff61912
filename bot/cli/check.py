"""`rapporteur check`: every problem of configuration and reports at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.options import Settings, settings
from bot.cli.progress import quietly
from bot.errors import CorpusError

if TYPE_CHECKING:
    from bot.config import Config
    from bot.corpus import Corpus

LISTED = 100


@click.command()
@settings
def check(where: Settings) -> int:
    """Check settings and reports; say what would be indexed."""
    from bot.config import read_config

    read = read_config(where.config, where.corpus)
    said = [*read.problems, *(_reports(read.config) if read.located else ())]
    for line in said:
        click.echo(line, err=True)
    return 1 if said else 0


def _reports(config: Config) -> tuple[str, ...]:
    """What is wrong with the reports; says what would be indexed."""
    from bot.corpus import read_corpus, unread_files
    from bot.text.language import is_english

    folder = config.corpus.path
    try:
        corpus = read_corpus(folder, max_file_mb=config.corpus.max_file_mb, through=quietly)
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
    from bot.passages import passages_of
    from bot.rendering.words import counted

    counts = [(report, len(passages_of(report))) for report in quietly(corpus.reports, "reports")]
    total = sum(count for _, count in counts)
    held = f"{counted(len(counts), 'report')} with {counted(total, 'passage')}"
    lines = [f"{held} would be indexed:"]
    for report, count in counts[:LISTED]:
        date = report.date or "no date"
        lines.append(f"  {report.path} · {report.title} · {date} · {counted(count, 'passage')}")
    if len(counts) > LISTED:
        lines.append(f"  and {len(counts) - LISTED} more")
    return lines
