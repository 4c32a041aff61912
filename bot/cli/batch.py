"""`rapporteur batch`: many questions, an answer object a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from bot.cli.options import FILE, Settings, clean, settings
from bot.cli.progress import progress
from bot.errors import BotError


@click.command()
@settings
@click.argument("questions", metavar="QUESTIONS.jsonl", type=FILE)
@click.option("--output", metavar="OUT.jsonl", type=FILE, help="Write here, not to the terminal")
def batch(where: Settings, questions: Path, output: Path | None) -> None:
    """Answer a file of questions, one JSON object a line.

    Each line of the file is an object with "id", "question" and, for a follow-up, "context"; each
    line that comes out is an answer object with the same id, in the same order.
    """
    from bot.evaluation.questions import read_asked
    from bot.evaluation.scoring import turn_of
    from bot.rendering.answer_object import answer_object

    asked = read_asked(questions)
    assistant = where.open()
    with _written(output) as out:
        for one in asked if out.isatty() else progress(asked, "questions"):
            turn = turn_of(assistant, clean(one.context or ""))
            answer = assistant.ask(clean(one.question), turn)
            line = json.dumps(answer_object(answer, one.name), ensure_ascii=False)
            out.write(line.encode("utf-8", "replace") + b"\n")


@contextmanager
def _written(path: Path | None) -> Iterator[IO[bytes]]:
    """Where the lines go. A file appears when it is whole, so that Ctrl-C leaves no half of one."""
    if path is None:
        yield sys.stdout.buffer
        return
    try:
        if path.exists() and not path.is_file():  # a pipe or a device
            with path.open("wb") as stream:
                yield stream
            return
        part = path.resolve().with_name(f".{path.name}.part")
        with part.open("wb") as file:
            yield file
        part.replace(path.resolve())
    except OSError as error:
        raise BotError(f"{path}: can't be written: {error.strerror}") from None
    finally:
        path.resolve().with_name(f".{path.name}.part").unlink(missing_ok=True)
