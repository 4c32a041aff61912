"""Common terms as rows over all documents: adding rows is what numpy does best.

A row of bytes bounds each document's score from above, in steps that are the same for all rows.
The sum of a query's rows leaves a few dozen documents that can be among the best; only they are
scored exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.index.postings import Codes, Postings

_Sums: TypeAlias = NDArray[np.unsignedinteger[Any]]

_SHARE = 32  # a term gets a row if more than one document in so many contains it
_ROOM = 1 << 27  # bytes that all rows may take
_LEVELS = 44  # the highest bound; six rows usually add up within a byte
_PADDING = 128  # rows are as long as a multiple of it, which any number of lines divides
_SLACK = 1e-9  # far above what rounding can do to a sum of products, far below a step


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of common terms.

    Attributes:
        terms: their numbers, ascending; row i is that of `terms[i]`.
        codes: (rows, documents); 0 where a document doesn't hold the term.
        bounds: (rows, documents padded with zeros), uint8; bound × `step` is at least the score
            that the term adds, and at most a step above it.
        peaks: the highest bound of each row.
        step: the score that a bound of 1 represents.
    """

    terms: NDArray[np.int32]
    codes: Codes
    bounds: NDArray[np.uint8]
    peaks: NDArray[np.uint8]
    step: float

    def stack(self, rows: list[int]) -> Stack:
        """Return the bounds of some rows."""
        return Stack([self.bounds[row] for row in rows], self.peaks[rows].tolist(), self.step)

    def made(
        self, documents: NDArray[np.int32], bounds: NDArray[np.uint8]
    ) -> tuple[NDArray[np.uint8], int]:
        """Return a row for a term that has none, of its documents' bounds; and its peak."""
        row = np.zeros(self.bounds.shape[1], np.uint8)
        row[documents] = bounds
        return row, int(bounds.max())


@dataclass(frozen=True, slots=True)
class Stack:
    """The rows of one query, each with its highest bound."""

    rows: list[NDArray[np.uint8]]
    peaks: list[int]
    step: float

    def bounds_of(self, documents: NDArray[np.signedinteger[Any]]) -> NDArray[np.int64]:
        """Return the sum of the rows' bounds for each of `documents`, in steps."""
        sums = np.zeros(len(documents), np.int64)
        for row in self.rows:
            sums += row.take(documents)
        return sums

    def reach(self) -> float:
        """Return a score that no document exceeds by these rows alone."""
        return sum(self.peaks) * self.step

    def candidates(self, n: int, least: float) -> NDArray[np.int64]:
        """Return documents, unordered, that include the n best by these rows that reach `least`."""
        sums, unit = self._added()
        lines = sums.reshape(_lines(len(sums)), -1)
        highest = np.maximum.reduce(lines, axis=0)
        # n documents have bounds of at least `nth`, so scores of at least nth − len(rows) steps
        nth = unit * _nth_highest(sums, highest, n)
        wanted = max(1, nth - len(self.rows), ceil(least / self.step * (1 - _SLACK)))
        floor = wanted if unit == 1 else (wanted - 1) // 2
        if not floor:
            return np.flatnonzero(np.logical_or.reduce(self.rows))
        return _at_least(lines, highest, floor)

    def _added(self) -> tuple[_Sums, int]:
        """Return the rows' sum as (s, 1); or, too high for a byte, as (s, 2): from 2·s to 2·s + 2.

        Bytes matter, since the way through memory takes most of a search's time.
        """
        groups = self._groups()
        if len(groups) == 1:
            return _sum(groups[0]), 1
        if len(groups) == 2:
            halves: _Sums = np.right_shift(_sum(groups[0]), 1)
            halves += np.right_shift(_sum(groups[1]), 1)
            return halves, 2
        wide = np.zeros(len(self.rows[0]), np.uint32)
        for group in groups:
            wide += _sum(group)
        return wide, 1

    def _groups(self) -> list[list[NDArray[np.uint8]]]:
        """Return the rows in groups whose sums fit into a byte."""
        groups: list[list[NDArray[np.uint8]]] = [[]]
        reached = 0
        for row, peak in zip(self.rows, self.peaks, strict=True):
            reached += peak
            if reached > 0xFF:
                groups.append([])
                reached = peak
            groups[-1].append(row)
        return groups


