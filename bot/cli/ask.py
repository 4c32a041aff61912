"""`rapporteur ask`: one question, one answer."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from bot.cli.options import Settings, clean, settings

if TYPE_CHECKING:
    from bot.model import Answer


@click.command()
@settings
@click.argument("question", nargs=-1, required=True)
@click.option("--context", metavar="Q", help="The question before, which this one follows up")
@click.option("as_json", "--json", is_flag=True, help="Print the answer object")
@click.option("--explain", is_flag=True, help="Say how the question was read and why this won")
def ask(
    where: Settings, question: tuple[str, ...], context: str | None, as_json: bool, explain: bool
) -> None:
    """Answer QUESTION from the reports."""
    from bot.evaluation.scoring import turn_of

    assistant = where.open()
    asked = clean(" ".join(question))
    turn = turn_of(assistant, clean(context or ""))
    answer = assistant.ask(asked, turn)
    if as_json:
        from bot.rendering.answer_object import answer_object

        print_json(answer_object(answer))
    else:
        print_answer(answer, where.load().answer.contact)
    if explain:
        click.echo("\n".join(("", *assistant.explain(asked, turn))), err=as_json)


def print_json(value: object) -> None:
    """A value as one line of UTF-8, whatever the terminal's encoding is."""
    click.echo(json.dumps(value, ensure_ascii=False).encode("utf-8"))


def print_answer(answer: Answer, contact: str | None) -> None:
    """An answer for a person: coloured on a terminal, plain where it is piped."""
    from bot.rendering import terminal

    if sys.stdout.isatty():
        from rich.console import Console

        Console(highlight=False).print(terminal.coloured(answer, contact))
    else:
        click.echo(terminal.plain(answer, contact))
