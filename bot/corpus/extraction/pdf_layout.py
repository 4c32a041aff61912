"""The words on a page → its lines in reading order, column by column."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from statistics import median
from typing import Final, NamedTuple

FEWEST: Final = 4  # lines that make a column
STEP: Final = 3.0  # points between two places where a gap is looked for
NARROWEST: Final = 8.0  # heights of the letters: a column is no narrower
MOST_COLUMNS: Final = 4
GUTTER: Final = 0.6  # of the height of the letters: a gap wider than that may part columns
WIDE: Final = 0.9  # a gap wider than that parts the cells of a row
MARKER: Final = re.compile(r"\W|\(?\w{1,3}[.)]")
EDGE: Final = 3.0  # points by which lines may end apart and still end together

DRAWN: Final = frozenset("oØüqv§➢")  # marks of items in the fonts of offices, as letters


class PageLine(NamedTuple):
    """A line; the cells of a table's row stand apart by tabs."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    column: tuple[float, float]  # where the lines of its column begin and end
    first: float  # the width of its first word

    @property
    def height(self) -> float:
        """Return the height of the letters, without the space between lines."""
        return self.top - self.bottom


def lines_of(pages: Sequence[Sequence[TextFragment]]) -> list[list[PageLine]]:
    """Return the lines of each page; of several columns the left one first.

    What crosses the gap between the columns parts those above from those below. Where one page has
    columns, others have them at the same place, however short.
    """
    shown = [[word for word in words if word.text] for words in pages]
    first = _Reader(frozenset())
    lines = [first.region(words, MOST_COLUMNS) for words in shown]
    if not first.gaps:
        return lines
    again = _Reader(frozenset(first.gaps))
    return [again.region(words, MOST_COLUMNS) for words in shown]


@dataclass(frozen=True, slots=True)
class _Reader:
    known: frozenset[float]  # gaps of other pages
    gaps: list[float] = field(default_factory=list)  # that were found

    def region(self, words: list[TextFragment], columns: int) -> list[PageLine]:
        """Return the lines of a page, or of a part of it."""
        if not words:
            return []
        rows = rows_of(words)
        gap, bands = self._split(rows, columns)
        if gap is None:
            return _column(rows)
        self.gaps.append(gap)
        lines: list[PageLine] = []
        for band in bands:
            if self._are_columns(band, 1, columns):
                lines += self.region([word for row in band.left for word in row], columns - 1)
                lines += self.region([word for row in band.right for word in row], columns - 1)
            else:
                lines += _column(band.rows)
        return lines

    def _split(
        self, rows: Sequence[list[TextFragment]], columns: int
    ) -> tuple[float | None, list[_Band]]:
        """Return the gap between two columns and the bands, None where there is but one."""
        gap = _gap(rows) if columns > 1 else None
        if gap is None:
            return None, []
        bands = list(_bands(rows, gap))
        if any(self._are_columns(band, FEWEST, columns) for band in bands):
            return gap, bands
        return None, []

    def _are_columns(self, band: _Band, fewest: int, columns: int) -> bool:
        """Say whether what is on both sides is prose, and not the cells of a table.

        Cells are short and stand side by side; the lines of a column are nearly as wide as it.
        """
        few, many = sorted((len(band.left), len(band.right)))
        if few < min(fewest, 2):
            return False
        start = max(word.right for row in band.left for word in row)
        end = min(row[0].left for row in band.right)
        is_known = any(start < gap < end for gap in self.known)
        if many < (2 if is_known else fewest):
            return False
        bottoms = [{round(row[0].bottom) for row in side} for side in (band.left, band.right)]
        aligned = len(bottoms[0] & bottoms[1]) > 0.8 * many
        filled = 0.4 if is_known else 0.7 if aligned else 0.5
        return all(
            _is_prose(side, filled) or self._split(side, columns - 1)[1]
            for side in (band.left, band.right)
        )


def _gap(rows: Sequence[Sequence[TextFragment]]) -> float | None:
    """Return the middle of the white space that may part two columns.

    It is where the fewest lines cross, such as a title, and of such places the widest.
    """
    runs = [run for row in rows for run in _runs(row)]
    start, end = min(run.left for run in runs), max(run.right for run in runs)
    best: tuple[int, float, float] | None = None
    for step in range(int(0.2 * (end - start) / STEP), int(0.8 * (end - start) / STEP)):
        at = start + step * STEP
        left = [run.right for run in runs if run.right <= at]
        right = [run.left for run in runs if run.left >= at]
        if left and right:
            crossing = len(runs) - len(left) - len(right)
            found = (-crossing, min(right) - max(left), (max(left) + min(right)) / 2)
            best = max(best or found, found)
    wide = best is not None and best[1] > GUTTER * median(run.height for run in runs)
    return best[2] if best and wide else None


class _Band(NamedTuple):
    """Rows between two that cross the gap, or one that does."""

    rows: list[list[TextFragment]]
    left: list[list[TextFragment]]
    right: list[list[TextFragment]]


def _bands(rows: Sequence[list[TextFragment]], gap: float) -> Iterator[_Band]:
    band: list[list[TextFragment]] = []
    for row in rows:
        if any(run.left < gap < run.right for run in _runs(row)):
            if band:
                yield _band(band, gap)
            yield _Band([row], [], [])
            band = []
        else:
            band.append(row)
    if band:
        yield _band(band, gap)


def _band(rows: list[list[TextFragment]], gap: float) -> _Band:
    left = rows_of(word for row in rows for word in row if word.right <= gap)
    right = rows_of(word for row in rows for word in row if word.left >= gap)
    return _Band(rows, left, right)


