"""`rapporteur eval`: a question set, answered and scored."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.ask import print_json
from bot.cli.options import FILE, Settings, settings
from bot.cli.progress import progress
from bot.errors import BotError

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.evaluation.questions import Question
    from bot.evaluation.scoring import Result


@click.command("eval")
@settings
@click.argument("questions", metavar="QUESTIONS.jsonl", type=FILE)
@click.option("as_json", "--json", is_flag=True, help="Print one object with all figures")
@click.option("--ranking", is_flag=True, help="Score only the order of the passages")
@click.option("--plain", is_flag=True, help="Answer by BM25 alone, to compare with")
@click.option("--failures", metavar="N", default=10, show_default=True, help="Show so many")
@click.option("--record", metavar="FILE", type=FILE, help="Write the figures that must not drop")
def evaluate(  # noqa: PLR0913 -- an argument for each option
    where: Settings,
    questions: Path,
    *,
    as_json: bool,
    ranking: bool,
    plain: bool,
    failures: int,
    record: Path | None,
) -> None:
    """Answer and score a question set.

    A line that says neither its report nor that it can't be answered is left out.
    """
    asked = labelled(questions)
    assistant = where.open()
    if ranking:
        _print_ranking(assistant, asked, plain=plain, as_json=as_json)
        return
    results = _results(assistant, asked, plain=plain)
    if record:
        _record(results, record)
    if as_json:
        from bot.evaluation.metrics import as_object

        print_json(as_object([r.score for r in results], [r.milliseconds for r in results]))
    else:
        _print_tables(results, failures)


def labelled(questions: Path) -> tuple[Question, ...]:
    """The questions of a file that can be scored; says how many are left out. Raises BotError."""
    from bot.evaluation.questions import read_labelled
    from bot.rendering.words import counted

    asked, left = read_labelled(questions)
    if not asked and not left:
        raise BotError(f"{questions}: holds no question")
    said = f"{counted(left, 'line')} without a label, such as a report or answerable: false"
    if not asked:
        raise BotError(f"{questions}: nothing to score: {said}")
    if left:
        click.echo(f"{questions}: left out {said}", err=True)
    return asked


def _results(assistant: Assistant, asked: Sequence[Question], *, plain: bool) -> tuple[Result, ...]:
    from bot.evaluation.ranking import PlainBM25
    from bot.evaluation.scoring import evaluate as results_of

    answerer = PlainBM25(assistant.snapshot.passages) if plain else assistant
    return tuple(results_of(answerer, progress(asked, "questions")))


def _print_tables(results: Sequence[Result], failures: int) -> None:
    from bot.evaluation.tables import failures_list, figures_table, times_line

    scores = [result.score for result in results]
    click.echo("\n".join(figures_table(scores)))
    click.echo(times_line([result.milliseconds for result in results]))
    if listed := list(failures_list(scores, failures)):
        click.echo("\n" + "\n".join(listed))


def _print_ranking(
    assistant: Assistant, asked: Sequence[Question], *, plain: bool, as_json: bool
) -> None:
    from bot.evaluation.ranking import DEPTH, EngineRanker, PlainBM25, Ranker, Ranking, rank_of
    from bot.evaluation.tables import ranking_table

    snapshot = assistant.snapshot
    ranker: Ranker = PlainBM25(snapshot.passages) if plain else EngineRanker(snapshot.library)
    known = [question for question in asked if question.evidence and not question.context]
    ranks = [
        rank_of(question, ranker.rank(question.question, DEPTH))
        for question in progress(known, "questions")
    ]
    figures = Ranking.of(ranks)
    if as_json:
        print_json(asdict(figures))
    else:
        click.echo("\n".join(ranking_table(figures)))


def _record(results: Sequence[Result], path: Path) -> None:
    from bot.evaluation.metrics import recorded

    text = json.dumps(recorded([result.score for result in results]), indent=2)
    try:
        path.write_text(f"{text}\n", "utf-8")
    except OSError as error:
        raise BotError(f"{path}: can't be written: {error.strerror}") from None
