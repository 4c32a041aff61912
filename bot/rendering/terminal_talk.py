"""What is done about a line in the terminal, as lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.model import Found
from bot.rendering.terminal import cited
from bot.rendering.words import counted, harmless, source
from bot.talk import further

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.model import Answer
    from bot.talk import Act

LINES: Final = {
    "thanks": "You are welcome. Ask about the events in the reports whenever you like.",
    "greeting": "Hello. Ask about the events in the reports, in your own words.",
    "noted": "All right. Ask about the events in the reports whenever you like.",
    "leave": "Until next time. Ask about the events in the reports, or leave with /quit.",
    "nothing_before": "There is no answer before that this could be about.",
    "reports_none": "No report fits that; /reports lists them.",
}
WHICH: Final = "Which event do you mean? Answer with its number, or with more for others."
ASK_USAGE: Final = (
    "Write the question after the command, /ask Who chaired the planning session?, or without it. "
    "Or choose an event by its number; more lists others."
)
NO_MORE: Final = "There are no further passages to that question."


def act_lines(act: Act) -> str:
    """The lines for anything but an answer, help or leaving."""
    return harmless("\n".join(_lines(act)))


def _lines(act: Act) -> Iterator[str]:
    match act.kind:
        case "line":
            yield LINES[act.line]
        case "which":
            yield ASK_USAGE if act.line == "ask_usage" else WHICH
            yield from _numbered(act)
        case "count" | "list":
            yield f"{counted(len(act.reports), 'report')}:"
            yield from _numbered(act)
        case "more":
            passages = further(act.answer) if act.answer else ()
            for passage in passages:
                yield from cited(passage)
            if not passages:
                yield NO_MORE
        case "whole":
            yield act.reports[0].body.replace("\f", "\n")
        case _:
            if act.kind == "sure" and act.answer:
                yield _how_sure(act.answer)
            yield " · ".join((*source(act.reports[0]), act.reports[0].path))


def _how_sure(answer: Answer) -> str:
    asked = " ".join(answer.question.split())
    if not isinstance(answer, Found):
        return f"To “{asked}”: no passage says it for certain, so there is no answer."
    return (
        f"To “{asked}”: what is quoted is word for word from the report, and it is taken to be "
        f"{answer.confidence:.0%} likely that it answers this."
    )


def _numbered(act: Act) -> Iterator[str]:
    for number, report in enumerate(act.reports, 1):
        yield f"  {number}. {' · '.join(source(report))}"
