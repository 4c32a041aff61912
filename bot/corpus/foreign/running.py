"""The words of pages → those without running headers, running footers and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final, NamedTuple

from bot.corpus.foreign.pieces import Piece, rows_of

EDGE: Final = 2  # lines at the top and at the bottom that may be running ones, wherever they stand
DEEP: Final = 6  # lines that may be, where they stand at the same place on most pages
OFTEN: Final = 0.4  # of all pages: those on the left may have others than those on the right
MOST: Final = 0.5
PLACE: Final = 4.0  # points by which lines at the same place may differ
SHORTEST: Final = 6  # letters of a part of a line by which the line is known to be a running one
PAGE_NUMBER: Final = re.compile(
    r"(?i)\W*(?:page|p\.)?\W*(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:/|of)\s*\d{1,4})?[^\w.]*"
)


class Running(NamedTuple):
    """The words of each page that are its own, and the lines that were left out of the first."""

    pages: list[list[Piece]]
    left_out: tuple[str, ...]


class _Row(NamedTuple):
    """A line near an edge; `far` is the white space between it and the line further inside."""

    words: list[Piece]
    top: bool
    far: float
    outer: bool  # whether it may be a running one wherever it stands
    numbers: tuple[tuple[bool, int], ...] = ()  # of the outermost: edge, number less the page's


def without_running(pages: Sequence[Sequence[Piece]]) -> Running:
    """Return each page's words without what stands at the edge of many pages, numbers apart."""
    edges = [_edges(words, number) for number, words in enumerate(pages)]
    seen = Counter(key for edge in edges for key in {_likeness(r.words) for r in edge if r.outer})
    placed = Counter(key for edge in edges for key in {k for row in edge for k in _places(row)})
    numbered = Counter(key for edge in edges for key in {k for row in edge for k in row.numbers})
    known = _Known(seen, placed, numbered, len(pages))
    gone = [list(_running(edge, known)) for edge in edges]
    own = [_without(words, rows) for words, rows in zip(pages, gone, strict=True)]
    return Running(own, tuple(_text(row) for row in gone[0]) if gone else ())


@dataclass(frozen=True, slots=True)
class _Known:
    seen: Counter[str]  # pages that have such a line at an edge
    placed: Counter[tuple[str, int]]  # that have such a part of a line at that place
    numbered: Counter[tuple[bool, int]]  # that have a number which counts with the pages
    pages: int

    def is_running(self, row: _Row) -> bool:
        """Whether a line stands on many pages, or a part of it at one place on most."""
        often = self.seen[_likeness(row.words)] >= max(2, OFTEN * self.pages)
        if row.outer and (often or _is_number(row.words, row.far)):
            return True
        counts = any(self.numbered[key] >= max(3, OFTEN * self.pages) for key in row.numbers)
        if counts and row.far > row.words[0].height:
            return True
        most = max(3, MOST * self.pages)
        return any(self.placed[key] >= most for key in _places(row))


def _running(edge: Sequence[_Row], known: _Known) -> Iterator[list[Piece]]:
    """Yield the running lines; those further inside are some only where white space ends them."""
    for top in (True, False):
        rows = [row for row in edge if row.top is top]
        together = list(takewhile(known.is_running, rows))
        apart = [n for n, row in enumerate(together, 1) if row.far > 0.8 * row.words[0].height]
        inside = apart[-1] if apart else 0
        yield from (
            row.words
            for n, row in enumerate(rows)
            if n < inside or (row.outer and known.is_running(row))
        )


def _edges(words: Sequence[Piece], page: int) -> list[_Row]:
    """Return the lines at the top and at the bottom, each from the edge inwards."""
    down = rows_of(words)
    outer = min(EDGE, len(down) // 3)
    deep = max(0, min(DEEP, len(down) - 1))
    edges: list[_Row] = []
    for top, rows in ((True, down), (False, down[::-1])):
        for n in range(deep):
            far = _between(rows[n], rows[n + 1]) if top else _between(rows[n + 1], rows[n])
            numbers = tuple(_numbers(rows[n], top=top, page=page)) if n == 0 else ()
            edges.append(_Row(rows[n], top, far, n < outer, numbers))
    return edges


def _numbers(row: Sequence[Piece], *, top: bool, page: int) -> Iterator[tuple[bool, int]]:
    """Yield the numbers at the ends of a line as they stand to the page's."""
    for word in {row[0].text, row[-1].text}:
        if word.isascii() and word.isdigit() and len(word) <= 4:
            yield top, int(word) - page


def _places(row: _Row) -> Iterator[tuple[str, int]]:
    """Yield what the parts of a line say and where, each for two places as rounding may part them.

    Parts stand apart by wide gaps: a title to the left, the name of a chapter to the right.
    """
    parts: list[list[Piece]] = []
    for word in row.words:
        if parts and word.left - parts[-1][-1].right <= 2 * word.height:
            parts[-1].append(word)
        else:
            parts.append([word])
    for part in parts:
        said = re.sub(r"[\W\d_]+", "", _text(part)).casefold()
        if len(said) >= SHORTEST:
            place = round(part[0].top / PLACE)
            yield from ((said, place), (said, place + 1))


def _between(upper: Sequence[Piece], lower: Sequence[Piece]) -> float:
    """Return the white space between two rows."""
    return min(word.bottom for word in upper) - max(word.top for word in lower)


def _without(words: Sequence[Piece], rows: Sequence[Sequence[Piece]]) -> list[Piece]:
    gone = {id(word) for row in rows for word in row}
    return [word for word in words if id(word) not in gone]


def _likeness(row: Sequence[Piece]) -> str:
    return re.sub(r"\d+", "#", _text(row)).casefold()


def _is_number(row: Sequence[Piece], far: float) -> bool:
    """Whether a row is a page's number: one that stands apart, not a sentence's last word."""
    return far > row[0].height and PAGE_NUMBER.fullmatch(_text(row)) is not None


def _text(row: Sequence[Piece]) -> str:
    return " ".join(word.text for word in row)
