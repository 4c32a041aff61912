"""The words on a page and the rows that they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

DRAWN: Final = frozenset("oØüqv§➢")  # marks of items in the fonts of offices, as letters


class Piece(NamedTuple):
    """A word, or words on a line; points from the page's lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        """The height of the letters, without the space between lines."""
        return self.top - self.bottom


def rows_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Return the pieces that stand side by side, from the top of the page to its bottom.

    Each row is ordered from left to right.
    """
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.top, piece.left)):
        if rows:
            first = rows[-1][0]
            shared = min(first.top, piece.top) - max(first.bottom, piece.bottom)
            if shared > min(first.height, piece.height) / 2:
                rows[-1].append(piece)
                continue
        rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def with_bullets(words: Iterable[Piece]) -> list[Piece]:
    """Return the words, the letters by which fonts draw the mark of a list's item as such marks."""
    shown: list[Piece] = []
    for row in rows_of(words):
        for before, word, after in zip([None, *row], row, [*row[1:], None], strict=False):
            begins = before is None or gap_between(before, word) > 2
            apart = after is None or gap_between(word, after) > 0.35
            is_mark = word.text in DRAWN and begins and apart
            shown.append(word._replace(text="•") if is_mark else word)
    return shown


def gap_between(before: Piece, word: Piece) -> float:
    """Return the gap in heights of the letters."""
    return (word.left - before.right) / max(before.height, word.height, 1)
