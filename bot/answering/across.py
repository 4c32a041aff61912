"""Questions over several reports: which events, how many, the latest, the first, the next.

The events are those whose sheets have what is asked for; where none has, those whose reports name
it. Newest first, with a quote each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from bot.answering.conditions import Wanted
from bot.answering.events_named import keys_of
from bot.answering.sheets import stated
from bot.event import first_day
from bot.model import Found, Quote, Span
from bot.text.countries import countries_in
from bot.text.tokens import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.event import Event, Value
    from bot.model import Scored
    from bot.retrieval import Library

MOST: Final = 12  # events that are listed
TOLD: Final = 0.35  # probability of a value that an event may be found by
SURE: Final = 0.7  # confidence of a list of events
DIGITS: Final = re.compile(r"\d+")
YEAR: Final = re.compile(r"(?:19|20)\d\d")
A_YEAR: Final = 366  # days after which a next event without a year is past
# Who attended may be named by any part that they took.
ATTENDING: Final = ("participants", "chair", "opener", "speakers", "panellists", "organiser")


@dataclass(frozen=True, slots=True)
class Fitting:
    """An event that fits: its report, its first day, and the value that shows it, if one does."""

    report: int
    day: str
    value: Value | None = None


def over_events(
    question: str,
    library: Library,
    asking: frozenset[str],
    kind: str,
    passages: tuple[Scored, ...],
    today: str,
) -> Found | None:
    """Return the events that fit a question over several; None where none does.

    Args:
        question: as typed.
        library: the reports and their sheets.
        asking: the terms that questions ask with.
        kind: which, count, latest, first, next or most.
        passages: the best of the question's hits.
        today: ISO 8601, what "next" is relative to.
    """
    found = _fitting(Wanted.of(question, asking), library)
    found.sort(key=lambda f: (f.day, -f.report), reverse=True)
    if kind == "latest":
        found = [f for f in found if f.day <= today][:1]
    elif kind == "first":
        found = [f for f in found if f.day][-1:]
    elif kind == "most":
        found = _most(library, found)
    elif kind == "next":
        found = _next(library, found, today)
    if not found:
        return None
    quotes = tuple(_quote(library, f, by_name=kind != "next") for f in found[:MOST])
    items = tuple(dict.fromkeys(map(_highlighted, quotes)))
    only = library.readings[found[0].report].report if len(found) == 1 else None
    return Found(
        question, ", ".join(items), quotes, SURE, items if len(items) > 1 else (),
        count=len(found) if kind == "count" or len(found) > MOST else None, passages=passages,
        over=sum(event.read for event in library.events), kind="events", event=only,
    )  # fmt: skip


def _fitting(wanted: Wanted, library: Library) -> list[Fitting]:
    """Return the events whose sheets meet all conditions; else those whose reports do.

    A condition of which no report has a word can't be met, nor one by a length or a number. Words
    of the question that are neither conditions nor generic have to be in the report somewhere.
    """
    heard = frozenset(word for word in wanted.names if library.spread_of(word))
    said = frozenset(word for word in wanted.said if library.spread_of(word))
    if wanted.measured:
        return []
    if len(heard) < len(wanted.names) and not heard and not wanted.countries:
        return []
    if len(said) < len(wanted.said) and not heard and not wanted.countries:
        return []
    wanted = replace(wanted, names=heard)
    timely = []
    for number, event in enumerate(library.events):
        day = event.starts or library.readings[number].report.date or ""
        if event.slots and wanted.in_time(day) and said <= library.held[number]:
            timely.append(Fitting(number, day))
    by_sheet = [found for fitting in timely if (found := _by_sheet(wanted, library, fitting))]
    if by_sheet or wanted.slot or wanted.countries:
        return _of_kind(wanted, library, by_sheet)
    return [f for f in timely if wanted.names <= library.held[f.report]]


def _of_kind(wanted: Wanted, library: Library, found: list[Fitting]) -> list[Fitting]:
    """Return the workshops, where workshops are asked for and some of the events are called so."""
    keys = {f.report: keys_of(library.readings[f.report], library.events[f.report]) for f in found}
    named = [f for f in found if wanted.nouns <= keys[f.report]]
    return named or found


def _by_sheet(wanted: Wanted, library: Library, fitting: Fitting) -> Fitting | None:
    reading, event = library.readings[fitting.report], library.events[fitting.report]
    if not wanted.countries and not wanted.names:
        return fitting
    keys = keys_of(reading, event)
    if wanted.slot is not None:
        shown: Value | None = None
        missing = set(wanted.countries)
        for value in _values(event, wanted.slot):
            words = reading.report.body[value.start : value.end]
            own = set(terms(words))
            codes = {c.code for c in countries_in(words)}
            known = codes & wanted.countries if wanted.countries else own & wanted.names
            if known and wanted.names <= own | keys:
                shown = shown or value
                missing -= codes
        return Fitting(fitting.report, fitting.day, shown) if shown and not missing else None
    body = reading.report.body
    places = [body[v.start : v.end] for v in event.values("where", TOLD)]
    here = {c.code for text in (reading.report.title, *places) for c in countries_in(text)}
    in_names = 2 * len(wanted.names & keys) >= len(wanted.names)
    named = in_names and wanted.names <= keys | library.held[fitting.report]
    return fitting if named and wanted.countries <= here else None


def _values(event: Event, slot: str) -> Iterator[Value]:
    for name in ATTENDING if slot == "participants" else (slot,):
        yield from event.values(name, TOLD)


def _most(library: Library, found: list[Fitting]) -> list[Fitting]:
    """Return the event with the highest stated number of people."""
    counted: list[tuple[int, Fitting]] = []
    for fitting in found:
        reading, event = library.readings[fitting.report], library.events[fitting.report]
        number = stated(reading, event, "count")
        if number is None or number.probability < TOLD:
            continue
        value = number.values[0]
        digits = DIGITS.findall(reading.report.body[value.start : value.end].replace(",", ""))
        if digits:
            counted.append((int(digits[0]), Fitting(fitting.report, fitting.day, value)))
    return [max(counted, key=lambda pair: pair[0])[1]] if counted else []


def _next(library: Library, found: list[Fitting], today: str) -> list[Fitting]:
    """Return the next event after today: one that a report announces, or that one tells of."""
    coming = [f for f in found if f.day > today]
    if coming:
        first = min(coming, key=lambda f: f.day)
        return [replace(first, value=library.events[first.report].best("when"))]
    for fitting in found:
        reading, event = library.readings[fitting.report], library.events[fitting.report]
        when, where = event.best("next_when"), event.best("next_where")
        value = when or where
        if value is None or value.probability < TOLD:
            continue
        said = reading.report.body[when.start : when.end] if when else ""
        day = first_day(said, reading.report) if YEAR.search(said) else None
        recent = _days_between(fitting.day, today) < A_YEAR
        if day > today[: len(day)] if day else recent:
            return [replace(fitting, value=value)]
    return []


def _days_between(day: str, today: str) -> int:
    """Return the days from one date to another, each ISO 8601 or part of it; many where unknown."""
    try:
        first = date.fromisoformat(
            f"{day}-01-01"[:10] if len(day) == len("2020") else f"{day}-01"[:10]
        )
    except ValueError:
        return 10 * A_YEAR
    return (date.fromisoformat(today) - first).days


def _quote(library: Library, fitting: Fitting, *, by_name: bool) -> Quote:
    """Return the passage with the event's name, else with what shows that it fits."""
    reading, event = library.readings[fitting.report], library.events[fitting.report]
    name = event.best("name") if by_name else None
    value = name or fitting.value or event.best("where") or event.best("when")
    if value is None:
        passage = reading.passages[0]
        return Quote(passage, (Span(0, passage.end - passage.start),))
    passage = reading.passages[value.passage]
    return Quote(passage, (Span(value.start - passage.start, value.end - passage.start),))


def _highlighted(quote: Quote) -> str:
    span = quote.highlights[0]
    return " ".join(quote.passage.text[span.start : span.end].split())
