"""`rapporteur chat`: a conversation in the terminal, or a question a line from a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from bot.cli.ask import print_answer
from bot.cli.history import history
from bot.cli.listing import Listing
from bot.cli.options import Settings, clean, settings
from bot.errors import BotError

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.talk import Act

HELP = """\
Ask in your own words: who chaired, which countries took part, when, where, how many, what was
agreed. A follow-up such as "and who opened it?" is about the same event.
/reports [WORDS]  the reports, or those that have these words in title, date or address
/report N [text]  what report N says at a glance, or the whole of it
/reload           read the folder again
/quit             leave, as do exit, quit and Ctrl-D"""
LEAVE = {"/quit", "/exit", "quit", "exit"}


@click.command()
@settings
def chat(where: Settings) -> None:
    """Ask and follow up, in the terminal or a question a line."""
    from bot.cli.conversation import Conversation

    config = where.load()
    person = sys.stdin.isatty() and sys.stdout.isatty()
    if person:  # who otherwise sees nothing while the libraries load
        click.echo(f"Reading the reports in {config.corpus.path} …")
    assistant = where.open()
    conversation = Conversation(assistant, config.chat.focus_minutes)
    listing = Listing(assistant)
    if person:
        click.echo(f"{_size(assistant)}. Ask about them; /help says how, Ctrl-D leaves.")
    for line in _typed() if person else _piped():
        if line.casefold() in LEAVE:
            return
        if line.startswith("/") and not line.startswith("/ask "):
            click.echo(_obey(line, listing))
        elif line:
            act = conversation.say(line.removeprefix("/ask "))
            if act.kind == "leave":
                return
            _print(act, config.answer.contact)
        click.echo()


def _print(act: Act, contact: str | None) -> None:
    from bot.rendering.terminal_talk import act_lines

    if act.kind == "help":
        click.echo(HELP)
    elif act.kind == "answer" and act.answer:
        print_answer(act.answer, contact)
    else:
        click.echo(act_lines(act))


def _typed() -> Iterator[str]:
    with history():
        while True:
            try:
                yield clean(input("? ")).strip()
            except EOFError:
                click.echo()
                return
            except KeyboardInterrupt:  # drops the line, as a shell does
                click.echo()


def _piped() -> Iterator[str]:
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    yield from (line for raw in sys.stdin if (line := clean(raw).strip()))


def _obey(line: str, listing: Listing) -> str:
    command, _, words = line.partition(" ")
    match command:
        case "/help" | "/start":
            return HELP
        case "/reports":
            return listing.listed(words)
        case "/report":
            return listing.shown(words)
        case "/reload":
            return _reloaded(listing.assistant)
        case _:
            return f"{command} is no command here; /help says what is."


def _reloaded(assistant: Assistant) -> str:
    try:
        changes = assistant.reload()
    except BotError as error:
        return "\n".join(("Nothing was reloaded, the former reports stay:", *error.problems))
    counts = (
        f"{len(changes.added)} added, {len(changes.changed)} changed, "
        f"{len(changes.removed)} removed"
    )
    return "\n".join(
        (
            f"Reloaded in {changes.seconds:.1f} s. {counts}. {_size(assistant)}.",
            *(f"could not be read: {problem}" for problem in changes.problems),
        )
    )


def _size(assistant: Assistant) -> str:
    from bot.rendering.words import counted

    snapshot = assistant.snapshot
    reports = counted(len(snapshot.reports), "report")
    return f"{reports}, {counted(len(snapshot.passages), 'passage')}"
