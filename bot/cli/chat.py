"""`rapporteur chat`: a conversation in the terminal, or a question a line from a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bot.cli.ask import print_answer
from bot.cli.console import CommonOptions, clean, common_options
from bot.errors import BotError

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.model import Report
    from bot.talk import Act

HELP: Final = """\
Ask in your own words: who chaired, which countries took part, when, where, how many, what was
agreed. A follow-up such as "and who opened it?" is about the same event.
/ask              events to choose from, to ask about
/reports [WORDS]  the reports, or those that have these words in title, date or address
/report N [text]  what report N says at a glance, or the whole of it; a name does for N
/reload           read the folder again
/quit             leave, as do exit, quit and Ctrl-D"""
LEAVE: Final = {"/quit", "/exit", "quit", "exit"}
REPORT_USAGE: Final = (
    "/report N shows what report N says at a glance, /report N text the whole of it. A title, a"
    " place or a name does for N."
)
LONGEST_NAME: Final = 60  # characters of what is repeated
LONGEST_HISTORY: Final = 1000  # lines


@click.command()
@common_options
def chat(options: CommonOptions) -> None:
    """Ask and follow up, in the terminal or a question a line."""
    from bot.talk import Conversation

    config = options.load()
    person = sys.stdin.isatty() and sys.stdout.isatty()
    if person:  # who otherwise sees nothing while the libraries load
        click.echo(f"Reading the reports in {config.corpus.path} …")
    assistant = options.open()
    conversation = Conversation(assistant, config.chat.focus_minutes)
    reports = ReportList(assistant)
    if person:
        click.echo(f"{_size(assistant)}. Ask about them; /help says how, Ctrl-D leaves.")
    for line in _typed() if person else _piped():
        if line.casefold() in LEAVE:
            return
        command, _, words = line.partition(" ")
        if line.startswith("/") and command != "/ask":
            click.echo(_obey(line, reports))
        elif line:
            asked = words.strip() if command == "/ask" else line
            act = conversation.say(asked) if asked else conversation.offer()
            if act.kind == "leave":
                return
            _print(act, reports, config.answer.contact)
        click.echo()


def _print(act: Act, reports: ReportList, contact: str | None) -> None:
    from bot.rendering.terminal import act_lines

    if act.kind == "help":
        click.echo(HELP)
    elif act.kind == "answer" and act.answer:
        print_answer(act.answer, contact)
    elif act.kind == "card":
        click.echo(reports.card(act.reports[0]))
    else:
        click.echo(act_lines(act, reports.number_of))


def _typed() -> Iterator[str]:
    with _line_history():
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


def _obey(line: str, reports: ReportList) -> str:
    command, _, words = line.partition(" ")
    match command:
        case "/help" | "/start":
            return HELP
        case "/reports":
            return reports.listed(words)
        case "/report":
            return reports.shown(words)
        case "/reload":
            return _reloaded(reports.assistant)
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
    from bot.rendering import counted

    snapshot = assistant.snapshot
    reports = counted(len(snapshot.reports), "report")
    return f"{reports}, {counted(len(snapshot.passages), 'passage')}"


@dataclass(frozen=True, slots=True)
class ReportList:
    """Reports by number. A report keeps its number, whatever a reload adds or removes."""

    assistant: Assistant
    _numbers: dict[str, int] = field(default_factory=dict)

    def listed(self, words: str) -> str:
        """Return the reports that have all these words in title, date or address, a line each."""
        from bot.rendering import harmless

        lines = self._lines()
        wanted = words.casefold().split()
        found = [line for line in lines if all(word in line.casefold() for word in wanted)]
        return harmless("\n".join(found) or f"No report contains {words}.")

    def shown(self, argument: str) -> str:
        """Return what the report of this number or with these words says, or why none is shown.

        Of several reports with these words, it is their list.
        """
        from bot.rendering import harmless, readable

        words = argument.strip()
        whole = words.endswith(" text")
        words = words.removesuffix(" text").strip()
        if not words or words == "text":
            return REPORT_USAGE
        if words.isascii() and words.isdigit():
            numbered = self._numbered().get(int(words[:9]))
            found = [] if numbered is None else [numbered]
        else:
            found = self._with(words)
        if not found:
            return harmless(f"There is no report {words[:LONGEST_NAME]}; /reports lists them.")
        if len(found) > 1:
            return harmless("\n".join(self._lines(found)))
        return self._headed(found[0], (readable(found[0]),)) if whole else self.card(found[0])

    def _with(self, words: str) -> list[Report]:
        """Return the reports of the events that the words name, else those of which they are."""
        from bot.text.tokens import terms

        wanted = set(terms(words))
        named = self.assistant.named(words)
        return list(named) or [
            report
            for report in self.assistant.snapshot.reports
            if wanted and wanted <= set(terms(report.title))
        ]

    def number_of(self, report: Report) -> int:
        """Return the number of a report."""
        self._numbered()
        return self._numbers[report.path]

    def _lines(self, among: Iterable[Report] | None = None) -> list[str]:
        """Return a line for each of these reports, or of all, newest first."""
        from bot.rendering import source

        paths = None if among is None else {report.path for report in among}
        return [
            f"{n}. {' · '.join(source(report))}"
            for n, report in self._numbered().items()
            if paths is None or report.path in paths
        ]

    def card(self, report: Report) -> str:
        """Return what the report says at a glance."""
        return self._headed(report, self._card(report))

    def _numbered(self) -> dict[int, Report]:
        """Return all reports by their numbers, newest first, those without a date last."""
        for report in self.assistant.snapshot.reports:
            self._numbers.setdefault(report.path, len(self._numbers) + 1)
        found = {self._numbers[r.path]: r for r in self.assistant.snapshot.reports}
        by_number = sorted(found.items())
        return dict(sorted(by_number, key=lambda pair: pair[1].date or "", reverse=True))

    def _headed(self, report: Report, lines: Iterable[str]) -> str:
        from bot.rendering import harmless, source

        return harmless("\n".join((" · ".join(source(report)), "", *lines)).rstrip())

    def _card(self, report: Report) -> Iterator[str]:
        from bot.answering.sheets import SUMMARY
        from bot.rendering import LABELS, headline

        empty = True
        for slot in SUMMARY:
            if found := self.assistant.stated(report.path, slot, report.title):
                empty = False
                yield f"{LABELS.get(slot, slot).capitalize()}: {headline(found)}"
        if empty:
            yield "Nothing was found in it that a card shows; /report N text shows all of it."


@contextmanager
def _line_history() -> Iterator[None]:
    """Edit lines with earlier ones behind the arrow keys, kept where there is a place for them."""
    try:
        import readline
    except ImportError:  # Python was built without it
        yield
        return
    with suppress(OSError, RuntimeError):
        readline.read_history_file(_history_file())
    try:
        yield
    finally:
        with suppress(OSError, RuntimeError):
            file = _history_file()
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.touch(mode=0o600)
            readline.set_history_length(LONGEST_HISTORY)
            readline.write_history_file(file)


def _history_file() -> Path:
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local/state") / "rapporteur/history"
