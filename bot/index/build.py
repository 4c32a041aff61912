"""Encoded documents → everything that an index consists of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.index.dense import Rows, bounded, split
from bot.index.postings import Pairs, Postings, first_appearance, invert
from bot.index.vocabulary import Encoded
from bot.index.weights import Parameters, absence, inverse_frequencies, term_weights


@dataclass(frozen=True, slots=True)
class Content:
    """An index as arrays.

    Attributes:
        parameters: of the formula.
        lengths: of the documents in tokens, (N,) int32.
        counts: documents that hold each term, int32; one more entry than terms, the last 0, so
            that an unknown token is a term too.
        idf: of each term, as long as `counts`.
        mean_idf: the mean from which rank_bm25 derives its floor.
        postings: of the terms without rows.
        pairs: what the codes stand for.
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
        """The mean length of a document; 0.0 without documents."""
        total = int(self.lengths.sum(dtype=np.int64))
        return total / len(self.lengths) if len(self.lengths) else 0.0


def build(encoded: Encoded, terms: int, parameters: Parameters) -> Content:
    """The index of `encoded`, whose tokens are below `terms`."""
    size = len(encoded.lengths)
    postings, pairs = invert(encoded, terms + 1)
    counts = np.diff(postings.starts)
    order = first_appearance(encoded.tokens, terms)
    idf, mean = inverse_frequencies(size, counts, order, parameters)
    average = len(encoded.tokens) / size if size else 0.0
    weights = term_weights(pairs.frequencies, pairs.lengths, average, parameters)
    weights[0] = 0.0
    absent = absence(encoded.lengths, idf, average, parameters)
    rest, common, codes = split(postings, size, (idf > 0) & is_regular(weights, idf, absent))
    return Content(
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
    """Whether a term with a positive idf adds to the documents that hold it, and only to them."""
    present = weights[1:]
    if absent is not None or not bool(np.all((present > 0) & np.isfinite(present))):
        return False
    positive = idf[idf > 0]
    highest = float(present.max(initial=0.0)) * float(positive.max(initial=0.0))
    lowest = float(present.min(initial=1.0)) * float(positive.min(initial=1.0))
    return lowest > 1e-300 and highest < 1e300  # beyond, scores are rounded to zero or infinity
