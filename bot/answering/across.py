"""Questions over several reports: which events, how many, the latest, the first, the next.

The events are those whose sheets have what is asked for; where none has, those whose reports name
it. All are looked up in the library's table; only what is shown is unpacked.

An event is called by words of its own report: the sheet has the values that the tagger took for
names. What a title says in other words than the text can't be quoted, so what the text has in
common with it is the other candidate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.answering.conditions import Wanted
from bot.answering.events_named import NOUNS, spelling
from bot.event import SlotValue, first_day
from bot.model import Found, Quote, Span
from bot.text.ranges import whole_words
from bot.text.tokens import content_term, terms, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.event import Event
    from bot.model import Passage, Scored
    from bot.reading import Reading
    from bot.retrieval import Library
    from bot.retrieval.table import EventRow

MOST: Final = 12  # events that are listed
TOLD: Final = 0.35  # probability of a value that an event may be found by
SURE: Final = 0.7  # confidence of a list of events
YEAR: Final = re.compile(r"(?:19|20)\d\d")
PLACED: Final = re.compile(r"(?:in|at|on)\s+(?=\S)", re.IGNORECASE)
LATER: Final = re.compile(r"(?!1th)\d{1,3}th")  # an ordinal, as a term
A_YEAR: Final = 366  # days after which a next event without a year is past
# Who attended may be named by any part that they took; who spoke, by those in which one speaks.
TAKING: Final = {
    "participants": (
        "participants", "chair", "opener", "closer", "moderator", "speakers", "panellists",
        "organiser",
    ),
    "speakers": ("speakers", "panellists", "opener", "closer"),
    "organiser": ("organiser",),
}  # fmt: skip
ANY_PART: Final = ("organiser", "supporter", *TAKING["participants"][:-1])
# By which words of its own a report calls its event.
LIKELY_NAME: Final = 0.35  # probability of a value that may name the event
NAME_PASSAGES: Final = 12  # in which an event is called by its name
TITLE_WORDS: Final = 3  # words of the title that name an event without a word for one
BETTER_WORDS: Final = 2  # words of it, beside that word, that name it better than a whole clause
VERBS: Final = frozenset("meet train gather consult discuss".split())  # by stem
BREAK: Final = re.compile(r"[^\w’'&/-]")


@dataclass(frozen=True, slots=True)
class Fitting:
    """An event that fits: its report, its first day, and what shows it: slot, number of value."""

    report: int
    day: str
    shown: tuple[str, int] | None = None


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
    found = chosen(library, fitting_events(question, library, asking), kind, today)
    if kind == "first" and found and is_later(question, library, asking, found[0]):
        return None
    if not found:
        return None
    library.ready([fitting.report for fitting in found[:MOST]])
    quotes = tuple(_quote(library, f, by_name=kind != "next") for f in found[:MOST])
    items = tuple(dict.fromkeys(map(_highlighted, quotes)))
    only = library.reports[found[0].report] if len(found) == 1 else None
    return Found(
        question, ", ".join(items), quotes, SURE, items if len(items) > 1 else (),
        count=len(found) if kind == "count" or len(found) > MOST else None, passages=passages,
        over=library.table.columns.read, kind="events", event=only,
    )  # fmt: skip


def fitting_events(
    question: str, library: Library, asking: frozenset[str], answers: str | None = None
) -> list[Fitting]:
    """Return the events that meet what a question asks of them, newest first.

    `answers` is the slot that the question asks for, where that is no condition of it.
    """
    wanted = Wanted.of(question, asking, spelling(library))
    if answers is not None:
        wanted = wanted.asking_for(answers)
    found = _fitting(wanted, library)
    return sorted(found, key=lambda f: (f.day, -f.report), reverse=True)


def chosen(library: Library, found: list[Fitting], kind: str, today: str) -> list[Fitting]:
    """Return of the events that fit, newest first, the one of this kind; all for others."""
    if kind == "latest":
        return [f for f in found if f.day <= today][:1]
    if kind == "first":
        return [f for f in found if f.day][-1:]
    if kind == "most":
        return _most(library, found)
    return _next(library, found, today) if kind == "next" else found


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
    timely = list(_timely(wanted, library, said))
    placed = wanted.countries | wanted.region
    if not placed and not wanted.names and not wanted.nouns:
        return timely
    rows = library.table.rows([f.report for f in timely])
    by_sheet = [found for f in timely if (found := _by_sheet(wanted, rows[f.report], f))]
    if by_sheet or wanted.slot or placed:
        return _of_kind(wanted, rows, by_sheet)
    return _of_kind(wanted, rows, timely)


def _timely(wanted: Wanted, library: Library, said: frozenset[str]) -> Iterator[Fitting]:
    """Yield the events in the time asked for whose reports have all the words."""
    columns = library.table.columns
    held = [columns.holding(code) for code in wanted.countries]
    if wanted.region:
        held.append(np.unique(np.concatenate([*map(columns.holding, wanted.region)])))
    if words := said | wanted.names:
        held.append(library.holding(words))
    found = columns.stated
    for some in held:
        found = np.intersect1d(found, some, assume_unique=True)
    for number in found.tolist():
        if wanted.in_time(columns.days[number]):
            yield Fitting(number, columns.days[number])


def _of_kind(wanted: Wanted, rows: dict[int, EventRow], found: list[Fitting]) -> list[Fitting]:
    """Return the workshops, where workshops are asked for and some of the events are called so."""
    return [f for f in found if wanted.nouns <= rows[f.report].keys] or found


def _by_sheet(wanted: Wanted, row: EventRow, fitting: Fitting) -> Fitting | None:
    placed = wanted.countries | wanted.region
    if not placed and not wanted.names:
        return fitting
    if wanted.slot is not None:
        return _by_part(wanted, row, fitting, TAKING.get(wanted.slot, (wanted.slot,)))
    named = 2 * len(wanted.names & (row.keys | row.lead)) >= len(wanted.names)
    inside = not wanted.region or bool(wanted.region & row.here)
    if named and inside and wanted.countries <= row.here:
        return fitting
    if placed:
        return None
    return _by_part(wanted, row, fitting, ANY_PART)


def _by_part(
    wanted: Wanted, row: EventRow, fitting: Fitting, slots: Sequence[str]
) -> Fitting | None:
    """Return the event where those who are asked for take one of these parts in it."""
    shown: tuple[str, int] | None = None
    missing, placed = set(wanted.countries), wanted.countries | wanted.region
    for slot in slots:
        for number, words in row.parts.get(slot, ()):
            known = words & (placed or wanted.names)
            if known and wanted.names <= words | row.keys:
                shown = shown or (slot, number)
                missing -= words
    return replace(fitting, shown=shown) if shown and not missing else None


def is_later(question: str, library: Library, asking: frozenset[str], found: Fitting) -> bool:
    """Say whether the earliest of a series that is reported calls itself the fourth, say.

    Of all events, or of those in a year or a place, the first may be any.
    """
    wanted = Wanted.of(question, asking, spelling(library))
    if wanted.is_timed or wanted.countries or wanted.region:
        return False
    reading, event = library.readings[found.report], library.events[found.report]
    body, name = reading.report.body, name_of(reading, event)
    places = {term for v in event.values("where") for term in terms(body[v.start : v.end])}
    calls = [reading.report.title, *([body[name.start : name.end]] if name else ())]
    own = {term for words in calls for term in terms(words)}
    series = wanted.nouns | (wanted.names - places)
    return bool(series) and series <= own and any(LATER.fullmatch(term) for term in own)


def _most(library: Library, found: list[Fitting]) -> list[Fitting]:
    """Return the event with the highest stated number of people."""
    counts = library.table.columns.counts
    counted = [fitting for fitting in found if fitting.report in counts]
    if not counted:
        return []
    most = max(counted, key=lambda fitting: counts[fitting.report][0])
    return [replace(most, shown=("count", counts[most.report][1]))]


def _next(library: Library, found: list[Fitting], today: str) -> list[Fitting]:
    """Return the next event after today: one that a report announces, or that one tells of."""
    coming = [f for f in found if f.day > today]
    if coming:
        return [replace(min(coming, key=lambda f: f.day), shown=("when", -1))]
    opened = library.opened([fitting.report for fitting in found])
    for fitting, (_, reading, event) in zip(found, opened, strict=True):
        when, where = event.best("next_when"), event.best("next_where")
        value = when or where
        if value is None or value.probability < TOLD:
            continue
        said = reading.report.body[when.start : when.end] if when else ""
        day = first_day(said, reading.report) if YEAR.search(said) else None
        recent = _days_between(fitting.day, today) < A_YEAR
        if day > today[: len(day)] if day else recent:
            return [replace(fitting, shown=("next_when" if when else "next_where", -1))]
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
    name = name_of(reading, event) if by_name else None
    shown = _shown(library, fitting)
    value = name or (event.best("where") or event.best("when") if by_name else None) or shown
    if value is None:
        passage = reading.passages[0]
        return Quote(passage, (Span(0, passage.end - passage.start),))
    passage = reading.passages[value.passage]
    placed = PLACED.match(reading.report.body, value.start, value.end)
    start = placed.end() if placed and not name else value.start
    return Quote(passage, (Span(start - passage.start, value.end - passage.start),))


def _shown(library: Library, fitting: Fitting) -> SlotValue | None:
    """Return the value that shows that the event fits; of number -1, the likeliest."""
    if fitting.shown is None:
        return None
    slot, number = fitting.shown
    event = library.events[fitting.report]
    return event.best(slot) if number < 0 else event.slots[slot][number]


def _highlighted(quote: Quote) -> str:
    span = quote.highlights[0]
    return " ".join(quote.passage.text[span.start : span.end].split())


@dataclass(frozen=True, slots=True)
class _WordRun:
    """Words of a passage, all of the title, or for an event, or stop words, or with capitals."""

    passage: int
    start: int
    end: int
    shared: int  # words of the title, each once
    noun: bool  # one of them is a word for an event

    @property
    def names(self) -> bool:
        return self.shared >= 1 if self.noun else self.shared >= TITLE_WORDS

    @property
    def weight(self) -> tuple[bool, int, int]:
        return self.noun, self.shared, -self.passage


def name_of(reading: Reading, event: Event) -> SlotValue | None:
    """Return the place of the event's name in its report; None where nothing names it.

    That is the likeliest value with a word for an event ("forum"). Where none has one, or it is a
    clause rather than a name, it is the longest run of words that the text shares with the title.
    """
    body = reading.report.body
    values = event.values("name", LIKELY_NAME)
    with_noun = [v for v in values if NOUNS & set(terms(body[v.start : v.end]))]
    best = max(with_noun or values, key=lambda v: (v.probability, v.end - v.start), default=None)
    best = _whole(body, best) if best else None
    if best and with_noun and _is_name(body[best.start : best.end]):
        return best
    runs = [r for r in _runs(reading) if r.names and (r.noun or _is_name(body[r.start : r.end]))]
    run = max(runs, key=lambda r: r.weight, default=None)
    if run is None or (best and with_noun and run.shared < BETTER_WORDS):
        return best
    if best is not None and not with_noun and run.shared + 2 * run.noun < TITLE_WORDS:
        return best
    start, end = whole_words(body, run.start, run.end) or (run.start, run.end)
    return SlotValue(run.passage, start, end, best.probability if best else LIKELY_NAME)


def _whole(body: str, value: SlotValue) -> SlotValue:
    """Return the name without stop words before it, and with its bracket closed."""
    words = body[value.start : value.end]
    telling = [token for token in tokenise(words) if content_term(token.text)]
    start = value.start + (telling[0].start if telling else 0)
    closed = words.count("(") > words.count(")") and body[value.end : value.end + 1] == ")"
    return SlotValue(value.passage, start, value.end + closed, value.probability)


def _is_name(words: str) -> bool:
    """Say whether all words but stop words are written with capitals, or as numbers."""
    telling = [word for word in words.split() if terms(word)]
    return all(not word[0].isalpha() or word[0].isupper() for word in telling)


def _runs(reading: Reading) -> Iterator[_WordRun]:
    title = frozenset(terms(reading.report.title))
    for number, passage in enumerate(reading.passages[:NAME_PASSAGES]):
        yield from _runs_of(number, passage, title)


def _runs_of(number: int, passage: Passage, title: frozenset[str]) -> Iterator[_WordRun]:
    text, at = passage.text, passage.start
    run: list[tuple[str, bool, int, int]] = []
    for token in (*tokenise(text), None):
        word = content_term(token.text) if token else ""
        if token and not BREAK.search(token.text):
            event = word in NOUNS and _is_noun(word, token.text)
            capital = bool(run) and token.text[:1].isupper()
            if event or capital or not word or word in title:
                run.append((word, event, at + token.start, at + token.end))
                continue
        found = _trimmed(number, run, title)
        if found:
            yield found
        run = []


def _is_noun(word: str, written: str) -> bool:
    """Say whether a word for events is one here: "meeting", "training", not "met" or "train"."""
    return word not in VERBS or written[len(word) :].lower().startswith(("ing", "ion", "ation"))


def _trimmed(
    number: int, run: list[tuple[str, bool, int, int]], title: frozenset[str]
) -> _WordRun | None:
    """Return the run from its first to its last word that says something."""
    telling = [n for n, (word, *_) in enumerate(run) if word]
    if not telling:
        return None
    kept = run[telling[0] : telling[-1] + 1]
    words = {word for word, *_ in kept if word}
    noun = any(event for _, event, _, _ in kept)
    return _WordRun(number, kept[0][2], kept[-1][3], len(words & title - NOUNS), noun)
