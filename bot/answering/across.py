"""Questions over several reports: which meetings, how many, the latest, who over the years.

The events are those whose reports hold every name, place and date asked for; newest first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.event_names import event_name
from bot.answering.quoting import quote_for
from bot.answering.verdicts import denied_beside_name
from bot.model import Found, Quote, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.candidates import Candidate
    from bot.model import Scored
    from bot.question import Question
    from bot.reading import ReportReading
    from bot.retrieval import Library

_EVENTS = (
    r"(?:meetings|events|workshops|trainings|conferences|sessions|courses|forums|fora|summits|"
    r"seminars|exercises|symposia|symposiums|gatherings|consultations|round ?tables)"
)
_EVENT = _EVENTS.replace("s|", "|").replace("s)", ")")
WHICH = re.compile(
    rf"\b(?:which|what|wich|list(?: the)?|all)\s+(?:[\w'’-]+\s+){{0,2}}{_EVENTS}\b", re.IGNORECASE
)
HOW_MANY = re.compile(
    rf"\bhow many\s+(?:of the\s+)?(?:[\w'’-]+\s+){{0,2}}{_EVENTS}\b", re.IGNORECASE
)
LATEST = re.compile(
    rf"\b(?:latest|last|newest|most recent)\s+(?:[\w'’-]+\s+){{0,2}}{_EVENT}s?\b", re.IGNORECASE
)
SEVERAL = re.compile(
    rf"\b(?:all|each|every|the (?:two|three|four|five|several))\s+(?:[\w'’-]+\s+){{0,3}}{_EVENTS}\b"
    rf"|{_EVENTS}\b.*\b(?:over the years|so far|until now|each year)\b",
    re.IGNORECASE,
)
CONFIDENCE = 0.6  # of a list of events; too few such questions to calibrate it on
MOST_EVENTS = 12
OPENING = 3  # passages that tell where an event was
GENERAL = frozenset(  # words of such questions that no report need hold
    "meet event report cover tell involv gather talk latest newest recent last hold list".split()
)


ATTENDING = frozenset({"attend", "represent"})
TAKING_PART = frozenset(  # what a passage says of a country that took part
    "attend represent chair deputy host open close speak observe say agree panel moderate".split()
)


@dataclass(frozen=True, slots=True)
class Event:
    """A report's event: its name as a passage has it, and the passages that show it fits."""

    reading: ReportReading
    quotes: tuple[Quote, ...]
    name: str


def events_asked(question: Question) -> str | None:
    """Return "which", "count" or "latest" where the question is about events, else None."""
    text = question.tagged.text
    if question.focus and question.follows:
        return None
    if HOW_MANY.search(text):
        return "count"
    if WHICH.search(text) and question.kind in {"thing", "what", "body"}:
        return "which"
    if LATEST.search(text) and question.kind in {"thing", "what"}:
        return "latest"
    return None


def over_events(
    question: Question, library: Library, asked: str, passages: tuple[Scored, ...]
) -> Found | None:
    """Return the events that fit, newest first, with a quote each; None where none does."""
    events = sorted(_events(question, library), key=lambda e: newest(e.reading), reverse=True)
    if asked == "latest":
        events = events[:1]
    if not events:
        return None
    shown = events[:MOST_EVENTS]
    items = tuple(e.name for e in shown)
    return Found(
        question.text, ", ".join(items), tuple(q for e in shown for q in e.quotes), CONFIDENCE,
        items if len(items) > 1 else (), count=len(events) if asked == "count" else None,
        passages=passages, over=len(library.readings),
    )  # fmt: skip


