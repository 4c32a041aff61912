"""Questions that the bot asks itself: about one report, for cards, choices and examples."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from bot.model import Answer, Found, Turn
from bot.telegram_app.asking import NOBODY, Asker, OverdueError

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.model import Report

log = logging.getLogger(__name__)

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
MOST_CARDS: Final = 200  # of which the answers are kept
PATIENCE: Final = 5.0  # seconds
SURE: Final = 0.5  # confidence of what is told unasked


@dataclass(frozen=True, slots=True)
class Part:
    """What a report says about itself."""

    name: str
    question: str
    found: Found


async def ask_about(
    asker: Asker, person: int, report: Report, question: str, *, idle: bool = False
) -> Found | None:
    """What this report answers to the question; None where it is silent. Raises OverdueError."""
    for way in _ways(asker.assistant, report, question):
        if found := _from(report, await asker.within(person, way, idle=idle)):
            return found
    return None


async def part_of(
    asker: Asker, person: int, report: Report, name: str, *, idle: bool = False
) -> Part | None:
    """One of the PARTS of the report's card, where the surest answer is sure enough.

    Raises OverdueError.
    """
    question = PARTS[name].format(title=named(report))
    ways = _ways(asker.assistant, report, question)
    answers = [_from(report, await asker.within(person, way, idle=idle)) for way in ways]
    surest = max(filter(None, answers), key=_confidence, default=None)
    return Part(name, question, surest) if surest and surest.confidence >= SURE else None


def _ways(
    assistant: Assistant, report: Report, question: str
) -> Iterator[Callable[[], Answer | None]]:
    """How one report can be asked: among all of them, and alone."""
    for turn in (Turn(report.title, report.path), None):
        yield partial(assistant.ask, question, turn)

    def alone() -> Answer | None:
        answers = assistant.alone(report.path)
        return answers(question) if answers else None

    yield alone


def _from(report: Report, answer: Answer | None) -> Found | None:
    """The answer, where it is from this report."""
    if isinstance(answer, Found) and answer.quotes[0].passage.report.path == report.path:
        return answer
    return None


def _confidence(found: Found) -> float:
    return found.confidence


class Cards:
    """What reports say at a glance: asked once for each content that a report has."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._cards: OrderedDict[Report, asyncio.Task[tuple[Part, ...]]] = OrderedDict()

    async def of(self, person: int, report: Report) -> tuple[Part, ...]:
        """All parts that the report states, asked one by one while nobody else asks."""
        if report not in self._cards:
            self._cards[report] = asyncio.create_task(self._asked(person, report))
            while len(self._cards) > MOST_CARDS:
                self._cards.popitem(last=False)
        self._cards.move_to_end(report)
        return await asyncio.shield(self._cards[report])

    async def _asked(self, person: int, report: Report) -> tuple[Part, ...]:
        """The parts; what took too long is left out, and asked again the next time."""
        parts, whole = [], False
        try:
            for name in PARTS:
                with contextlib.suppress(OverdueError):
                    parts.append(await part_of(self._asker, person, report, name, idle=True))
            whole = len(parts) == len(PARTS)
        finally:
            if not whole:
                self._cards.pop(report, None)
        return tuple(filter(None, parts))


class Examples:
    """Questions that the reports answer, looked for at the start and after each reload."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._reports: tuple[Report, ...] = ()
        self._finding: asyncio.Task[tuple[Part, ...]] | None = None

    async def find(self) -> None:
        """Look for them, so that nobody has to wait; that makes the first answer quick, too."""
        await self._found()

    async def current(self) -> tuple[Part, ...]:
        """Three of them at most, of different kinds, from different reports.

        Nothing where finding them takes longer than anybody would wait.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._found()
        except TimeoutError:
            return ()

    async def _found(self) -> tuple[Part, ...]:
        reports = self._asker.assistant.snapshot.reports
        if self._finding is None or reports is not self._reports:
            self._reports = reports
            self._finding = asyncio.create_task(_examples(self._asker, reports))
        return await asyncio.shield(self._finding)


async def _examples(asker: Asker, reports: tuple[Report, ...]) -> tuple[Part, ...]:
    named = [report for report in reports if NAME.fullmatch(_head(report))]
    newest = sorted(named, key=lambda report: report.date or "", reverse=True)[:12]
    kinds, found = list(EXAMPLES), list[Part]()
    for report in newest:
        for name in kinds if len(found) < MOST_EXAMPLES else ():
            if part := await _example(asker, report, name):
                kinds.remove(name)
                found.append(part)
                break
    return tuple(found)


async def _example(asker: Asker, report: Report, name: str) -> Part | None:
    try:
        return await part_of(asker, NOBODY, report, name, idle=True)
    except OverdueError:
        return None
    except Exception as error:  # noqa: BLE001  nobody asked, so that nobody has to be told
        log.error("No example from a report: %s", type(error).__name__)
        return None


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
