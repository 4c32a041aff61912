"""The words of pages → those without running headers, running footers and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from bot.corpus.foreign.page_layout import Piece, rows_of

EDGE: Final = 2  # lines at the top and at the bottom that may be running ones
OFTEN: Final = 0.4  # of all pages: those on the left may have others than those on the right
PAGE_NUMBER: Final = re.compile(r"(?i)\W*(?:page|p\.)?\W*\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?[^\w.]*")


def without_running(pages: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """Return each page's words without what stands at the edge of many pages, numbers apart."""
    edges = [_edges(words) for words in pages]
    seen = Counter(key for edge in edges for key in {_likeness(row) for row, _ in edge})
    often = max(2, OFTEN * len(pages))
    return [
        _without(words, [r for r, far in edge if seen[_likeness(r)] >= often or _is_number(r, far)])
        for words, edge in zip(pages, edges, strict=True)
    ]


def _edges(words: Sequence[Piece]) -> list[tuple[list[Piece], float]]:
    """Return the rows at the top and the bottom, each with its distance from the text.

    Of a page with few rows, return none.
    """
    rows = rows_of(words)
    deep = min(EDGE, len(rows) // 3)
    top = [(rows[n], _between(rows[n], rows[n + 1])) for n in range(deep)]
    bottom = [(rows[-n], _between(rows[-n - 1], rows[-n])) for n in range(1, deep + 1)]
    return [*top, *bottom]


def _between(upper: Sequence[Piece], lower: Sequence[Piece]) -> float:
    """Return the white space between two rows."""
    return min(word.bottom for word in upper) - max(word.top for word in lower)


def _without(words: Sequence[Piece], rows: Sequence[Sequence[Piece]]) -> list[Piece]:
    gone = {id(word) for row in rows for word in row}
    return [word for word in words if id(word) not in gone]


def _likeness(row: Sequence[Piece]) -> str:
    return re.sub(r"\d+", "#", _text(row))


def _is_number(row: Sequence[Piece], far: float) -> bool:
    """Whether a row is a page's number: one that stands apart, not a sentence's last word."""
    return far > row[0].height and PAGE_NUMBER.fullmatch(_text(row)) is not None


def _text(row: Sequence[Piece]) -> str:
    return " ".join(word.text for word in row)
