"""What people say is right where a sheet is wrong -> the sheet with that, as its report says it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.event import Event, SlotValue, first_day
from bot.retrieval.table import Lazy
from bot.slots import LISTS

if TYPE_CHECKING:
    from bot.reading import Reading
    from bot.retrieval import Library

CERTAIN: Final = 1.0  # probability of what a person has corrected
# How the items of a list may be parted; tried in this order, since a name may have commas.
MARKS: Final = (
    re.compile(r"\s*[;\n]\s*"),
    re.compile(r"\s*(?:[;,\n]|\band\b)\s*", re.IGNORECASE),
)


def corrected(library: Library, corrections: Mapping[str, Mapping[str, str]]) -> Library:
    """Return the library with corrected sheets: path -> slot -> value.

    A value that its report doesn't say leaves the sheet as it was.
    """
    events = library.events
    sheets: dict[int, Event] = {}
    for path, slots in corrections.items():
        number = library.number_of.get(path)
        if number is None or number >= len(events):
            continue
        sheets[number] = _sheet(library.readings[number], events[number], slots)
    # The other sheets stay unpacked.
    overlaid = Lazy(len(events), lambda number: sheets.get(number) or events[number], 0)
    starts = Lazy(len(events), lambda number: _start(sheets.get(number), library, number), 0)
    return replace(library, events=overlaid, starts=starts)


def _start(sheet: Event | None, library: Library, number: int) -> str:
    return library.starts[number] if sheet is None else sheet.starts or ""


def placed(
    reading: Reading, slot: str, words: str, likely: Sequence[int] = ()
) -> tuple[SlotValue, ...]:
    """Return where the report says these words, each item of a list once; none where it lacks any.

    Case and line breaks don't matter; a part of a word is no place. The passages of the `likely`
    numbers are looked at first.
    """
    order = (*likely, *range(len(reading.passages)))
    whole = _place(reading, order, words)
    if whole is not None:
        return (whole,)
    for mark in MARKS if slot in LISTS else ():
        items = [item for item in mark.split(words.strip()) if item]
        found = [_place(reading, order, item) for item in items]
        values = [value for value in found if value is not None]
        if len(items) > 1 and len(values) == len(items):
            return tuple(sorted(values, key=lambda value: value.start))
    return ()


def _sheet(reading: Reading, event: Event, slots: Mapping[str, str]) -> Event:
    found = dict(event.slots)
    starts = event.starts
    for slot, words in slots.items():
        # What was read of the slot is wrong, but often the right value is in the same passage.
        values = placed(reading, slot, words, [v.passage for v in event.values(slot)])
        if not values:
            continue
        found[slot] = values
        if slot == "when":
            body = reading.report.body
            starts = first_day(body[values[0].start : values[0].end], reading.report)
    return Event(found, starts, event.read, event.english)


def _place(reading: Reading, order: Sequence[int], words: str) -> SlotValue | None:
    """Return the first place of these words, the passages looked at in this order."""
    parts = r"\s+".join(re.escape(part) for part in words.strip(" .").split())
    if not parts:
        return None
    wanted = re.compile(rf"(?<!\w){parts}(?!\w)", re.IGNORECASE)
    for number in order:
        passage = reading.passages[number]
        if found := wanted.search(passage.text):
            start = passage.start
            return SlotValue(number, start + found.start(), start + found.end(), CERTAIN)
    return None