def _is_prose(rows: Sequence[Sequence[TextFragment]], filled: float) -> bool:
    start = min(row[0].left for row in rows)
    width = max(word.right for row in rows for word in row) - start
    written = median(sum(word.right - word.left for word in row) for row in rows)
    return written > filled * width and width > NARROWEST * median(row[0].height for row in rows)


def _runs(row: Sequence[TextFragment]) -> Iterator[TextFragment]:
    """Yield the words of a row that no wide gap parts as one fragment each."""
    run: list[TextFragment] = []
    for word in row:
        if run and gap_between(run[-1], word) > GUTTER:
            yield _joined(run)
            run = []
        run.append(word)
    yield _joined(run)


def _joined(words: Sequence[TextFragment]) -> TextFragment:
    return TextFragment(
        " ".join(word.text for word in words),
        words[0].left,
        max(word.right for word in words),
        min(word.bottom for word in words),
        max(word.top for word in words),
    )


def _column(rows: Sequence[list[TextFragment]]) -> list[PageLine]:
    column = (
        _shared([row[0].left for row in rows], min),
        _shared([max(word.right for word in row) for row in rows], max),
    )
    cells = [_cells(row, column) for row in rows]
    for index, row in enumerate(rows):
        around = [*cells[index + 1 : index + 2], *cells[max(0, index - 1) : index]]
        if not cells[index]:
            cells[index] = next((found for near in around if (found := _under(near, row))), ())
    return [_line(row, starts, column) for row, starts in zip(rows, cells, strict=True)]


def _cells(row: Sequence[TextFragment], column: tuple[float, float]) -> tuple[float, ...]:
    """Return where the further cells of a table's row begin; nothing for another line."""
    if _is_stretched(row, column):
        return ()
    words = row[1:] if MARKER.fullmatch(row[0].text) else row
    wide = [word.left for before, word in pairwise(words) if gap_between(before, word) > WIDE]
    return tuple(wide)


def _under(starts: tuple[float, ...], row: Sequence[TextFragment]) -> tuple[float, ...]:
    """Return where a row's cells begin, if just where its neighbour's do, by narrow gaps too."""
    found = tuple(
        word.left
        for before, word in pairwise(row)
        if gap_between(before, word) > 0.2
        and any(abs(word.left - start) <= EDGE for start in starts)
    )
    return found if len(found) == len(starts) > 1 else ()


def _shared(edges: Sequence[float], choose: Callable[[Iterable[float]], float]) -> float:
    """Return the outermost edge that three lines share, else the outermost of all."""
    order = sorted(edges)
    shared = [
        edge
        for edge in order
        if bisect_right(order, edge + EDGE) - bisect_left(order, edge - EDGE) >= 3
    ]
    return choose(shared or edges)


def _line(
    row: list[TextFragment], starts: tuple[float, ...], column: tuple[float, float]
) -> PageLine:
    text = row[0].text
    for word in row[1:]:
        text += ("\t" if word.left in starts else " ") + word.text
    whole, usual = _joined(row), _usual(row)
    first = row[0].right - row[0].left
    return PageLine(text, whole.left, whole.right, usual.bottom, usual.top, column, first)


def _usual(row: Sequence[TextFragment]) -> TextFragment:
    """Return the word in the middle by height, each letter counted: a raised number is small."""
    order = sorted(row, key=lambda word: word.height)
    ends = accumulate(len(word.text) for word in order)
    half = sum(len(word.text) for word in row) / 2
    return next((word for word, end in zip(order, ends, strict=True) if end >= half), order[-1])


def _is_stretched(row: Sequence[TextFragment], column: tuple[float, float]) -> bool:
    """Say whether a line was spread to the column's edge: then all its gaps are the same.

    But for the one after the mark of a list's item.
    """
    words = row[1:] if MARKER.fullmatch(row[0].text) else row
    gaps = [word.left - before.right for before, word in pairwise(words)]
    if len(gaps) < 2 or row[-1].right < column[1] - EDGE:
        return False
    return max(gaps) - min(gaps) < 0.3 * max(gaps) + 2.5


class TextFragment(NamedTuple):
    """A word, or words on a line; points from the page's lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        """Return the height of the letters, without the space between lines."""
        return self.top - self.bottom


def rows_of(fragments: Iterable[TextFragment]) -> list[list[TextFragment]]:
    """Return the fragments that stand side by side, from the top of the page to its bottom.

    Each row is ordered from left to right.
    """
    rows: list[list[TextFragment]] = []
    for fragment in sorted(fragments, key=lambda fragment: (-fragment.top, fragment.left)):
        if rows:
            first = rows[-1][0]
            shared = min(first.top, fragment.top) - max(first.bottom, fragment.bottom)
            if shared > min(first.height, fragment.height) / 2:
                rows[-1].append(fragment)
                continue
        rows.append([fragment])
    return [sorted(row, key=lambda fragment: fragment.left) for row in rows]


def with_bullets(words: Iterable[TextFragment]) -> list[TextFragment]:
    """Return the words, the letters by which fonts draw the mark of a list's item as such marks."""
    shown: list[TextFragment] = []
    for row in rows_of(words):
        for before, word, after in zip([None, *row], row, [*row[1:], None], strict=False):
            begins = before is None or gap_between(before, word) > 2
            apart = after is None or gap_between(word, after) > 0.35
            is_mark = word.text in DRAWN and begins and apart
            shown.append(word._replace(text="•") if is_mark else word)
    return shown


def gap_between(before: TextFragment, word: TextFragment) -> float:
    """Return the gap in heights of the letters."""
    return (word.left - before.right) / max(before.height, word.height, 1)
