"""Terms by number → exact scores, and the best documents without scoring the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from bot.index.build import IndexArrays, Rows, Stack, absence, is_regular, levels
from bot.index.postings import Postings

_Ids: TypeAlias = NDArray[np.signedinteger[Any]]
_Scores: TypeAlias = NDArray[np.float64]

_BINS = 1 << 16  # at least


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Measured sizes; what is found doesn't depend on them.

    Attributes:
        tiny: documents, all of which are soon scored where words are rare and common.
        small: documents, for each of which a sum of rare words is cheap.
        few: postings that are sorted sooner than filtered.
        long: a list is made a row if it contains more than one document in so many.
    """

    tiny: int = 1 << 14
    small: int = 1 << 16
    few: int = 1500
    long: int = 128


@dataclass(frozen=True, slots=True)
class Engine:
    """What queries read. Terms come as numbers in the query's order, a repeated one repeatedly.

    Attributes:
        size: the number of documents.
        postings: of the terms that have no row.
        rows: of the common terms.
        idf: of each term.
        weights: of each code, to be multiplied by the idf; 0 for code 0.
        absent: what a term weighs in a document without it; None where that is 0.
        regular: whether a term with a positive idf adds to the documents that contain it only.
        thresholds: which way to search.
    """

    size: int
    postings: Postings
    rows: Rows
    idf: _Scores
    weights: _Scores
    absent: _Scores | None
    regular: bool
    thresholds: Thresholds
    _row: dict[int, int]
    _row_idf: _Scores
    _starts: memoryview
    _highest: float  # weight
    _idf: memoryview
    _counts: memoryview

    @classmethod
    def of(cls, arrays: IndexArrays, thresholds: Thresholds | None = None) -> Engine:
        """Return the engine that queries `arrays`."""
        absent = absence(arrays.lengths, arrays.idf, arrays.average, arrays.parameters)
        return cls(
            size=len(arrays.lengths),
            postings=arrays.postings,
            rows=arrays.rows,
            idf=arrays.idf,
            weights=arrays.weights,
            absent=absent,
            regular=is_regular(arrays.weights, arrays.idf, absent),
            thresholds=thresholds or Thresholds(),
            _row={term: row for row, term in enumerate(arrays.rows.terms.tolist())},
            _row_idf=arrays.idf[arrays.rows.terms],
            _highest=float(arrays.weights.max()),
            _starts=_numbers(arrays.postings.starts),
            _idf=_numbers(arrays.idf),
            _counts=_numbers(arrays.counts),
        )

    def scores(self, terms: list[int]) -> _Scores:
        """Return every document's score."""
        scores = np.zeros(self.size)
        with np.errstate(all="ignore"):  # odd parameters give odd numbers
            for term in terms:
                self._add(scores, term)
        return scores

    def scores_at(self, terms: list[int], ids: _Ids) -> _Scores:
        """Return the scores of documents `ids`, in their order."""
        if not self.regular:
            return self.scores(terms)[ids]
        if terms and all(term in self._row for term in terms):
            return _summed(self._row_scores([self._row[term] for term in terms], ids))
        parts = np.zeros((len(terms) + 1, len(ids)))
        places = [place for place, term in enumerate(terms, 1) if term in self._row]
        if places:
            parts[places] = self._row_scores([self._row[terms[place - 1]] for place in places], ids)
        if len(places) < len(terms):
            short = ids.astype(np.int32)
            for part, term in zip(parts[1:], terms, strict=True):
                if term not in self._row:
                    self._look_up(part, term, short)
        return _summed(parts)

    def top(self, terms: list[int], n: int) -> tuple[NDArray[np.int64], _Scores]:
        """Return the n best documents with a term, by score, then number; and their scores."""
        known = [term for term in terms if self._counts[term]]
        if n <= 0 or not known:
            return np.empty(0, np.int64), np.empty(0)
        if not self.is_positive(known):
            return self.top_plainly(terms, n)
        stack, rest = self._stacked(known)
        if not stack.rows:
            found = best_merged(*self._listed(known), n * len(known), self.size, self.thresholds)
        elif rest and self.size <= self.thresholds.tiny:
            found = self._all(known, n)
        elif rest:
            found = self._mixed(known, stack, rest, n)
        else:
            ids = stack.candidates(n, 0.0)
            found = ids, self.scores_at(known, ids)
        return best(*found, n)

    def is_positive(self, terms: list[int]) -> bool:
        """Say whether each term adds to the score of documents that have it, and of no others."""
        return self.regular and all(self._idf[term] > 0 for term in terms if self._counts[term])

    def top_plainly(self, terms: list[int], n: int) -> tuple[NDArray[np.int64], _Scores]:
        """Return the same as `top`, from every document's score; weights may be negative or NaN."""
        scores = self.scores(terms)
        matching = np.zeros(self.size, bool)
        for term in terms:
            if term in self._row:
                matching |= self.rows.codes[self._row[term]] > 0
            else:
                matching[self.postings.documents[self._where(term)]] = True
        ids = np.flatnonzero(matching)
        ids = ids[np.argsort(-scores[ids], kind="stable")[: max(n, 0)]]
        return ids, scores[ids]

    def _stacked(self, terms: list[int]) -> tuple[Stack, list[int]]:
        """Return the rows of these terms, and the terms without; a long list is made a row."""
        rows = [self._row[term] for term in terms if term in self._row]
        stack = self.rows.stack(rows)
        if len(rows) == len(terms):
            return stack, []
        lists = [term for term in terms if term not in self._row]
        made = {term: self._made(term) for term in lists if self._is_long(term)}
        added = [made[term] for term in lists if term in made]
        stack = Stack(
            stack.rows + [row for row, _ in added],
            stack.peaks + [peak for _, peak in added],
            stack.step,
        )
        return stack, [term for term in lists if term not in made]

    def _is_long(self, term: int) -> bool:
        if (
            self.size <= self.thresholds.small
            or self._counts[term] * self.thresholds.long <= self.size
        ):
            return False
        return self._idf[term] * self._highest < self.rows.step * 0xFE  # else its bounds don't fit

    def _made(self, term: int) -> tuple[NDArray[np.uint8], int]:
        where = self._where(term)
        bounds = levels(self._idf[term], self.weights, self.rows.step)
        return self.rows.made(self.postings.documents[where], bounds[self.postings.codes[where]])

    def _all(self, terms: list[int], n: int) -> tuple[_Ids, _Scores]:
        scores = self.scores(terms)
        least = nth_at_least(scores, n)
        ids = np.flatnonzero(scores >= least if least else scores)
        return ids, scores[ids]

    def _mixed(
        self, terms: list[int], stack: Stack, lists: list[int], n: int
    ) -> tuple[_Ids, _Scores]:
        ids, sums = united(*self._listed(lists), self.size)
        if len(ids):
            steps = stack.bounds_of(ids)
            lowest = sums + (steps - len(stack.rows)) * stack.step
            least = nth_at_least(lowest, n) * (1 - 1e-9)
            ids = ids[np.flatnonzero(sums + steps * stack.step >= least)]
        scores = self.scores_at(terms, ids)
        least = float(np.partition(scores, -n)[-n]) if len(ids) >= n else 0.0
        if stack.reach() < least:
            return ids, scores
        others = stack.candidates(n, least)
        if not len(others):
            return ids, scores
        others = np.setdiff1d(others, ids, assume_unique=True)
        return (
            np.concatenate((ids, others)),
            np.concatenate((scores, self.scores_at(terms, others))),
        )

    def _where(self, term: int) -> slice:
        return slice(self._starts[term], self._starts[term + 1])

    def _row_scores(self, rows: list[int], ids: _Ids) -> _Scores:
        of = np.array(rows)
        parts: _Scores = self.weights.take(self.rows.codes[of[:, None], ids])
        parts *= self._row_idf[of, None]
        return parts

    def _listed(self, terms: list[int]) -> tuple[NDArray[np.int32], _Scores]:
        places = [self._where(term) for term in terms]
        codes = np.concatenate([self.postings.codes[place] for place in places])
        scores = self.idf.take(terms).repeat([self._counts[term] for term in terms])
        scores *= self.weights.take(codes)
        return np.concatenate([self.postings.documents[place] for place in places]), scores

    def _look_up(self, part: _Scores, term: int, ids: NDArray[np.int32]) -> None:
        where = self._where(term)
        documents = self.postings.documents[where]
        if not len(documents):
            return
        places = np.searchsorted(documents, ids)
        np.minimum(places, len(documents) - 1, out=places)
        weights = self._idf[term] * self.weights[self.postings.codes[where][places]]
        np.copyto(part, weights, where=documents[places] == ids)

    def _add(self, scores: _Scores, term: int) -> None:
        idf = self._idf[term]
        if term in self._row:
            scores += idf * self.weights.take(self.rows.codes[self._row[term]])
            return
        where = self._where(term)
        documents = self.postings.documents[where]
        weights = idf * self.weights[self.postings.codes[where]]
        if self.absent is None:
            scores[documents] += weights
            return
        every = idf * self.absent
        every[documents] = weights
        scores += every