def _events(question: Question, library: Library) -> list[Event]:
    wanted = set(question.terms) - GENERAL - question.predicate
    wanted -= {str(y) for y in question.years}
    found = []
    for number, countries in enumerate(library.countries):
        if not (codes := question.countries <= countries):
            continue
        held = library.held[number] | {c.lower() for c in countries}
        if any(t not in held and not _country_term(t, question, codes) for t in wanted):
            continue
        reading = library.readings[number]  # last, since it may have to be unpacked
        if not _in_time(question, reading):
            continue
        event = _event(question, reading)
        if event is not None:
            found.append(event)
    return found


def _country_term(term: str, question: Question, codes: bool) -> bool:
    return codes and bool(question.countries) and any(term in name for name in question.names)


def _in_time(question: Question, reading: ReportReading) -> bool:
    """Say whether the event, not just its report, falls in the years and months asked for."""
    years: set[int] = set()
    months: set[int] = set()
    for sentence in reading.sentences[:4]:
        for date in sentence.dates:
            years |= date.years
            months |= date.months
    years = years or set(reading.times.years)
    if question.years and not question.years & years:
        return False
    return not question.months or bool(question.months & months)


def _event(question: Question, reading: ReportReading) -> Event | None:
    """Return the event with the passage that names it and, if another, the one that fits."""
    names = {t for name in question.names for t in name}
    fitting: list[int] = []
    if question.countries or names - set(reading.title):
        taking_part = question.classes & (TAKING_PART | {"teach", "sign", "fund", "support"})
        reach = len(reading.sentences) if taking_part else min(OPENING, len(reading.sentences))
        fitting = [
            n
            for n in range(reach)
            if _mentions(question, reading, n, names) and not _denies(question, reading, n)
        ]
        if not fitting:
            return None
    named = event_name(reading, fitting)
    if named is None:
        return None
    shown = Quote(reading.passages[named.passage], (Span(named.start, named.end),))
    others = [n for n in fitting[:1] if named.passage not in fitting]
    quotes = (shown, *(Quote(reading.passages[n]) for n in others))
    return Event(reading, quotes, shown.passage.text[named.start : named.end])


def _mentions(question: Question, reading: ReportReading, number: int, names: set[str]) -> bool:
    sentence = reading.sentences[number]
    codes = {m.value for m in sentence.mentions if m.kind in {"country", "nation"}}
    if question.countries:
        classes = frozenset().union(*sentence.classes.values())
        takes_part = not question.classes & ATTENDING or bool(classes & TAKING_PART)
        return question.countries <= codes and takes_part
    return names <= set(sentence.tagged.terms) | set(reading.title)


def _denies(question: Question, reading: ReportReading, number: int) -> bool:
    return denied_beside_name(question, reading.sentences[number])


def newest(reading: ReportReading) -> tuple[int, str]:
    """Return a key that orders events by when they took place, as far as the report says."""
    date = reading.report.date or ""
    limit = int(date[:4]) if date[:4].isdigit() else 9999
    stated = [y for s in reading.sentences[:4] for d in s.dates for y in d.years if y <= limit]
    return (max(stated, default=limit if limit < 9999 else 0), date)


def over_series(
    question: Question, candidates: Sequence[Candidate], library: Library, best: Candidate
) -> Found | None:
    """Return each event's own answer to a question about several ("who opened all the forums")."""
    if SEVERAL.search(question.tagged.text) is None or question.kind == "yes_no":
        return None
    first: dict[int, Candidate] = {}
    for candidate in candidates:
        strong = bool(candidate.anchors) or question.kind in {"when", "where"}
        if strong and candidate.filler.kind == best.filler.kind:
            first.setdefault(candidate.hit.report, candidate)
    held = set(question.terms) & library.held[best.hit.report]
    same = [c for r, c in first.items() if held <= library.held[r]]
    if len(same) < 2:
        return None
    same.sort(key=lambda c: newest(c.reading), reverse=True)
    items = tuple(dict.fromkeys(c.text for c in same))
    quotes = tuple(quote_for(library, c) for c in same)
    return Found(
        question.text, ", ".join(items), quotes, CONFIDENCE, items, over=len(library.readings)
    )
