"""`rapporteur ask` and `batch`: one question, or a file of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from bot.cli.options import FILE, CommonOptions, clean, common_options, print_json
from bot.cli.progress import progress
from bot.errors import BotError
from bot.files import replacing

if TYPE_CHECKING:
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
    from bot.evaluation.questions import read_asked
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
