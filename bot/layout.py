"""Facts that a report's layout states: labelled lines, tables, headings over lists.

"Venue: Town Hall", "| Chair | Ana Ruiz |", a heading "Apologies" over names, "Dewi Lestari
(chair)", a column "Country" under "List of participants": structure says what they are, whatever
the words around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from bot.slots import DECLARED, LISTS
from bot.text.countries import country_of
from bot.text.ranges import ENUMERATOR

if TYPE_CHECKING:
    from bot.corpus.blocks import Block
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
# What columns contain, by their headers. A column of persons may have their number instead.
COLUMNS: Final = {
    "person": re.compile(
        r"(?:full |first and last )?names?(?: of (?:participant|delegate|member)s?)?"
        r"|participants?|delegates?|attendees?|members?|representatives?|speakers?|presenters?"
        r"|(?:panellist|panelist)s?|persons?|people|officers?|staff"
    ),
    "country": re.compile(r"(?:member |participating )?(?:country|countries|states?|nations?)"),
    "body": re.compile(
        r"(?:organi[sz]ation|institution|institute|affiliation|agency|body|compan(?:y|ies)|office"
        r"|employer|department|ministry|association|union|group)s?"
    ),
    "decisions": re.compile(
        r"(?:agreed )?actions?(?: (?:points?|items?|agreed))?|decisions?|resolutions?"
    ),
}
# "Annex 2: List of participants": what a heading has around a slot's label.
AROUND: Final = re.compile(
    r"^(?:(?:annex|appendix|table)\s*\w{0,3}\s*[:.–-]?\s*)?(?:\d+(?:\.\d+)*\.?\s+)?"
    r"(?:list of )?(?:the )?"
    r"|\s+list$"
)
ATTENDING: Final = frozenset({"participants", "absent", "speakers", "panellists"})
LABELLED: Final = 2  # columns of a table of labels and values
TOTAL: Final = re.compile(r"(?:grand |sub-?)?total\b|sum\b|all\b", re.IGNORECASE)
FIGURE: Final = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,6}")


class LayoutValue(NamedTuple):
    """A value by its layout: the slot, the passage, and the range in the passage's text."""

    slot: str
    passage: int
    start: int
    end: int


class Table(NamedTuple):
    """The rows of a table whose columns are known.

    Attributes:
        slot: what its heading, or a header, says that its rows are; None where they say nothing.
        columns: for each column a key of `COLUMNS`, or None.
        rows: for each row its passage, and the range of each cell in that passage's text.
    """

    slot: str | None
    columns: tuple[str | None, ...]
    rows: tuple[tuple[int, tuple[tuple[int, int], ...]], ...]


def stated_by_layout(reading: Reading) -> Iterator[LayoutValue]:
    """Yield what labels, tables and headings state, in reading order but for tables, last."""
    for number, passage in enumerate(reading.passages):
        block = reading.structure.block(number)
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
    for table in tables_of(reading):
        for number, places in table.rows:
            yield from _of_row(table, number, reading.passages[number].text, places)


def tables_of(reading: Reading) -> Iterator[Table]:
    """Yield the tables of three columns and more, or of two whose headers say what they contain."""
    rows: list[int] = []
    before: Block | None = None
    for number in range(len(reading.passages)):
        block = reading.structure.block(number)
        if rows and not (before and _goes_on(before, block)):
            yield from _table(reading, rows)
            rows = []
        before = block
        if block.kind == "table_row" and len(block.cells) > 1:
            rows.append(number)
    if rows:
        yield from _table(reading, rows)


def _goes_on(before: Block, block: Block) -> bool:
    same = (before.header, before.heading) == (block.header, block.heading)
    return same and block.kind == "table_row" and len(block.cells) == len(before.cells)


def _table(reading: Reading, numbers: list[int]) -> Iterator[Table]:
    """Yield the table of consecutive rows, where a header says what is in a column."""
    blocks = [reading.structure.block(n) for n in numbers]
    rows = []
    for number, block in zip(numbers, blocks, strict=True):
        first, size = reading.passages[number].start, len(reading.passages[number].text)
        cells = tuple((c.start - first, c.end - first) for c in block.cells)
        if all(0 <= a <= b <= size for a, b in cells):
            rows.append((number, cells))
    header = blocks[0].header
    if not header and rows:  # pasted text has its header as the first row
        text = reading.passages[rows[0][0]].text
        header = tuple(text[a:b] for a, b in rows.pop(0)[1])
    columns = tuple(_column(words) for words in header)
    known = all(columns) if len(columns) == LABELLED else any(columns)
    if not rows or not known or any(len(cells) != len(columns) for _, cells in rows):
        return
    if any(_slot(reading.passages[n].text[slice(*cells[0])]) for n, cells in rows):
        return  # its first column contains labels
    rows_of = (
        _slot(AROUND.sub("", _plain(blocks[0].heading))),
        *(_slot(words) for words in header),
    )
    slot = next((s for s in rows_of if s in ATTENDING), None)
    yield Table(slot, columns, tuple(rows))


def _column(header: str) -> str | None:
    plain = _plain(header)
    return next((kind for kind, said in COLUMNS.items() if said.fullmatch(plain)), None)


def _of_row(
    table: Table, number: int, text: str, cells: tuple[tuple[int, int], ...]
) -> Iterator[LayoutValue]:
    """Yield what a row states: its persons, countries and bodies, or its decision."""
    if TOTAL.match(text.lstrip(" |\t*")):
        return
    chairs = any(_slot(text[a:b]) == "chair" for a, b in cells)
    persons = "person" in table.columns
    for column, (start, end) in zip(table.columns, cells, strict=True):
        if NOTHING.fullmatch(text[start:end].strip()) or start == end:
            continue
        if column == "decisions":
            found = _trimmed(text, start, end)
            if found:
                yield LayoutValue("decisions", number, *found)
        elif (
            column
            and table.slot
            and (column == "person" or not persons or table.slot == "participants")
        ):
            for value in _items(number, text, table.slot, start, end, whole=True):
                yield value
                if chairs and column == "person" and table.slot == "participants":
                    yield value._replace(slot="chair")


def rows_counted(
    reading: Reading, column: Literal["person", "country"]
) -> tuple[int, list[LayoutValue]] | None:
    """Return how many persons, or countries, took part by the rows of a table, and what shows it.

    A row a person counts each; else a column of numbers is added up. A country counts once. None
    where there is no table of those who took part.
    """
    for table in tables_of(reading):
        if table.slot != "participants" or column not in table.columns:
            continue
        at = table.columns.index(column)
        shown: dict[str, LayoutValue] = {}
        number = 0
        for passage, cells in table.rows:
            text = reading.passages[passage].text
            said = text[slice(*cells[at])].strip(" *_")
            if TOTAL.match(text.lstrip(" |\t*")) or NOTHING.fullmatch(said) or not said:
                continue
            figure = FIGURE.fullmatch(said)
            number += int(said.replace(",", "")) if figure else 1
            key = country_of(said) or said if column == "country" else str(passage)
            place = _trimmed(text, *cells[0 if figure else at])
            if place is not None:
                shown.setdefault(key, LayoutValue("participants", passage, *place))
        if shown:
            return number if column == "person" else len(shown), list(shown.values())
    return None


def _plain(words: str) -> str:
    return " ".join(words.strip(" *_:#").lower().split())


def _slot(label: str) -> str | None:
    """Return the slot that a label names."""
    plain = _plain(label)
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
