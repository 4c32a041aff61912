"""Questions that the bot asks itself: about one report, for cards, choices and examples."""

from __future__ import annotations

import asyncio
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
LONGEST_TITLE: Final = 90
MOST_EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Part:
    """What a report says about itself."""

    name: str
    question: str
    found: Found


def ask_about(assistant: Assistant, report: Report, question: str) -> Found | None:
    """What this report answers to the question; None where it is silent."""
    for turn in (Turn(question, report.path), None):
        found = assistant.ask(question, turn)
        if isinstance(found, Found) and found.quotes[0].passage.report.path == report.path:
            return found
    return None


def part_of(assistant: Assistant, report: Report, name: str) -> Part | None:
    """One of the PARTS of the report's card."""
    question = PARTS[name].format(title=_named(report))
    found = ask_about(assistant, report, question)
    return Part(name, question, found) if found else None


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
    short = [report for report in reports if len(report.title) <= LONGEST_TITLE]
    newest = sorted(short, key=lambda report: report.date or "", reverse=True)[:12]
    kinds = list(EXAMPLES)
    for report in newest:
        for name in kinds:
            if part := part_of(assistant, report, name):
                kinds.remove(name)
                yield part
                break


def _named(report: Report) -> str:
    title = report.title.rstrip(" .?!")
    return f"the {title[:1].lower()}{title[1:]}" if _common(title) else title


def _common(title: str) -> bool:
    """Whether the title begins like a common noun: its second word is in lower case."""
    words = title.split()
    return len(words) > 1 and words[1][:1].islower()
