"""Facts that a report's layout states: labelled lines, two-column tables, headings over lists.

"Venue: Town Hall", "| Chair | Ana Ruiz |", a heading "Apologies" over names, "Dewi Lestari
(chair)": structure says what they are, whatever the words around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.slots import DECLARED, LISTS
from bot.text.ranges import ENUMERATOR

if TYPE_CHECKING:
    from bot.reading import Reading

LABELS: Final = {slot.name: slot.label for slot in DECLARED if slot.label}
# Where the value behind a label ends, though its line goes on.
END: Final = re.compile(r";|(?<![A-Z])(?<!\bSt)(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)\.(?=\s+[A-Z])")
# A number of people; "1." begins a numbered list of names.
COUNTED: Final = re.compile(r"\s*(?!0?1[.)])(\d+(?:,\d{3})*)(?![\d)]|[.,]\d|\.\s*\w)")
ITEM_NUMBER: Final = re.compile(r"^\s*\d{1,2}[.)]\s+")
LINE: Final = re.compile(
    r"^[\s*_>-]*(?P<label>[A-Za-z][A-Za-z()\- ]{2,28}?)[\s*_]*:[\s*_]*(?P<value>\S.*)$",
    re.MULTILINE,
)
# Behind a comma there is the person's post, not another person.
PERSONS: Final = frozenset({"chair", "opener", "closer", "moderator", "speakers"})
WHOLE: Final = frozenset({"decisions"})  # slots whose values are clauses
DIVIDED: Final = re.compile(r";\s*(?:and\s+)?")
NOTHING: Final = re.compile(
    r"(?:none|nil|n/?a|no one|nobody|-+|–|tbc|tba|to be \w+.*)\W*", re.IGNORECASE
)
NOTE: Final = re.compile(r"\s*(?:\(|\[|—| – | - |:)")
CHAIR: Final = re.compile(r"\((?:the )?(?:co-)?chair(?:man|woman|person)?\)", re.IGNORECASE)
CAPITAL: Final = re.compile(r"[A-ZÀ-ÞĀ-Ž]")
NUMBER: Final = re.compile(r"\d")
MOST_WORDS: Final = 12  # of an item


class LayoutValue(NamedTuple):
    """A value by its layout: the slot, the passage, and the range in the passage's text."""

    slot: str
    passage: int
    start: int
    end: int


def stated_by_layout(reading: Reading) -> Iterator[LayoutValue]:
    """Yield what labels, two-column tables and headings state, in reading order."""
    structure = reading.structure
    for number, passage in enumerate(reading.passages):
        block = structure.blocks[structure.block_of[number]]
        text = passage.text
        cells = [(c.start - passage.start, c.end - passage.start) for c in block.cells]
        if len(cells) == 2 and all(0 <= a <= b <= len(text) for a, b in cells):
            slot = _slot(text[slice(*cells[0])])
            if slot:
                yield from _values(number, text, slot, *cells[1])
            continue
        lines = list(LINE.finditer(text))
        for line in lines:
            if slot := _slot(line["label"]):
                yield from _values(number, text, slot, *line.span("value"))
        slot = _slot(block.heading) if block.kind == "list_item" and not lines else None
        if slot and slot in LISTS:
            yield from _values(number, text, slot, 0, len(text), whole=True)


def _slot(label: str) -> str | None:
    """Return the slot that a label names."""
    plain = " ".join(label.strip(" *_:#").lower().split())
    for slot, pattern in LABELS.items():
        if re.fullmatch(pattern, plain):
            return slot
    return None


def _values(
    number: int, text: str, slot: str, start: int, end: int, *, whole: bool = False
) -> Iterator[LayoutValue]:
    """Yield the value behind a label, or its items."""
    said = text[start:end]
    if NOTHING.fullmatch(said.strip()):
        return
    number_of_people = COUNTED.match(said) if slot == "participants" else None
    if number_of_people:
        yield LayoutValue(
            "count", number, start + number_of_people.start(1), start + number_of_people.end(1)
        )
        return
    if slot not in LISTS or slot in WHOLE:
        parts = _enumerated(text, start, end) if slot in WHOLE else [(start, end)]
        singles = (_single(text, slot, *part) for part in parts)
        yield from (LayoutValue(slot, number, *found) for found in singles if found)
        return
    yield from _items(number, text, slot, start, end, whole=whole)


def _enumerated(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts behind "a)", "b)" or between semicolons; without such marks the range."""
    marks = list(ENUMERATOR.finditer(text, start, end))
    if len(marks) > 1:
        stops = [*(mark.start() for mark in marks[1:]), end]
        return [(mark.end(), stop) for mark, stop in zip(marks, stops, strict=True)]
    places = [start, *(n for m in DIVIDED.finditer(text, start, end) for n in m.span()), end]
    return list(zip(places[::2], places[1::2], strict=True))


def _items(
    number: int, text: str, slot: str, start: int, end: int, *, whole: bool
) -> Iterator[LayoutValue]:
    """Yield the items of a list; with `whole` the text is one of them."""
    said = text[start:end]
    mark = ";" if ";" in said or slot in PERSONS else ","
    pieces = re.split(rf"{mark}\s*(?:and\s+)?|\s+and\s+(?=[A-Z])" if not whole else r"$^", said)
    at = start
    for piece in pieces:
        begin = text.index(piece, at) if piece else at
        at = begin + len(piece)
        if counted := ITEM_NUMBER.match(piece):
            begin += counted.end()
            piece = piece[counted.end() :]  # noqa: PLW2901  an item without its number
        note = NOTE.search(piece)
        stop = begin + (note.start() if note and note.start() else len(piece))
        if (whole or slot in PERSONS) and "," in text[begin:stop]:
            stop = begin + text[begin:stop].index(",")
        found = _trimmed(text, begin, stop)
        if found is None or not _is_item(text, *found):
            continue
        yield LayoutValue(slot, number, *found)
        if slot == "participants" and CHAIR.search(piece):
            yield LayoutValue("chair", number, *found)


def _single(text: str, slot: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the value of a slot that has one: the first sentence, of decisions all."""
    over = END.search(text, start, end) if slot not in LISTS else None
    found = _trimmed(text, start, over.start() if over else end)
    dated = slot != "next_when" or (found is not None and NUMBER.search(text, *found))
    return found if dated else None


def _is_item(text: str, start: int, end: int) -> bool:
    """Say whether a range may name somebody or something: a capital, and few words."""
    return bool(CAPITAL.match(text, start)) and len(text[start:end].split()) <= MOST_WORDS


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and text[end - 1] in " \t\n.,;:*_|":
        end -= 1
    return (start, end) if start < end else None
