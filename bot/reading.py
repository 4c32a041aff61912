"""A report → its reading: its passages, their terms, and the dates that the report names.

Passages are the sentences, list items and table rows that can be quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from msgspec.structs import replace

from bot.corpus.blocks import Block, Kind, fold, is_sentence, scan_blocks
from bot.corpus.markup import read_markup
from bot.model import Passage, Report, Span
from bot.text.dates import dates_in
from bot.text.sentences import split
from bot.text.tokens import terms

__all__ = [
    "Block",
    "Kind",
    "Structure",
    "blocks_of",
    "columns_of",
    "page_of",
    "passages_of",
    "read_structure",
]

Offsets = tuple[int, int]

LONGEST: Final = 120  # words of a sentence that stays whole
MOST_WORDS: Final = 90  # of an item or row that stays whole, and of a piece of what is cut
MOST_CHARS: Final = 1000  # of a piece, for scripts and noise without spaces
WORD: Final = re.compile(r"\S+")
VISIBLE: Final = re.compile(r"\S")
CELLS: Final = re.compile(r"[|\t]")  # what divides the cells of a row
LONGEST_TABLE: Final = 20_000  # code points above a row in which its header is looked for


@dataclass(frozen=True, slots=True)
class Structure:
    """The passages of a report in reading order, and the layout that they stand in."""

    passages: tuple[Passage, ...]
    blocks: tuple[Block, ...]
    block_of: tuple[int, ...]  # for each passage, the index of its block

    def block(self, number: int) -> Block:
        """Return the block that the passage of this number is in."""
        return self.blocks[self.block_of[number]]


def passages_of(report: Report) -> tuple[Passage, ...]:
    """Return the passages of a report in reading order, not overlapping."""
    return read_structure(report).passages


def blocks_of(report: Report) -> tuple[Block, ...]:
    """Return the headings, paragraphs, list items and table rows of a report in reading order."""
    return read_structure(report).blocks


def page_of(passage: Passage) -> int | None:
    """Return the page, from 1, that a passage begins on; None where a report has no pages.

    Form feeds part the pages: in a PDF, and in what was fetched or saved as text from one.
    """
    report = passage.report
    if not report.path.lower().endswith(".pdf") and "\f" not in report.body:
        return None
    return report.body.count("\f", 0, passage.start) + 1


def columns_of(passage: Passage) -> tuple[tuple[str, str], ...]:
    """Return a table row's cells that are not empty, each behind the name of its column.

    Empty where the passage is no row of a table with a header.
    """
    report = passage.report
    if not CELLS.search(passage.text) or "\n" in passage.text.strip():
        return ()
    start = passage.start
    for line in reversed(report.body[max(0, start - LONGEST_TABLE) : start].splitlines(True)):
        if not CELLS.search(line):
            break
        start -= len(line)
    table = report.body[start : passage.end]
    row = next(reversed(scan_blocks(table, report.path)), None)
    if row is None or row.kind != "table_row" or len(row.header) != len(row.cells):
        return ()
    texts = (" ".join(table[cell.start : cell.end].split()) for cell in row.cells)
    return tuple((name, text) for name, text in zip(row.header, texts, strict=True) if text)


def read_structure(report: Report) -> Structure:
    """Return the passages and blocks of a report.

    A passage is a sentence of a paragraph, a list item or a table row. Headings, a table's header
    and a first line that repeats the title are none, unless there is nothing else; a text that came
    before gives no second one. Items, rows and sentences that are too long are cut. A list item's
    `intro` is the last passage of the paragraph that introduces its list, or of the item that it is
    nested in.
    """
    shown = read_markup(report.body, report.path)
    body = shown.text
    blocks = _quotable(scan_blocks(report.body, report.path, report.title, shown))
    headings = (body[block.start : block.end] for block in blocks if block.kind == "heading")
    seen: set[tuple[str, ...]] = {(fold(text),) for text in headings if not is_sentence(text)}
    passages: list[Passage] = []
    block_of: list[int] = []
    for index, block in enumerate(blocks):
        for start, end in _slices(body, block):
            key = _key(body, block, start, end)
            if key not in seen:
                seen.add(key)
                passages.append(Passage(report, start, end))
                block_of.append(index)
    narrowed = _with_intros(blocks, passages, block_of)
    return Structure(tuple(passages), narrowed, tuple(block_of))


def _quotable(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks, with headings as paragraphs where there is nothing else to quote."""
    if all(block.kind == "heading" for block in blocks):
        return tuple(replace(block, kind="paragraph", level=0) for block in blocks)
    return blocks


