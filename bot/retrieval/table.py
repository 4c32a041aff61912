"""What is made of reports when they are indexed: terms by columns of numbers, and rows of events.

Questions over several events are looked up in a table with a row a report.
A walk over all rows unpacks no reading and no sheet; only events that are shown are unpacked. For
those there are sequences whose items are made when they are asked for, since most never are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, TypeVar, overload

import numpy as np

from bot.index import EncodedDocuments, Vocabulary
from bot.model import Value
from bot.slots import PARTS
from bot.text.countries import countries_in, with_country
from bot.text.tokens import terms
from bot.text.words import number_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from bot.event import Event
    from bot.model import Report
    from bot.reading import Reading, Times


PART = 1024  # groups whose items are numbered at once, since other threads wait meanwhile


@dataclass(frozen=True, slots=True)
class Entries:
    """Reports in order; all numbers are of one `bot.index.Vocabulary`.

    Attributes:
        counts: of the passages of each report.
        bounds: (passages, 2); where each starts and ends in its report's body.
        passages: the terms of each, with those of its title and of what it leans on.
        reports: the terms of each with its title.
        times: of each report.
    """

    counts: NDArray[np.int32]
    bounds: NDArray[np.int32]
    passages: EncodedDocuments
    reports: EncodedDocuments
    times: tuple[Times, ...]

    @classmethod
    def of(cls, readings: Sequence[Reading], vocabulary: Vocabulary) -> Entries:
        """Return the readings in their order; unknown words are added to the vocabulary."""
        bounds = [(p.start, p.end) for r in readings for p in r.passages]
        return cls(
            np.array([len(r.passages) for r in readings], np.int32),
            np.array(bounds, np.int32).reshape(-1, 2),
            vocabulary.encode(d for r in readings for d in _documents(r)),
            vocabulary.encode([*r.title, *(w for t in r.terms for w in t)] for r in readings),
            tuple(r.times for r in readings),
        )

    @classmethod
    def joined(cls, parts: Sequence[Entries]) -> Entries:
        """Return all reports of `parts`, in order; at least one part."""
        return cls(
            np.concatenate([p.counts for p in parts]),
            np.concatenate([p.bounds for p in parts]),
            EncodedDocuments.joined(p.passages for p in parts),
            EncodedDocuments.joined(p.reports for p in parts),
            tuple(times for p in parts for times in p.times),
        )

    def chosen(self, numbers: Sequence[int]) -> Entries:
        """Return the reports of these numbers, in this order."""
        reports = np.array(numbers, np.int64)
        passages = within(self.counts, reports)
        return Entries(
            self.counts[reports],
            self.bounds[passages],
            _chosen(self.passages, passages),
            _chosen(self.reports, reports),
            tuple(self.times[number] for number in numbers),
        )

    def holding(self, token: int) -> NDArray[np.int64]:
        """Return the numbers, ascending, of the reports that contain the term of this number."""
        ends = np.cumsum(self.reports.lengths, dtype=np.int64)
        at = np.flatnonzero(self.reports.tokens == token)
        return np.unique(np.searchsorted(ends, at, side="right"))

    def renumbered(self, vocabulary: Vocabulary) -> tuple[Entries, Vocabulary]:
        """Return the same by numbers of a vocabulary without other words, and that vocabulary."""
        used = np.zeros(len(vocabulary), bool)
        used[self.passages.tokens] = True
        used[self.reports.tokens] = True
        numbers = np.cumsum(used, dtype=np.int32) - np.int32(1)
        names = list(vocabulary)
        smaller = Vocabulary((names[n], i) for i, n in enumerate(np.flatnonzero(used).tolist()))
        passages, reports = (
            EncodedDocuments(numbers[stream.tokens], stream.lengths)
            for stream in (self.passages, self.reports)
        )
        return Entries(self.counts, self.bounds, passages, reports, self.times), smaller


def within(counts: NDArray[np.int32], groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers of the items in these groups, in order; group g has `counts[g]` items."""
    ends = np.cumsum(counts, dtype=np.int64)
    parts = np.array_split(groups, 1 + len(groups) // PART)
    return np.concatenate([_within(counts[part], ends[part]) for part in parts])


def _within(sizes: NDArray[np.int32], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    shifts = ends - np.cumsum(sizes, dtype=np.int64)
    return np.repeat(shifts, sizes) + np.arange(int(sizes.sum(dtype=np.int64)))


def _chosen(encoded: EncodedDocuments, documents: NDArray[np.int64]) -> EncodedDocuments:
    tokens = within(encoded.lengths, documents)
    return EncodedDocuments(encoded.tokens[tokens], encoded.lengths[documents])


def _documents(reading: Reading) -> Iterator[list[str]]:
    for own, around in zip(reading.terms, reading.around, strict=True):
        held = set(own)
        yield [*reading.title, *own, *(t for t in around if t not in held)]


NAMING: Final = ("name", "where", "when", "organiser")
NAMED: Final = 0.3  # probability from which a value is one of the event's names
TOLD: Final = 0.35  # probability of a value that an event may be found by
LEADING: Final = 0.6  # probability of a value in whose sentence the event is introduced
SITED: Final = re.compile(r"(?:\b(?:in|at|from)\s+(?:the\s+)?|[,(]\s*)$", re.IGNORECASE)
NAMED_SO: Final = re.compile(r"(?<=\w\s)[^\W\d_a-zß-ÿ]\w*\s+of\s+(?:the\s+)?$")  # "Port of Spain"
OPENING: Final = 3  # passages that may name the country
SHORT_FORM: Final = re.compile(r"\s{0,3}\(([A-Z][\w&/-]{1,12})\)")  # right after a name


class EventRow(Value, frozen=True):
    """An event by its words: all as terms, countries as ISO 3166 codes, which are in capitals.

    Attributes:
        read: whether the report's event has been read.
        stated: whether the sheet has anything.
        starts: its first day, ISO 8601 or part of it; empty where the sheet has none.
        keys: of its own names: title, name, place, dates, organiser.
        lead: of the sentences that say what event it is.
        here: the countries of its title and places, else the only one of its opening.
        parts: slot -> for each value its number in the sheet and its words, short form included.
        count: how many people took part, and the number of that value in the sheet.
    """

    read: bool
    stated: bool
    starts: str
    keys: frozenset[str]
    lead: frozenset[str]
    here: frozenset[str]
    parts: Mapping[str, tuple[tuple[int, frozenset[str]], ...]]
    count: tuple[int, int] | None

    def countries(self) -> frozenset[str]:
        """Return the codes of the countries in its names, places and parts."""
        said = (words for values in self.parts.values() for _, words in values)
        return frozenset(w for w in self.keys.union(self.here, *said) if w.isupper())


def row_of(reading: Reading, event: Event) -> EventRow:
    """Return the row of a report with its sheet."""
    report = reading.report
    here = _here(reading, event)
    parts = {slot: tuple(_part(report, event, slot)) for slot in PARTS if slot in event.slots}
    counted = _count(report, event)
    keys = keys_of(reading, event)
    starts = event.starts or ""
    lead = _lead(reading, event)
    return EventRow(event.read, bool(event.slots), starts, keys, lead, here, parts, counted)


def _here(reading: Reading, event: Event) -> frozenset[str]:
    """Return the countries of title and places; where none is stated, the one of the opening."""
    report = reading.report
    body = report.body
    stated = event.values("where", TOLD)
    places = [body[v.start : with_country(body, v.end)] for v in stated]
    here = {c.code for text in places for c in countries_in(text)}
    title = report.title
    here |= {c.code for c in countries_in(title) if SITED.search(title, 0, c.start)}
    if here or places:
        return frozenset(here)
    opening = {code for passage in reading.passages[:OPENING] for code in _mentioned(passage.text)}
    return frozenset(opening) if len(opening) == 1 else frozenset()


def mentioned_in(report: Report) -> frozenset[str]:
    """Return the codes of the countries that a report's text mentions."""
    return frozenset(country.code for country in countries_in(report.body))


def _mentioned(text: str) -> Iterator[str]:
    return (c.code for c in countries_in(text) if not NAMED_SO.search(text, 0, c.start))


def _lead(reading: Reading, event: Event) -> frozenset[str]:
    best = [value for slot in ("name", "where", "when") if (value := event.best(slot))]
    numbers = {value.passage for value in best if value.probability >= LEADING}
    leading = [passage for n, passage in enumerate(reading.passages) if n in numbers]
    return frozenset(term for passage in leading for term in terms(passage.text))


def keys_of(reading: Reading, event: Event) -> frozenset[str]:
    """Return the terms of the event's own names: title, name, place, dates and organiser."""
    report = reading.report
    values = [v for slot in NAMING for v in event.values(slot, NAMED)]
    said = (report.body[value.start : value.end] for value in values)
    return _words(" \n ".join((report.title, (report.date or "")[:4], *said)))


def _part(report: Report, event: Event, slot: str) -> Iterator[tuple[int, frozenset[str]]]:
    for number, value in enumerate(event.slots[slot]):
        if value.probability >= TOLD:
            words = report.body[value.start : value.end]
            short = SHORT_FORM.match(report.body, value.end)
            yield number, _words(f"{words} \n {short[1]}" if short else words)


def _count(report: Report, event: Event) -> tuple[int, int] | None:
    """Return the likeliest number of people; what "nine countries" has is none."""
    found = []
    for number, value in enumerate(event.slots.get("count", ())):
        said = number_in(report.body[value.start : value.end])
        if said and value.probability >= TOLD and not OF_COUNTRIES.match(report.body, value.end):
            found.append((value.probability, said, number))
    return max(found)[1:] if found else None


OF_COUNTRIES: Final = re.compile(
    r"\s{1,3}(?:[\w-]{1,30}\s{1,3}){0,2}(?:countries|states|nations|economies|governments)\b",
    re.IGNORECASE,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(terms(text)) | {country.code for country in countries_in(text)}


@dataclass(frozen=True, slots=True)
class Columns:
    """What is looked up of all events at once; numbers of reports are ascending.

    Attributes:
        days: the first day of each, else that of publication, ISO 8601 or part of it; "" where
            neither is known.
        stated: the numbers of the reports whose sheets have anything.
        counts: for those that state it, how many people took part, and that value's number.
        countries: code -> the reports that have the country in names, places or parts.
        read: how many reports' events have been read.
    """

    days: Sequence[str]
    stated: NDArray[np.int64]
    counts: Mapping[int, tuple[int, int]]
    countries: Mapping[str, NDArray[np.int64]]
    read: int

    @classmethod
    def of(cls, reports: Sequence[Report], rows: Iterable[EventRow]) -> Columns:
        """Go through all rows, in the order of the reports."""
        days, stated, read = [], [], 0
        counts: dict[int, tuple[int, int]] = {}
        countries: dict[str, list[int]] = {}
        for number, (report, row) in enumerate(zip(reports, rows, strict=True)):
            days.append(row.starts or report.date or "")
            read += row.read
            if row.stated:
                stated.append(number)
            if row.count is not None:
                counts[number] = row.count
            for code in row.countries():
                countries.setdefault(code, []).append(number)
        held = {code: np.array(numbers, np.int64) for code, numbers in countries.items()}
        return cls(tuple(days), np.array(stated, np.int64), counts, held, read)

    def holding(self, code: str) -> NDArray[np.int64]:
        """Return the numbers of the reports that have the country."""
        return self.countries.get(code, np.empty(0, np.int64))


class EventTable:
    """The rows of all reports, in their order, each made anew when it is asked for."""

    def __init__(self, reports: Sequence[Report], make: Callable[[int], EventRow]) -> None:
        self._reports = reports
        self._make = make

    def __getitem__(self, number: int) -> EventRow:
        return self._make(number)

    def rows(self, numbers: Sequence[int]) -> dict[int, EventRow]:
        """Return some rows by their numbers."""
        return {number: self[number] for number in numbers}

    def named(self, words: frozenset[str], numbers: Sequence[int]) -> list[int]:
        """Return those of the reports whose events have all of the words in their own names."""
        return [number for number in numbers if words <= self[number].keys]

    def mentioning(self, codes: frozenset[str], numbers: Sequence[int]) -> list[int]:
        """Return those of the reports whose texts mention all of the countries."""
        return [number for number in numbers if codes <= mentioned_in(self._reports[number])]

    @cached_property
    def columns(self) -> Columns:
        """Return what is looked up of all events at once, gone through when first asked for."""
        return Columns.of(self._reports, map(self._make, range(len(self._reports))))


T = TypeVar("T")


class Lazy(Sequence[T]):
    """`size` items, item i made by `make(i)`; the `most` asked for latest are held."""

    def __init__(self, size: int, make: Callable[[int], T], most: int) -> None:
        self._size = size
        self._make = lru_cache(most)(make)

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...

    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        if isinstance(index, slice):
            return tuple(self._make(i) for i in range(*index.indices(self._size)))
        if not -self._size <= index < self._size:
            raise IndexError(f"item {index} of {self._size}")
        return self._make(int(index) % self._size)
