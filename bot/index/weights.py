"""BM25's formulas, operation by operation as rank_bm25 0.2.2 has them, so that no bit differs."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Formula: TypeAlias = Literal["okapi", "lucene"]


@dataclass(frozen=True, slots=True)
class Parameters:
    """k1 and b of BM25, rank_bm25's floor epsilon, and which inverse document frequency."""

    k1: float = 1.5
    b: float = 0.75
    epsilon: float = 0.25
    formula: Formula = "okapi"


def okapi(size: int, frequency: int) -> float:
    """Ln((N − df + ½) / (df + ½)), negative where more than half of the documents hold the term."""
    return math.log(size - frequency + 0.5) - math.log(frequency + 0.5)


def lucene(size: int, frequency: int) -> float:
    """Ln(1 + (N − df + ½) / (df + ½)), positive always."""
    return math.log(1 + (size - frequency + 0.5) / (frequency + 0.5))


def inverse_frequencies(
    size: int, frequencies: NDArray[np.int64], order: NDArray[np.int64], parameters: Parameters
) -> tuple[NDArray[np.float64], float]:
    """Each term's idf, 0 for a term in no document, and their mean as rank_bm25 sums it.

    `order` lists the terms that documents hold by first appearance, since a sum of floats depends
    on its order. Negative values become epsilon times the mean.
    """
    formula = lucene if parameters.formula == "lucene" else okapi
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
    """Tf·(k1 + 1) / (tf + k1·(1 − b + b·dl/avgdl)), element by element; no warnings."""
    k1, b = parameters.k1, parameters.b
    with np.errstate(all="ignore"):
        weights = frequency * (k1 + 1) / (frequency + k1 * (1 - b + b * length / average))
    return np.asarray(weights, np.float64)


def absence(
    lengths: NDArray[np.int32], idf: NDArray[np.float64], average: float, parameters: Parameters
) -> NDArray[np.float64] | None:
    """What a term weighs in each document that doesn't hold it; None where that is 0 in all.

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