def levels(idf: float, weights: NDArray[np.float64], step: float) -> NDArray[np.uint8]:
    """Return the bound of each code of a term."""
    bounds = np.ceil(idf * weights / step * (1 + _SLACK) + _SLACK)
    bounds[0] = 0
    return bounds.astype(np.uint8)


def split(
    postings: Postings, documents: int, eligible: NDArray[np.bool_]
) -> tuple[Postings, NDArray[np.int32], Codes]:
    """Return the postings without those of common terms, these terms, and their rows of codes.

    Only `eligible` terms become rows, the most common first, and no more than take the room that
    all postings take.
    """
    counts = np.diff(postings.starts)
    room = min(_ROOM, len(postings.documents) * 6) // max(1, documents * 3)
    common = np.flatnonzero(eligible & (counts * _SHARE > documents))
    common = np.sort(common[np.argsort(-counts[common], kind="stable")[:room]])
    codes = np.zeros((len(common), documents), postings.codes.dtype)
    listed = np.ones(len(postings.documents), bool)
    for row, term in enumerate(common.tolist()):
        where = slice(*postings.starts[term : term + 2].tolist())
        codes[row, postings.documents[where]] = postings.codes[where]
        listed[where] = False
    counts[common] = 0
    starts = np.concatenate(([0], np.cumsum(counts)))
    rest = Postings(starts, postings.documents[listed], postings.codes[listed])
    return rest, common.astype(np.int32), codes


def bounded(
    terms: NDArray[np.int32],
    codes: Codes,
    idf: NDArray[np.float64],
    weights: NDArray[np.float64],
) -> Rows:
    """Return the rows of `terms`, with bounds for the scores of idf and weights; all positive."""
    count, documents = codes.shape
    bounds = np.zeros((count, -(-documents // _PADDING) * _PADDING), np.uint8)
    # without rows, a step for rows that are made of lists: words of one document in a hundred
    highest = float(idf[terms].max() if count else 5.0) * float(weights.max())
    step = highest / (_LEVELS - 0.5) or 1.0
    for row, value in enumerate(idf[terms].tolist()):
        bounds[row, :documents] = levels(value, weights, step)[codes[row]]
    return Rows(terms, codes, bounds, bounds.max(axis=1, initial=0), step)


def _sum(rows: list[NDArray[np.uint8]]) -> _Sums:
    total: _Sums = rows[0]
    if len(rows) > 1:
        total = total + rows[1]  # the first sum is a new array, the rest go into it
    for row in rows[2:]:
        total += row
    return total


def _lines(sums: int) -> int:
    return 32 if sums <= 1 << 18 else 64  # measured: both the blocks and what is in one stay few


def _nth_highest(sums: _Sums, highest: _Sums, n: int) -> int:
    """Return a number near the n-th highest sum, and no higher; 0 where fewer are."""
    values = highest if n * 2 <= len(highest) else sums
    width = len(values) // 32
    if n * 8 <= width:
        values = np.maximum.reduce(values[: width * 32].reshape(32, width), axis=0)
    return int(np.partition(values, -n)[-n]) if n <= len(values) else 0


def _at_least(lines: _Sums, highest: _Sums, floor: int) -> NDArray[np.int64]:
    if lines.size <= 1 << 15:
        return np.flatnonzero(lines.ravel() >= floor)
    # column j contains documents j, j + width, j + 2·width …; most columns can't reach the floor
    columns = np.flatnonzero(highest >= floor)
    found = np.flatnonzero(lines[:, columns].ravel() >= floor)
    line, column = np.divmod(found, len(columns))
    return line * len(highest) + columns[column]
