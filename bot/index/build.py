"""Encoded documents → everything that an index consists of, weighed by BM25.

BM25 is that of Robertson and Zaragoza (2009, "The Probabilistic Relevance Framework: BM25 and
Beyond"). The formulas are, operation by operation, as rank_bm25 0.2.2 has them, so that no bit
differs.

Common terms are rows over all documents, for adding rows is what numpy does best. A row of bytes
bounds each document's score from above, in steps that are the same for all rows. The sum of a
query's rows leaves a few dozen documents that can be among the best; only they are scored exactly.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.index.postings import Codes, EncodedDocuments, Pairs, Postings, first_appearance, invert

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
        codes: (rows, documents); 0 where a document doesn't contain the term.
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


Formula: TypeAlias = Literal["okapi", "lucene"]


@dataclass(frozen=True, slots=True)
class Parameters:
    """k1 and b of BM25, rank_bm25's floor epsilon, and which inverse document frequency."""

    k1: float = 1.5
    b: float = 0.75
    epsilon: float = 0.25
    formula: Formula = "okapi"


@dataclass(frozen=True, slots=True)
class IndexArrays:
    """An index as arrays.

    Attributes:
        parameters: of the formula.
        lengths: of the documents in tokens, (N,) int32.
        counts: documents that contain each term, int32; one more entry than terms, the last 0, so
            that an unknown token is a term too.
        idf: of each term, as long as `counts`.
        mean_idf: the mean from which rank_bm25 derives its floor.
        postings: of the terms without rows.
        pairs: what the codes represent.
        weights: of each code, to be multiplied by the idf; 0 for code 0.
        rows: of the common terms.
    """

    parameters: Parameters
    lengths: NDArray[np.int32]
    counts: NDArray[np.int32]
    idf: NDArray[np.float64]
    mean_idf: float
    postings: Postings
    pairs: Pairs
    weights: NDArray[np.float64]
    rows: Rows

    @property
    def average(self) -> float:
        """Return the mean length of a document; 0.0 without documents."""
        total = int(self.lengths.sum(dtype=np.int64))
        return total / len(self.lengths) if len(self.lengths) else 0.0


def build(encoded: EncodedDocuments, terms: int, parameters: Parameters) -> IndexArrays:
    """Return the index of `encoded`, whose tokens are below `terms`."""
    size = len(encoded.lengths)
    postings, pairs = invert(encoded, terms + 1)
    counts = np.diff(postings.starts)
    order = first_appearance(encoded.tokens, terms)
    idf, mean = _inverse_frequencies(size, counts, order, parameters)
    average = len(encoded.tokens) / size if size else 0.0
    weights = term_weights(pairs.frequencies, pairs.lengths, average, parameters)
    weights[0] = 0.0
    absent = absence(encoded.lengths, idf, average, parameters)
    rest, common, codes = split(postings, size, (idf > 0) & is_regular(weights, idf, absent))
    return IndexArrays(
        parameters=parameters,
        lengths=encoded.lengths,
        counts=counts.astype(np.int32),
        idf=idf,
        mean_idf=mean,
        postings=rest,
        pairs=pairs,
        weights=weights,
        rows=bounded(common, codes, idf, weights),
    )


def is_regular(
    weights: NDArray[np.float64], idf: NDArray[np.float64], absent: NDArray[np.float64] | None
) -> bool:
    """Say whether a term with a positive idf adds to the documents with it, and only to them."""
    present = weights[1:]
    if absent is not None or not bool(np.all((present > 0) & np.isfinite(present))):
        return False
    positive = idf[idf > 0]
    highest = float(present.max(initial=0.0)) * float(positive.max(initial=0.0))
    lowest = float(present.min(initial=1.0)) * float(positive.min(initial=1.0))
    return lowest > 1e-300 and highest < 1e300  # beyond, scores are rounded to zero or infinity


def _okapi(size: int, frequency: int) -> float:
    """Return ln((N − df + ½) / (df + ½)), the weight of Robertson and Spärck Jones (1976).

    It is negative where more than half of the documents have the term.
    """
    return math.log(size - frequency + 0.5) - math.log(frequency + 0.5)


def _lucene(size: int, frequency: int) -> float:
    """Return ln(1 + (N − df + ½) / (df + ½)), which is positive always, as Lucene has it."""
    return math.log(1 + (size - frequency + 0.5) / (frequency + 0.5))


def _inverse_frequencies(
    size: int, frequencies: NDArray[np.int64], order: NDArray[np.int64], parameters: Parameters
) -> tuple[NDArray[np.float64], float]:
    """Return each term's idf, 0 for a term in no document, and their mean as rank_bm25 sums it.

    `order` lists the terms in documents by first appearance, since a sum of floats depends
    on its order. Negative values become epsilon times the mean.
    """
    formula = _lucene if parameters.formula == "lucene" else _okapi
    values = _by_distinct(lambda frequency: formula(size, frequency), frequencies)
    values[frequencies == 0] = 0.0
    if not len(order):
        return values, 0.0
    mean = float(np.add.accumulate(values[order])[-1]) / len(order)
    values[values < 0] = parameters.epsilon * mean
    return values, mean


def term_weights(
    frequency: NDArray[np.int64], length: NDArray[np.int64], average: float, parameters: Parameters
) -> NDArray[np.float64]:
    """Return tf·(k1 + 1) / (tf + k1·(1 − b + b·dl/avgdl)), element by element; no warnings."""
    k1, b = parameters.k1, parameters.b
    with np.errstate(all="ignore"):
        weights = frequency * (k1 + 1) / (frequency + k1 * (1 - b + b * length / average))
    return np.asarray(weights, np.float64)


def scored(
    encoded: EncodedDocuments,
    terms: Sequence[int],
    idf: Sequence[float],
    average: float,
    by: Parameters,
) -> NDArray[np.float64]:
    """Return the scores of some documents by their own tokens, as an index would give them.

    Args:
        encoded: the documents.
        terms: of the query, in its order.
        idf: of each of these terms, not negative.
        average: the mean length of all documents of the index.
        by: the index's parameters.
    """
    owners = np.repeat(np.arange(len(encoded.lengths)), encoded.lengths)
    lengths = encoded.lengths.astype(np.int64)
    total = np.zeros(len(lengths))
    for term, value in zip(terms, idf, strict=True):
        counts = np.bincount(owners[encoded.tokens == term], minlength=len(lengths))
        total += value * term_weights(counts, lengths, average, by)
    return total


def absence(
    lengths: NDArray[np.int32], idf: NDArray[np.float64], average: float, parameters: Parameters
) -> NDArray[np.float64] | None:
    """Return what a term weighs in each document without it; None where that is 0 in all.

    Under odd parameters such as k1 = 0 rank_bm25 divides 0 by 0 there, and its scores are NaN.
    """
    if not average:
        return None
    if parameters.k1 > 0 and 0 <= parameters.b <= 1 and bool(np.isfinite(idf).all()):
        # here the divisor grows with the length: the shortest and the longest speak for all
        extremes = np.array([lengths.min(), lengths.max()], np.int64)
        if not term_weights(np.zeros(2, np.int64), extremes, average, parameters).any():
            return None
    none = np.zeros(len(lengths), np.int64)
    return term_weights(none, lengths.astype(np.int64), average, parameters)


def _by_distinct(
    function: Callable[[int], float], numbers: NDArray[np.int64]
) -> NDArray[np.float64]:
    # math.log, not numpy's: their last bits differ
    distinct, places = np.unique(numbers, return_inverse=True)
    values = np.array([function(number) for number in distinct.tolist()], np.float64)
    return values[places]
