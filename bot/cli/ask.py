"""`rapporteur ask`, `batch`, `eval` and `calibrate`: questions answered, and scored."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from bot.cli.console import (
    FILE,
    CommonOptions,
    clean,
    common_options,
    print_json,
    progress,
    quietly,
)
from bot.errors import BotError
from bot.files import replacing

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.evaluation import EvaluationQuestion
    from bot.evaluation.scoring import Result
    from bot.model import Answer


@click.command()
@common_options
@click.argument("question", nargs=-1, required=True)
@click.option("--context", metavar="Q", help="The question before, which this one follows up")
@click.option("as_json", "--json", is_flag=True, help="Print the answer object")
@click.option("--explain", is_flag=True, help="Say how the question was read and why this won")
def ask(
    options: CommonOptions,
    question: tuple[str, ...],
    context: str | None,
    as_json: bool,
    explain: bool,
) -> None:
    """Answer QUESTION from the reports."""
    from bot.evaluation.scoring import turn_of

    assistant = options.open()
    asked = clean(" ".join(question))
    turn = turn_of(assistant, clean(context or ""))
    answer = assistant.ask(asked, turn)
    if as_json:
        from bot.rendering.json_objects import answer_object

        print_json(answer_object(answer))
    else:
        print_answer(answer, options.load().answer.contact)
    if explain:
        click.echo("\n".join(("", *assistant.explain(asked, turn))), err=as_json)


def print_answer(answer: Answer, contact: str | None) -> None:
    """Print an answer for a person: coloured on a terminal, plain where it is piped."""
    from bot.rendering import terminal

    if sys.stdout.isatty():
        from rich.console import Console

        Console(highlight=False).print(terminal.coloured(answer, contact))
    else:
        click.echo(terminal.plain(answer, contact))


@click.command()
@common_options
@click.argument("questions", metavar="QUESTIONS.jsonl", type=FILE)
@click.option("--output", metavar="OUT.jsonl", type=FILE, help="Write here, not to the terminal")
def batch(options: CommonOptions, questions: Path, output: Path | None) -> None:
    """Answer a file of questions, one JSON object a line.

    Each line of the file is an object with "id", "question" and, for a follow-up, "context"; each
    line that comes out is an answer object with the same id, in the same order.
    """
    from bot.evaluation import read_asked
    from bot.evaluation.scoring import turn_of
    from bot.rendering.json_objects import answer_object

    asked = read_asked(questions)
    assistant = options.open()
    with _written(output) as out:
        for one in asked if out.isatty() else progress(asked, "questions"):
            turn = turn_of(assistant, clean(one.context or ""))
            answer = assistant.ask(clean(one.question), turn)
            line = json.dumps(answer_object(answer, one.name), ensure_ascii=False)
            out.write(line.encode("utf-8", "replace") + b"\n")


@contextmanager
def _written(path: Path | None) -> Iterator[IO[bytes]]:
    """Yield where the lines go; a file appears when it is whole, also where Ctrl-C comes."""
    if path is None:
        yield sys.stdout.buffer
        return
    try:
        if path.exists() and not path.is_file():  # a pipe or a device
            with path.open("wb") as stream:
                yield stream
            return
        with replacing(path.resolve()) as part, part.open("wb") as file:
            yield file
    except OSError as error:
        raise BotError(f"{path}: can't be written: {error.strerror}") from None


@click.command("eval")
@common_options
@click.argument("questions", metavar="QUESTIONS.jsonl", type=FILE)
@click.option("as_json", "--json", is_flag=True, help="Print one object with all figures")
@click.option("--ranking", is_flag=True, help="Score only the order of the passages")
@click.option("--plain", is_flag=True, help="Answer by BM25 alone, to compare with")
@click.option("--failures", metavar="N", default=10, show_default=True, help="Show so many")
@click.option("--record", metavar="FILE", type=FILE, help="Write the figures that must not drop")
def evaluate(  # noqa: PLR0913 -- an argument for each option
    options: CommonOptions,
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
    asked = _labelled(questions)
    assistant = options.open()
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


@click.command()
@common_options
@click.argument("questions", metavar="QUESTIONS.jsonl", type=FILE)
def calibrate(options: CommonOptions, questions: Path) -> None:
    """Show how far the confidence of answers can be trusted.

    Prints what each threshold would give, and the one that follows from answer.max_wrong. Every
    question is answered as well as it can be, with nothing withheld.
    """
    from bot.assistant import Assistant
    from bot.evaluation.metrics import calibration_tables
    from bot.evaluation.scoring import evaluate

    asked = _labelled(questions)
    config = options.load()
    open_to_all = replace(config, answer=replace(config.answer, max_wrong=1.0))
    assistant = Assistant(open_to_all, must_read=True, progress=quietly)
    scores = [result.score for result in evaluate(assistant, progress(asked, "questions"))]
    click.echo("\n".join(calibration_tables(scores, config.answer.max_wrong)))


def _labelled(questions: Path) -> tuple[EvaluationQuestion, ...]:
    """Return the questions of a file that can be scored; prints how many are left out.

    Raises:
        BotError: no question can be scored.
    """
    from bot.evaluation import read_labelled
    from bot.rendering import counted

    asked, left = read_labelled(questions)
    if not asked and not left:
        raise BotError(f"{questions}: contains no question")
    without = f"{counted(left, 'line')} without a label, such as a report or answerable: false"
    if not asked:
        raise BotError(f"{questions}: nothing to score: {without}")
    if left:
        click.echo(f"{questions}: left out {without}", err=True)
    return asked


def _results(
    assistant: Assistant, asked: Sequence[EvaluationQuestion], *, plain: bool
) -> tuple[Result, ...]:
    from bot.evaluation.scoring import PlainBM25
    from bot.evaluation.scoring import evaluate as results_of

    answerer = PlainBM25(assistant.snapshot.passages) if plain else assistant
    return tuple(results_of(answerer, progress(asked, "questions")))


def _print_tables(results: Sequence[Result], failures: int) -> None:
    from bot.evaluation.metrics import failures_list, figures_table, times_line

    scores = [result.score for result in results]
    click.echo("\n".join(figures_table(scores)))
    click.echo(times_line([result.milliseconds for result in results]))
    if listed := list(failures_list(scores, failures)):
        click.echo("\n" + "\n".join(listed))


def _print_ranking(
    assistant: Assistant, asked: Sequence[EvaluationQuestion], *, plain: bool, as_json: bool
) -> None:
    from bot.evaluation.metrics import ranking_table
    from bot.evaluation.scoring import DEPTH, EngineRanker, PlainBM25, Ranker, Ranking, rank_of

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
