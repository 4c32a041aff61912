"""Questions that the bot asks itself: about one report, for cards, choices and examples."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from bot.model import Found, Turn

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.model import Report

PARTS: Final = {
    "when": "When did {title} take place?",
    "where": "Where did {title} take place?",
    "chairs": "Who chaired {title}?",
    "participants": "Who took part in {title}?",
    "outcomes": "What was agreed at {title}?",
}
EXAMPLES: Final = ("chairs", "where", "participants", "when")
NAME: Final = re.compile(  # a title that names an event, and is no headline
    r"(?![Tt]he )(?:[\w'’-]+ ){0,6}(?i:session|meeting|forum|course|symposium|workshop|seminar|"
    r"conference|training|exercise|summit|dialogue|consultation|assembly|retreat|launch|mission)"
    r"(?: (?:on|about|for)(?: [\w'’-]+){1,3}"
    r"|(?: (?:of|for|in|at|with|and|the|a|an))+(?: [A-Z][\w'’-]*)"
    r"(?: (?:of|the|and|[A-Z][\w'’-]*))*)?"
)
ABOUT: Final = re.compile(r" (?:on|about|to) |: | [–—-] ")
MOST_EXAMPLES: Final = 3
SURE: Final = 0.5  # confidence of what is told unasked


@dataclass(frozen=True, slots=True)
class Part:
    """What a report says about itself."""

    name: str
    question: str
    found: Found


def ask_about(assistant: Assistant, report: Report, question: str) -> Found | None:
    """What this report answers to the question; None where it is silent."""
    return next(_answers(assistant, report, question), None)


def part_of(assistant: Assistant, report: Report, name: str) -> Part | None:
    """One of the PARTS of the report's card, where the surest answer is sure enough."""
    question = PARTS[name].format(title=named(report))
    found = max(_answers(assistant, report, question), key=_confidence, default=None)
    return Part(name, question, found) if found and found.confidence >= SURE else None


def _answers(assistant: Assistant, report: Report, question: str) -> Iterator[Found]:
    """What is found for the report among all, and from this report alone."""
    for turn in (Turn(report.title, report.path), None):
        found = assistant.ask(question, turn)
        if isinstance(found, Found) and found.quotes[0].passage.report.path == report.path:
            yield found
    alone = assistant.alone(report.path)
    if alone and isinstance(found := alone(question), Found):
        yield found


def _confidence(found: Found) -> float:
    return found.confidence


def card(assistant: Assistant, report: Report) -> tuple[Part, ...]:
    """All parts that the report states."""
    return tuple(part for name in PARTS if (part := part_of(assistant, report, name)))


class Examples:
    """Questions that the reports answer, found when first wanted after a reload."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._reports: tuple[Report, ...] = ()
        self._found: tuple[Part, ...] = ()

    async def current(self) -> tuple[Part, ...]:
        """Three of them at most, of different kinds, from different reports."""
        reports = self._assistant.snapshot.reports
        if reports is not self._reports:
            self._found = await asyncio.to_thread(_first_examples, self._assistant, reports)
            self._reports = reports
        return self._found


def _first_examples(assistant: Assistant, reports: tuple[Report, ...]) -> tuple[Part, ...]:
    return tuple(islice(_examples(assistant, reports), MOST_EXAMPLES))


def _examples(assistant: Assistant, reports: tuple[Report, ...]) -> Iterator[Part]:
    named = [report for report in reports if NAME.fullmatch(_head(report))]
    newest = sorted(named, key=lambda report: report.date or "", reverse=True)[:12]
    kinds = list(EXAMPLES)
    for report in newest:
        for name in kinds:
            if part := part_of(assistant, report, name):
                kinds.remove(name)
                yield part
                break


def named(report: Report) -> str:
    """The event as a question names it: "the joint planning session"."""
    name = _head(report)
    if not NAME.fullmatch(name):
        return "the event"
    words = name.split()
    common = len(words) > 1 and words[1][:1].islower()
    return f"the {name[:1].lower()}{name[1:]}" if common else f"the {name}"


def _head(report: Report) -> str:
    """The title without what the event was about, where that leaves a name."""
    title = report.title.strip(" .?!")
    head = ABOUT.split(title)[0]
    return head if " " in head and NAME.fullmatch(head) else title
