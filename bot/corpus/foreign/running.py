"""The words of pages → those without running headers, running footers and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from bot.corpus.foreign.page_layout import Piece, rows_of

EDGE: Final = 2  # lines at the top and at the bottom that may be running ones
OFTEN: Final = 0.4  # of all pages: those on the left may have others than those on the right
PAGE_NUMBER: Final = re.compile(r"(?i)\W*(?:page|p\.)?\W*\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*")


def without_running(pages: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """Return each page's words without what stands at the edge of many pages, numbers apart."""
    edges = [_edges(words) for words in pages]
    seen = Counter(key for edge in edges for key in {_likeness(row) for row in edge})
    often = max(2, OFTEN * len(pages))
    return [
        _without(words, [row for row in edge if seen[_likeness(row)] >= often or _is_number(row)])
        for words, edge in zip(pages, edges, strict=True)
    ]


def _edges(words: Sequence[Piece]) -> list[list[Piece]]:
    """Return the rows at the top and the bottom; of a page with few, none."""
    rows = rows_of(words)
    deep = min(EDGE, len(rows) // 3)
    return [*rows[:deep], *rows[len(rows) - deep :]]


def _without(words: Sequence[Piece], rows: Sequence[Sequence[Piece]]) -> list[Piece]:
    gone = {id(word) for row in rows for word in row}
    return [word for word in words if id(word) not in gone]


def _likeness(row: Sequence[Piece]) -> str:
    return re.sub(r"\d+", "#", _text(row))


def _is_number(row: Sequence[Piece]) -> bool:
    return PAGE_NUMBER.fullmatch(_text(row)) is not None


def _text(row: Sequence[Piece]) -> str:
    return " ".join(word.text for word in row)
