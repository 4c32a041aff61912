"""Encoded documents → everything that an index consists of, weighed by BM25.

BM25 is that of Robertson and Zaragoza (2009, "The Probabilistic Relevance Framework: BM25 and
Beyond"). The formulas are, operation by operation, as rank_bm25 0.2.2 has them, so that no bit
differs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.index.dense import Rows, bounded, split
from bot.index.postings import EncodedDocuments, Pairs, Postings, first_appearance, invert

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
        counts: documents that hold each term, int32; one more entry than terms, the last 0, so
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

    `order` lists the terms that documents hold by first appearance, since a sum of floats depends
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
    """Return what a term weighs in each document that doesn't hold it; None where that is 0 in all.

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
