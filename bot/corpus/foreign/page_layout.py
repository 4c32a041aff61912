"""The pieces of text on a page → its lines in reading order, column by column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

FEWEST: Final = 4  # lines that make a column


class Piece(NamedTuple):
    """A run of text on a line; points from the page's lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        """The height of the letters, without the space between lines."""
        return self.top - self.bottom


class PageLine(NamedTuple):
    """A line; the cells of a table's row stand apart by tabs."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    column: tuple[float, float]  # where the lines of its column begin and end

    @property
    def height(self) -> float:
        """The height of the letters, without the space between lines."""
        return self.top - self.bottom


def lines_of(pieces: Sequence[Piece]) -> list[PageLine]:
    """Return the lines of a page; of two columns the left one first.

    What crosses the gap between the columns parts those above from those below.
    """
    shown = [piece for piece in pieces if piece.text]
    if not shown:
        return []
    gap = _gap(shown)
    if gap is None:
        return _column(shown)
    lines: list[PageLine] = []
    left: list[Piece] = []
    right: list[Piece] = []
    for row in _rows(shown):
        if any(piece.left < gap < piece.right for piece in row):
            lines += [*_column(left), *_column(right), *_column(row)]
            left, right = [], []
        else:
            left += [piece for piece in row if piece.right <= gap]
            right += [piece for piece in row if piece.left >= gap]
    return [*lines, *_column(left), *_column(right)]


def _gap(pieces: Sequence[Piece]) -> float | None:
    """Return the middle of the white space between two columns of prose, None without such.

    The cells of a table are short, the lines of a column nearly as wide as it.
    """
    start, end = min(p.left for p in pieces), max(p.right for p in pieces)
    narrow = [piece for piece in pieces if piece.right - piece.left < 0.6 * (end - start)]
    best: tuple[float, float] | None = None
    reach = start
    for piece in sorted(narrow, key=lambda piece: piece.left):
        middle = (reach + piece.left) / 2
        inside = 0.3 < (middle - start) / (end - start) < 0.7
        if inside and piece.left - reach > (best[1] - best[0] if best else 0):
            best = (reach, piece.left)
        reach = max(reach, piece.right)
    if best is None or best[1] - best[0] < median(piece.height for piece in pieces) / 2:
        return None
    middle = (best[0] + best[1]) / 2
    sides = (
        [piece for piece in narrow if piece.right <= middle],
        [piece for piece in narrow if piece.left >= middle],
    )
    return middle if all(_is_prose(side) for side in sides) else None


def _is_prose(side: Sequence[Piece]) -> bool:
    if len(side) < FEWEST:
        return False
    width = max(piece.right for piece in side) - min(piece.left for piece in side)
    return median(piece.right - piece.left for piece in side) > 0.6 * width


def _rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Return the pieces that stand side by side, from the top of the page to its bottom."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.top, piece.left)):
        if rows:
            first = rows[-1][0]
            shared = min(first.top, piece.top) - max(first.bottom, piece.bottom)
            if shared > min(first.height, piece.height) / 2:
                rows[-1].append(piece)
                continue
        rows.append([piece])
    return rows


def _column(pieces: Sequence[Piece]) -> list[PageLine]:
    if not pieces:
        return []
    column = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    return [_line(sorted(row, key=lambda piece: piece.left), column) for row in _rows(pieces)]


def _line(row: list[Piece], column: tuple[float, float]) -> PageLine:
    text = row[0].text
    for before, piece in pairwise(row):
        text += ("\t" if piece.left - before.right > piece.height else " ") + piece.text
    return PageLine(
        text,
        row[0].left,
        row[-1].right,
        min(piece.bottom for piece in row),
        max(piece.top for piece in row),
        column,
    )
