"""The sheet of an event: what a report states of it, each value with its place and probability.

A report is read once, when it is indexed. The tagger says for each passage which slots of *this*
event it states, and for each wordpiece whether it is part of a value. It sees each passage in two
windows that are cut at other places, and the mean of both counts: what is last in one has what
follows beside it in the other.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.errors import lost
from bot.layout import stated_by_layout
from bot.model import Value
from bot.reader.windows import BODY, CHUNK, chunk_windows, encode
from bot.slots import LISTS, SLOTS
from bot.text.countries import country_of
from bot.text.dates import dates_in, month_number
from bot.text.ranges import one_by_one, whole_items, whole_name, whole_words
from bot.text.tokens import fold, is_english

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.model import Report
    from bot.reader.network import Heads, Network
    from bot.reader.windows import NetworkInput, Window
    from bot.reading import Reading

# Slots whose items are people or countries: no "and" is part of an item.
PEOPLE: Final = LISTS - {"decisions", "organiser", "supporter"}
LAID_OUT: Final = 0.95  # probability of what a label states
NAMED: Final = LISTS - {"decisions"} | {"where", "name"}  # slots whose values are names
DATES: Final = frozenset({"when", "next_when"})
OPPOSITE: Final = {"participants": "absent", "absent": "participants"}
TOGETHER: Final = 16  # windows whose outputs are kept at once
NEARLY: Final = 0.85  # share of the best probability from which a value is hardly less likely
MOST_WINDOWS: Final = 160  # of a report: some 16,000 words, which take two seconds
TWICE: Final = 40  # windows, some 4,000 words, whose passages are read in a second one too
LEAST: Final = 0.12  # probability of a value that is kept at all
PIECE: Final = 0.5  # probability from which a wordpiece is part of a value
FEW: Final = 0.3  # the same for the likeliest piece of a passage that states a slot for sure
BESIDE: Final = 0.12  # the same for a piece that goes on from one of a value
ALIKE: Final = 0.8  # share of the likeliest piece's probability, from which others are values too
DIVIDING: Final = frozenset(", ; : / | & and or".split())
# What comes before a name or a date and is no part of it: "chaired by", "in".
LEADING: Final = re.compile(
    r"(?:(?:\w+ed |held |led |run |given )?"
    r"(?:by|in|at|on|from|to|under|with|for|of|as|and) )+(?=\S)"
)
DAY: Final = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
ISO: Final = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
WORD: Final = re.compile(r"[A-Za-z]{3,9}")
YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# "28 December to 3 January 2023": the one year that is written is that of the last day.
OVER_NEW_YEAR: Final = re.compile(
    r"\b(?:Sep|Oct|Nov|Dec)(?:(?!(?:19|20)\d\d)[^;]){1,40}?\b(?:Jan|Feb|Mar|Apr)"
)

# What no value goes over: a semicolon, the end of a sentence, what begins an item of a list.
ENDING: Final = re.compile(
    r";|(?<=[a-z]{4})[.!?](?=\s+[A-Z])"
    r"|^[ \t]*(?:\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2})+|[-*•–])(?=\s)",
    re.MULTILINE,
)
ROW: Final = re.compile(r"^[ \t]*(\d{1,2})(?=[ \t])", re.MULTILINE)

log = logging.getLogger(__name__)


class SlotValue(Value, frozen=True):
    """A value of a slot: `body[start:end]`, in the passage of this number of its report."""

    passage: int
    start: int
    end: int
    probability: float


class Event(Value, frozen=True):
    """What a report states of its event.

    Attributes:
        slots: slot -> values in reading order; slots without one are left out.
        starts: the first day, ISO 8601 as far as it is known; None where no date is stated.
        read: False while the report has still to be read.
        english: False for a report in another language, of which nothing is read.
    """

    slots: Mapping[str, tuple[SlotValue, ...]]
    starts: str | None = None
    read: bool = True
    english: bool = True

    def values(self, slot: str, least: float = 0.0) -> tuple[SlotValue, ...]:
        """Return the values of a slot that are at least this probable, in reading order."""
        return tuple(v for v in self.slots.get(slot, ()) if v.probability >= least)

    def best(self, slot: str) -> SlotValue | None:
        """Return the likeliest value; of some that are hardly less likely the longest."""
        found = self.slots.get(slot, ())
        if not found:
            return None
        top = max(value.probability for value in found)
        near = [v for v in found if v.probability >= NEARLY * top]
        return max(near, key=lambda v: (min(v.end - v.start, 40), v.probability))


UNREAD: Final = Event({}, None, read=False)
FOREIGN: Final = Event({}, None, english=False)


def read_events(readings: Sequence[Reading], network: Network) -> list[Event]:
    """Return the sheets of reports, in their order."""
    return [
        _event(reading, _tagged(reading, network)) if is_english(reading.report.body) else FOREIGN
        for reading in readings
    ]


def _tagged(reading: Reading, network: Network) -> dict[str, list[SlotValue]]:
    """Return what the tagger finds in a report, and what its layout states; slot -> values."""
    found: dict[str, list[SlotValue]] = {}
    again = _read_again(reading, network)
    for row, heads in _read(_windows(reading, MOST_WINDOWS), network):
        try:
            values = list(_values(reading, row, _mean(row, heads, again)))
        except Exception as error:  # noqa: BLE001  a window that breaks loses itself
            first = row.marks[0][0]
            lost(log, reading.report.path, first, error)
            continue
        for slot, value in values:
            found.setdefault(slot, []).append(value)
    _add_layout(reading, found)
    return found


def _windows(reading: Reading, most: int, first: int = BODY) -> Iterator[Window]:
    """Yield a report's windows; of a text as long as a book the first ones, where its event is."""
    report = reading.report
    chunks = range(-(-len(reading.structure.passages) // CHUNK))
    windows = (
        chunk_windows(reading.structure, report.body, report.title, report.date, chunk, first)
        for chunk in chunks
    )
    return islice(chain.from_iterable(windows), most)


def _read(windows: Iterator[Window], network: Network) -> Iterator[tuple[NetworkInput, Heads]]:
    while some := list(islice(windows, TOGETHER)):
        rows = [encode(window) for window in some]
        yield from zip(rows, network.read(rows), strict=True)


# What the tagger says of a passage: logits at its mark, (S,), and at its wordpieces, (L, S).
Said = tuple["NDArray[np.float32]", "NDArray[np.float32]"]


def _read_again(reading: Reading, network: Network) -> dict[int, Said]:
    """Return what the tagger says of each passage in windows that are cut at other places."""
    found: dict[int, Said] = {}
    for row, heads in _read(_windows(reading, TWICE, BODY // 2), network):
        try:
            said = {n: (heads.states[m], heads.inside[row.places[:, 0] == n]) for n, m in row.marks}
        except Exception as error:  # noqa: BLE001  a window that breaks loses itself
            lost(log, reading.report.path, row.marks[0][0], error)
            continue
        found.update(said)
    return found


def _mean(row: NetworkInput, heads: Heads, again: Mapping[int, Said]) -> Heads:
    """Return the mean of what is said in both windows, where a passage was read in both."""
    states, inside = heads.states.copy(), heads.inside.copy()
    for number, mark in row.marks:
        pieces = np.flatnonzero(row.places[:, 0] == number)
        if number in again and len(again[number][1]) == len(pieces):
            states[mark] = (states[mark] + again[number][0]) / 2
            inside[pieces] = (inside[pieces] + again[number][1]) / 2
    return replace(heads, states=states, inside=inside)


def _add_layout(reading: Reading, found: dict[str, list[SlotValue]]) -> None:
    """Add what the layout states, in place of what was tagged there.

    Nor did whoever is in a row or an item of those absent take part, or the other way round.
    """
    for slot, number, start, end in stated_by_layout(reading):
        passage, block = reading.passages[number], reading.structure.block(number)
        value = SlotValue(number, passage.start + start, passage.start + end, LAID_OUT)
        kept = _outside(found.get(slot, ()), value.start, value.end)
        found[slot] = sorted([*kept, value], key=lambda v: v.start)
        if other := found.get(OPPOSITE.get(slot, "")):
            alone = block if block.kind in {"table_row", "list_item"} else value
            other[:] = _outside(other, alone.start, alone.end)


def _outside(values: Iterable[SlotValue], start: int, end: int) -> list[SlotValue]:
    return [v for v in values if v.end <= start or end <= v.start]


def _values(reading: Reading, row: NetworkInput, heads: Heads) -> Iterator[tuple[str, SlotValue]]:
    """Yield what a window states."""
    for number, mark in row.marks:
        states = _sigmoid(heads.states[mark])
        pieces = np.flatnonzero(row.places[:, 0] == number)
        if not len(pieces):
            continue
        inside = _sigmoid(heads.inside[pieces])
        text = reading.passages[number].text
        said = (text[row.places[piece, 1] : row.places[piece, 2]] for piece in pieces)
        between = np.array([words.lower() in DIVIDING for words in said])
        for start, end in _endings(text):
            inside[(row.places[pieces, 1] < end) & (start < row.places[pieces, 2])] = 0
        for s in np.flatnonzero(states >= LEAST):
            sure: dict[tuple[int, int], float] = {}
            apart = between if SLOTS[s] in PEOPLE else np.zeros_like(between)
            for first, last, inner in _runs(inside[:, s], float(states[s]), apart):
                place = _place(
                    reading, number, row, int(pieces[first]), int(pieces[last]), SLOTS[s]
                )  # fmt: skip
                probability = round(float(states[s]) * inner, 4)
                if place and probability >= LEAST:
                    sure[place] = probability
            for slot_range in whole_items(reading.report.body, sorted(sure)):
                near = [p for (a, b), p in sure.items() if a < slot_range[1] and slot_range[0] < b]
                if not near:  # nothing but what is no part of an item: "of (AB"
                    continue
                probability = max(near)
                for start, end in one_by_one(reading.report.body, *slot_range):
                    yield SLOTS[s], SlotValue(number, start, end, probability)


def _endings(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a passage that no value goes over; numbers of rows where they go up."""
    yield from (found.span() for found in ENDING.finditer(text))
    rows = list(ROW.finditer(text))
    numbers = [int(row[1]) for row in rows]
    if len(rows) > 1 and numbers == list(range(numbers[0], numbers[0] + len(rows))):
        yield from (row.span() for row in rows)


def _runs(
    inside: NDArray[np.floating], states: float, between: NDArray[np.bool_]
) -> Iterator[tuple[int, int, float]]:
    """Yield the runs of pieces in a value: first, last, and how sure their surest piece is.

    A run has a piece that is likely enough, and goes on over those beside it that are hardly not,
    but not over what is between the items of a list. Where one value is sure, the others are too.
    """
    top = float(inside.max())
    least = PIECE if top >= PIECE or states < PIECE else FEW
    likely = inside >= np.where(between, least, BESIDE)
    within = np.concatenate(([False], likely, [False]))
    edges = np.flatnonzero(within[1:] != within[:-1])
    for first, after in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if float(inside[first:after].max()) >= max(least, ALIKE * top):
            yield first, after - 1, float(np.sort(inside[first:after])[-2:].mean())


def _place(
    reading: Reading, number: int, row: NetworkInput, first: int, last: int, slot: str
) -> tuple[int, int] | None:
    """Return the range of the body from one wordpiece to another, as whole words or names."""
    passage = reading.passages[number]
    found = whole_words(passage.text, int(row.places[first, 1]), int(row.places[last, 2]))
    lead = LEADING.match(passage.text, *found) if found and slot in NAMED | DATES else None
    if found and lead:
        found = lead.end(), found[1]
    if found and slot in NAMED:
        found = whole_name(passage.text, *found)
    return (passage.start + found[0], passage.start + found[1]) if found else None


def _event(reading: Reading, found: Mapping[str, list[SlotValue]]) -> Event:
    slots = {
        slot: _once_each(reading.report.body, values) if slot in LISTS else tuple(values)
        for slot, values in found.items()
        if values
    }
    event = Event(slots)
    return Event(slots, _starts(reading.report, event))


def _once_each(body: str, values: Sequence[SlotValue]) -> tuple[SlotValue, ...]:
    """Return each item once, where it is likeliest; countries by whichever of their names."""
    best: dict[str, SlotValue] = {}
    for value in values:
        key = item_key(body[value.start : value.end])
        if key not in best or value.probability > best[key].probability:
            best[key] = value
    return tuple(sorted(best.values(), key=lambda value: value.start))


def item_key(words: str) -> str:
    """Return what makes two items one: the country, or the words without article and accents."""
    bare = re.sub(r"^(?:the|a|an)\s+", "", words.strip(), flags=re.IGNORECASE)
    return country_of(bare) or " ".join(fold(word) for word in bare.split())


def _starts(report: Report, event: Event) -> str | None:
    """Return the event's first day, as far as its likeliest date says it.

    Reports tell of former events too, and are published soon after their own: of dates that are
    hardly less likely than the likeliest, it is that of the last month before publication.
    """
    dated = sorted(
        (
            (value.probability, day)
            for value in event.slots.get("when", ())
            if (day := first_day(report.body[value.start : value.end], report))
        ),
        key=lambda pair: -pair[0],
    )
    if not dated:
        return None
    published = report.date or ""
    near = [day for probability, day in dated if probability >= NEARLY * dated[0][0]]
    past = [day for day in near if day <= published[: len(day)]]
    last = max(past, default=dated[0][1])
    return min((day for day in past if day[:7] == last[:7]), default=last)


def first_day(written: str, report: Report) -> str | None:
    """Return the day, month or year that a date begins with, in ISO 8601; None without a year.

    A year that is not written is that of publication, or is in the title.
    """
    if plain := ISO.search(written):
        return plain[0]
    for date in dates_in(written):
        if not date.months:
            if date.years:
                return f"{min(date.years)}"
            continue
        first = written[date.start : date.end]
        month = next((m for word in WORD.findall(first) if (m := month_number(word))), 0)
        month = month or min(date.months)
        year = min(date.years) if date.years else _year_of(month, report)
        if OVER_NEW_YEAR.search(first) and len(date.years) == 1:
            year = min(date.years) - 1
        day = DAY.search(first) if date.days else None
        if year:
            return f"{year}-{month:02}" + (f"-{int(day[0]):02}" if day else "")
    return None


def _year_of(month: int, report: Report) -> int | None:
    """Return the year of the last such month before the report was published."""
    if report.date:
        year, published = int(report.date[:4]), int(report.date[5:7] or 12)
        return year if month <= published else year - 1
    named = YEAR.search(report.title)
    return int(named[0]) if named else None


def _sigmoid(logits: NDArray[np.float32]) -> NDArray[np.floating]:
    found: NDArray[np.floating] = 1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30)))
    return found