def _summed(parts: _Scores) -> _Scores:
    # accumulate adds one by one as rank_bm25 does; reduce may add in pairs
    return cast("_Scores", np.add.accumulate(parts, axis=0)[-1])


def _numbers(array: NDArray[Any]) -> memoryview:
    # read number by number, a view is three times quicker than the array
    return memoryview(cast("bytes", array))


# Merging the lists of rare terms: only the documents in the lists are touched, however many there
# are in all.


def merged(documents: _Ids, scores: _Scores) -> tuple[_Ids, _Scores]:
    """Return each document once, with the sum of its scores, added in the order given."""
    order = np.argsort(documents, kind="stable")
    documents = documents[order]
    if not (documents[1:] == documents[:-1]).any():
        return documents, scores[order]
    new = _differing(documents)
    return documents[new], _counted(np.cumsum(new) - 1, scores[order], 0)


def united(documents: _Ids, scores: _Scores, size: int) -> tuple[_Ids, _Scores]:
    """Return the same as `merged`, of positive scores and `size` documents in all."""
    if len(documents) * 32 <= size:
        return merged(documents, scores)
    sums = _counted(documents, scores, size)
    found = np.flatnonzero(sums)
    return found, sums[found]


def best_merged(
    documents: _Ids, scores: _Scores, n: int, size: int, thresholds: Thresholds
) -> tuple[_Ids, _Scores]:
    """Return the same as `merged`, but possibly without documents that aren't among the best.

    `scores` are positive; `n` is how many documents are wanted times how many lists there are, so
    that the n best postings are of enough documents; `size` is the number of documents in all.
    """
    few = thresholds.few if size > thresholds.small else thresholds.few // 4
    if len(documents) <= few:
        return merged(documents, scores)
    if size <= thresholds.small or len(documents) * 32 > size:
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
    """Return a number near the n-th highest value, and no higher; 0 where fewer are."""
    width = len(values) // 16
    if width > 2 * n:
        values = np.maximum.reduce(values[: width * 16].reshape(16, width), axis=0)
    return float(np.partition(values, -n)[-n]) if n <= len(values) else 0.0


def best(ids: _Ids, scores: _Scores, n: int) -> tuple[NDArray[np.int64], _Scores]:
    """Return the n best: by score, descending, then by number, ascending."""
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
