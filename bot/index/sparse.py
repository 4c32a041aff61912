"""Rare terms: only the documents in their lists are touched, however many there are in all."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.index.limits import Limits

_Ids: TypeAlias = NDArray[np.signedinteger[Any]]
_Scores: TypeAlias = NDArray[np.float64]

_BINS = 1 << 16  # at least


def merged(documents: _Ids, scores: _Scores) -> tuple[_Ids, _Scores]:
    """Each document once, with the sum of its scores, added in the order given."""
    order = np.argsort(documents, kind="stable")
    documents = documents[order]
    if not (documents[1:] == documents[:-1]).any():
        return documents, scores[order]
    new = _differing(documents)
    return documents[new], _counted(np.cumsum(new) - 1, scores[order], 0)


def united(documents: _Ids, scores: _Scores, size: int) -> tuple[_Ids, _Scores]:
    """As `merged`, of positive scores and `size` documents in all."""
    if len(documents) * 32 <= size:
        return merged(documents, scores)
    sums = _counted(documents, scores, size)
    found = np.flatnonzero(sums)
    return found, sums[found]


def best_merged(
    documents: _Ids, scores: _Scores, n: int, size: int, limits: Limits
) -> tuple[_Ids, _Scores]:
    """As `merged`, but possibly without documents that aren't among the best.

    `scores` are positive; `n` is how many documents are wanted times how many lists there are, so
    that the n best postings are of enough documents; `size` is the number of documents in all.
    """
    few = limits.few if size > limits.small else limits.few // 4
    if len(documents) <= few:
        return merged(documents, scores)
    if size <= limits.small or len(documents) * 32 > size:
        return _best_counted(documents, scores, n, size)
    # A bin's sum is no less than that of any document in it, since what is added is positive, and
    # a score alone no more than its document's sum.
    bins = documents & (_bins(len(documents)) - 1)
    bounds = _counted(bins, scores, 0).take(bins)
    chosen = np.flatnonzero(bounds >= nth_at_least(scores, n))
    return merged(documents[chosen], scores[chosen])


def _best_counted(documents: _Ids, scores: _Scores, n: int, size: int) -> tuple[_Ids, _Scores]:
    sums = _counted(documents, scores, size)
    found = sums.take(documents)
    documents = np.sort(documents[np.flatnonzero(found >= nth_at_least(found, n))])
    documents = documents[_differing(documents)]
    return documents, sums.take(documents)


def nth_at_least(values: _Scores, n: int) -> float:
    """A number that is no higher than the n-th highest value, and near it; 0 where fewer are."""
    width = len(values) // 16
    if width > 2 * n:
        values = np.maximum.reduce(values[: width * 16].reshape(16, width), axis=0)
    return float(np.partition(values, -n)[-n]) if n <= len(values) else 0.0


def best(ids: _Ids, scores: _Scores, n: int) -> tuple[NDArray[np.int64], _Scores]:
    """The n best: by score, descending, then by number, ascending."""
    if len(ids) > 4 * n + 64:
        chosen = np.flatnonzero(scores >= nth_at_least(scores, n))
        ids, scores = ids[chosen], scores[chosen]
    order = np.lexsort((ids, -scores))[:n]
    return ids[order].astype(np.int64), scores[order]


def _counted(documents: _Ids, scores: _Scores, size: int) -> _Scores:
    # bincount adds one by one, in order; reduceat would not, and differ in the last bit
    return np.asarray(np.bincount(documents, scores, size), np.float64)


def _bins(documents: int) -> int:
    return max(_BINS, 1 << (16 * documents).bit_length())


def _differing(ascending: _Ids) -> NDArray[np.bool_]:
    new = np.ones(len(ascending), bool)
    np.not_equal(ascending[1:], ascending[:-1], out=new[1:])
    return new