def _slices(body: str, block: Block) -> Iterator[Offsets]:
    """Yield what of a block becomes a passage, as offsets into the body."""
    if block.kind == "heading":
        return
    text = body[block.start : block.end]
    whole = (
        block.kind != "paragraph" and len(text) <= MOST_CHARS and len(text.split()) <= MOST_WORDS
    )
    for start, end in [(0, len(text))] if whole else split(text):
        for a, b in _pieces(text, start, end):
            if any(map(str.isalnum, text[a:b])):
                yield block.start + a, block.start + b


def _pieces(text: str, start: int, end: int) -> Iterator[Offsets]:
    """Yield a sentence whole, or cut into pieces where it is too long to be quoted."""
    short = end - start <= 2 * LONGEST  # that many characters have no more words
    if short or (end - start <= 2 * MOST_CHARS and len(text[start:end].split()) <= LONGEST):
        yield start, end
        return
    while start < end:
        stop = _stop(text, start, end)
        yield start, stop
        following = VISIBLE.search(text, stop, end)
        start = following.start() if following else end


def _stop(text: str, start: int, end: int) -> int:
    """Return where a piece ends: after a semicolon, else after a comma, else after a word."""
    reach = min(end, start + MOST_CHARS)
    stops = [word.end() for word in WORD.finditer(text, start, reach)]
    if len(stops) <= MOST_WORDS and reach == end:
        return end
    if len(stops) > 1 and stops[-1] == reach:
        stops.pop()  # perhaps the front half of a word
    stops = stops[:MOST_WORDS]
    for mark in ";,":
        for stop in reversed(stops[len(stops) // 3 :]):
            if text[stop - 1] == mark:
                return stop
    return stops[-1]


def _key(body: str, block: Block, start: int, end: int) -> tuple[str, ...]:
    """Return what makes a passage a repetition.

    "Fiji" among the chairs says something else than "Fiji" among the guests, so an item counts
    with its introduction and a row with its heading and header.
    """
    text = fold(body[start:end])
    if block.kind == "list_item" and block.intro:
        return (text, block.heading, body[block.intro.start : block.intro.end])
    return (text, block.heading, *block.header) if block.kind == "table_row" else (text,)


def _with_intros(
    blocks: tuple[Block, ...], passages: list[Passage], block_of: list[int]
) -> tuple[Block, ...]:
    """Return the blocks, each `intro` narrowed to the last passage of the block that it names."""
    last = {blocks[index].start: passage for passage, index in zip(passages, block_of, strict=True)}
    narrowed: list[Block] = []
    for block in blocks:
        passage = last.get(block.intro.start) if block.intro else None
        intro = Span(passage.start, passage.end) if passage else block.intro
        narrowed.append(replace(block, intro=intro) if block.intro else block)
    return tuple(narrowed)


class Times(NamedTuple):
    """Years and months (1-12) that a report's own text names."""

    years: frozenset[int]
    months: frozenset[int]


@dataclass(frozen=True, slots=True)
class Reading:
    """A report with its passages; depends on title, body and the path's ending alone.

    Attributes:
        report: what was read.
        structure: its passages and layout.
        terms: for each passage, the terms of its words.
        around: for each passage, the terms of what it leans on and does not say itself.
        title: the terms of the title.
        times: what the body's dates name.
    """

    report: Report
    structure: Structure
    terms: tuple[tuple[str, ...], ...]
    around: tuple[tuple[str, ...], ...]
    title: tuple[str, ...]
    times: Times

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Return the passages in reading order."""
        return self.structure.passages


def read_report(report: Report) -> Reading:
    """Return the reading of a report."""
    structure = read_structure(report)
    own = tuple(tuple(terms(passage.text)) for passage in structure.passages)
    return Reading(
        report=report,
        structure=structure,
        terms=own,
        around=tuple(_around(structure, own)),
        title=tuple(terms(report.title)),
        times=_times(structure),
    )


def _times(structure: Structure) -> Times:
    dates = [date for passage in structure.passages for date in dates_in(passage.text)]
    return Times(
        frozenset(year for date in dates for year in date.years),
        frozenset(month for date in dates for month in date.months),
    )


def _around(structure: Structure, own: tuple[tuple[str, ...], ...]) -> Iterator[tuple[str, ...]]:
    """Yield for each passage the terms that count as its own too.

    They are those of its heading, its list's introduction, its table's header, and of the passage
    with a colon or question mark that it follows.
    """
    starts = {p.start: number for number, p in enumerate(structure.passages)}
    for number, passage in enumerate(structure.passages):
        block = structure.blocks[structure.block_of[number]]
        found = terms(block.heading)
        if block.intro is not None and (intro := starts.get(block.intro.start)) is not None:
            found += own[intro]
        for cell in block.header:
            found += terms(cell)
        if number:
            before = structure.passages[number - 1]
            tail = passage.report.body[max(before.start, before.end - 8) : before.end]
            if tail.rstrip('“"”’ *_').endswith((":", "?")):
                found += own[number - 1]
        yield tuple(dict.fromkeys(found))
