"""`Index`: rank_bm25's class with the same scores, computed from postings."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from bot.index.postings import Postings, invert
from bot.index.vocabulary import Encoded, Vocabulary
from bot.index.weights import Formula, Parameters, inverse_frequencies, term_weights

Tokens = Iterable[Hashable]
_T = TypeVar("_T")


class Index(BM25Okapi):  # type: ignore[misc]
    """Okapi BM25 over tokenised documents, numbered from 0 in the order given.

    A drop-in for `rank_bm25.BM25Okapi` whose scores are equal to the last bit; without documents,
    or with only empty ones, scores are empty or zero. `formula="lucene"` takes the idf that is
    positive for every term. Safe to query from several threads.
    """

    def __init__(
        self,
        corpus: Iterable[Any],
        tokenizer: Callable[[Any], Sequence[Hashable]] | None = None,
        k1: float = 1.5,
        b: float = 0.75,
        epsilon: float = 0.25,
        *,
        formula: Formula = "okapi",
    ) -> None:
        vocabulary = Vocabulary()
        documents = map(tokenizer, corpus) if tokenizer else corpus
        encoded = vocabulary.encode(documents)
        self._fill(vocabulary, encoded, Parameters(k1, b, epsilon, formula))

    @classmethod
    def of(
        cls,
        vocabulary: Vocabulary,
        parts: Iterable[Encoded],
        parameters: Parameters | None = None,
    ) -> Index:
        """The index of documents that `vocabulary` has encoded, in the order of `parts`."""
        index = cls.__new__(cls)
        cls._fill(index, vocabulary, Encoded.joined(parts), parameters or Parameters())
        return index

    def _fill(self, vocabulary: Vocabulary, encoded: Encoded, parameters: Parameters) -> None:
        self.k1, self.b, self.epsilon = parameters.k1, parameters.b, parameters.epsilon
        self.tokenizer = None
        self.corpus_size = len(encoded.lengths)
        total = int(encoded.lengths.sum(dtype=np.int64))
        self.avgdl = total / self.corpus_size if self.corpus_size else 0.0
        self._vocabulary = vocabulary
        self._lengths = encoded.lengths
        self._postings = postings = invert(encoded, len(vocabulary))
        self._idf, self.average_idf = inverse_frequencies(
            self.corpus_size,
            np.diff(postings.starts),
            _first_appearance(encoded.tokens, len(vocabulary)),
            parameters,
        )
        self._parameters = parameters
        self._weights = self._weigh(postings)
        self._absent = self._weight_of_absence()

    def _weigh(self, postings: Postings) -> NDArray[np.float64]:
        weights = term_weights(postings.frequencies, postings.lengths, self.avgdl, self._parameters)
        weights[0] = 0.0
        return weights

    def _weight_of_absence(self) -> NDArray[np.float64] | None:
        # Zero, which needs no adding, except under odd parameters such as k1=0: there rank_bm25
        # divides 0 by 0, and its scores are NaN.
        if not self.avgdl:
            return None
        none = np.zeros(self.corpus_size, np.int64)
        absent = term_weights(none, self._lengths.astype(np.int64), self.avgdl, self._parameters)
        ordinary = not absent.any() and np.isfinite(self._idf).all()
        return None if ordinary else absent

    @cached_property
    def idf(self) -> dict[Hashable, float]:
        """Token → inverse document frequency, of the tokens that documents hold."""
        present = np.diff(self._postings.starts) > 0
        return {
            token: value
            for token, value, kept in zip(
                list(self._vocabulary), self._idf.tolist(), present.tolist(), strict=False
            )
            if kept
        }

    def idf_of(self, token: Hashable) -> float:
        """The token's inverse document frequency; 0.0 for one that no document holds."""
        term = self._term(token)
        return 0.0 if term is None else float(self._idf[term])

    @cached_property
    def doc_len(self) -> list[int]:
        """Tokens of each document."""
        return [int(length) for length in self._lengths.tolist()]

    def get_scores(self, query: Tokens) -> NDArray[np.float64]:
        """Every document's score, (N,) float64, by document number."""
        scores = np.zeros(self.corpus_size)
        for token in query:
            self._add(scores, token)
        return scores

    def get_batch_scores(self, query: Tokens, doc_ids: Sequence[int]) -> list[float]:
        """The scores of these documents, in their order."""
        ids = np.asarray(doc_ids, np.int64)
        if (ids >= self.corpus_size).any():
            raise AssertionError("no such document")  # as rank_bm25 does
        scores: list[float] = self.scores_of(query, ids).tolist()
        return scores

    def get_top_n(self, query: Tokens, documents: Sequence[_T], n: int = 5) -> list[_T]:
        """The n best of `documents`, also such that don't match; of equals the earlier first."""
        if self.corpus_size != len(documents):
            raise AssertionError("The documents given don't match the index corpus!")
        order = np.argsort(-self.get_scores(query), kind="stable")
        return [documents[i] for i in order[:n].tolist()]

    def scores_of(self, tokens: Tokens, ids: Sequence[int] | NDArray[Any]) -> NDArray[np.float64]:
        """The scores of these documents, float64, in their order."""
        return self.get_scores(tokens)[np.asarray(ids, np.int64)]

    def top(self, tokens: Tokens, n: int = 10) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The n best documents of those that hold a token, and their scores.

        Ordered by score, descending, then by number, ascending.
        """
        tokens = list(tokens)
        scores = self.get_scores(tokens)
        matched = np.zeros(self.corpus_size, bool)
        for token in tokens:
            matched[self._documents(token)] = True
        ids = np.flatnonzero(matched)
        ids = ids[np.argsort(-scores[ids], kind="stable")[: max(n, 0)]]
        return ids, scores[ids]

    def _term(self, token: Hashable) -> int | None:
        term = self._vocabulary.get(token)
        return term if term is not None and term < len(self._idf) else None

    def _documents(self, token: Hashable) -> NDArray[np.int32]:
        term = self._term(token)
        if term is None:
            return np.empty(0, np.int32)
        return self._postings.documents[slice(*self._postings.starts[term : term + 2].tolist())]

    def _add(self, scores: NDArray[np.float64], token: Hashable) -> None:
        term, idf = self._term(token), self.idf_of(token)
        where = slice(0) if term is None else slice(*self._postings.starts[term : term + 2])
        documents = self._postings.documents[where]
        weights = idf * self._weights[self._postings.codes[where]]
        if self._absent is None:
            scores[documents] += weights
            return
        with np.errstate(all="ignore"):
            every = idf * self._absent
        every[documents] = weights
        scores += every


def _first_appearance(tokens: NDArray[np.int32], terms: int) -> NDArray[np.int64]:
    # of equal indices the last one assigned stays: going backwards, that is the first occurrence
    first = np.full(terms, -1, np.int64)
    first[tokens[::-1]] = np.arange(len(tokens) - 1, -1, -1)
    present = np.flatnonzero(first >= 0)
    return present[np.argsort(first[present])]
