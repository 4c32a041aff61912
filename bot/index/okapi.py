"""`Index`: rank_bm25's class with the same scores, computed from postings."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from bot.index.build import Content, build
from bot.index.engine import Engine
from bot.index.generation import Generation, load_generation, save_generation
from bot.index.storage import content_of, files_of, vocabulary_of
from bot.index.vocabulary import Encoded, Vocabulary
from bot.index.weights import Formula, Parameters

Tokens = Iterable[Hashable]
_T = TypeVar("_T")


class Index(BM25Okapi):  # type: ignore[misc]
    """Okapi BM25 over tokenised documents, numbered from 0 in the order given.

    A drop-in for `rank_bm25.BM25Okapi` whose scores are equal to the last bit; without documents,
    or with only empty ones, scores are empty or zero. `formula="lucene"` takes the idf that is
    positive for every term. Any number of threads may query at once.
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
        encoded = vocabulary.encode(map(tokenizer, corpus) if tokenizer else corpus)
        parameters = Parameters(k1, b, epsilon, formula)
        self._fill(vocabulary, build(encoded, len(vocabulary), parameters))

    @classmethod
    def of(
        cls,
        vocabulary: Vocabulary,
        parts: Iterable[Encoded],
        parameters: Parameters | None = None,
    ) -> Index:
        """The index of documents that `vocabulary` has encoded, in the order of `parts`."""
        index = cls.__new__(cls)
        encoded = Encoded.joined(parts)
        content = build(encoded, len(vocabulary), parameters or Parameters())
        cls._fill(index, vocabulary, content)
        return index

    @classmethod
    def load(cls, folder: str | PathLike[str]) -> Index:
        """The index that `save` has kept in `folder`, its arrays mapped into memory.

        Raises:
            StoredIndexError: none is kept there, or it is torn, foreign or of another version.
        """
        return cls.stored(load_generation(Path(folder)))

    @classmethod
    def stored(
        cls, generation: Generation, name: str = "index", vocabulary: Vocabulary | None = None
    ) -> Index:
        """The index whose `files` of this name `generation` holds.

        `vocabulary` is needed where it isn't among them.

        Raises:
            StoredIndexError: it holds none.
        """
        index = cls.__new__(cls)
        if vocabulary is None:
            vocabulary = vocabulary_of(name, generation)
        cls._fill(index, vocabulary, content_of(name, generation))
        return index

    def save(self, folder: str | PathLike[str]) -> None:
        """Keep the index in `folder` in place of what was kept there; all of it, or none.

        Raises:
            StoredIndexError: the folder can't be written.
            TypeError: a token isn't text.
        """
        save_generation(Path(folder), self.files())

    @property
    def vocabulary(self) -> Vocabulary:
        """The numbers of the tokens."""
        return self._vocabulary

    def files(
        self, name: str = "index", *, vocabulary: bool = True
    ) -> dict[str, NDArray[Any] | bytes]:
        """What `save_generation` needs to keep this index, possibly beside others.

        Of several that share a vocabulary, one is enough to keep it.
        """
        return files_of(name, self._vocabulary if vocabulary else None, self._content)

    def _fill(self, vocabulary: Vocabulary, content: Content) -> None:
        self.k1, self.b = content.parameters.k1, content.parameters.b
        self.epsilon, self.formula = content.parameters.epsilon, content.parameters.formula
        self.tokenizer = None
        self.corpus_size = len(content.lengths)
        self.avgdl = content.average
        self.average_idf = content.mean_idf
        self._vocabulary = vocabulary
        self._content = content
        self._engine = Engine.of(content)

    @cached_property
    def idf(self) -> dict[Hashable, float]:
        """Token → inverse document frequency, of the tokens that documents hold."""
        values = zip(
            list(self._vocabulary),
            self._content.idf.tolist(),
            self._content.counts.tolist(),
            strict=False,  # the vocabulary may have grown since
        )
        return {token: value for token, value, count in values if count}

    def idf_of(self, token: Hashable) -> float:
        """The token's inverse document frequency; 0.0 for one that no document holds."""
        return float(self._content.idf[self._terms([token])[0]])

    def count_of(self, token: Hashable) -> int:
        """The number of documents that hold the token."""
        return int(self._content.counts[self._terms([token])[0]])

    @cached_property
    def doc_len(self) -> list[int]:
        """Tokens of each document."""
        return [int(length) for length in self._content.lengths.tolist()]

    def get_scores(self, query: Tokens) -> NDArray[np.float64]:
        """Every document's score, (N,) float64, by document number."""
        return self._engine.scores(self._terms(query))

    def get_batch_scores(self, query: Tokens, doc_ids: Sequence[int]) -> list[float]:
        """The scores of these documents, in their order."""
        scores: list[float] = self.scores_of(query, doc_ids).tolist()
        return scores

    def get_top_n(self, query: Tokens, documents: Sequence[_T], n: int = 5) -> list[_T]:
        """The n best of `documents`, also such that don't match; of equals the earlier first."""
        if self.corpus_size != len(documents):
            raise AssertionError("The documents given don't match the index corpus!")
        terms = self._terms(query)
        if n < 0 or not self._engine.is_positive(terms):
            order = np.argsort(-self._engine.scores(terms), kind="stable")[:n]
        else:
            order, _ = self._engine.top(terms, n)
            others = np.setdiff1d(np.arange(min(n, self.corpus_size)), order)
            order = np.concatenate((order, others[: max(0, n - len(order))]))
        return [documents[i] for i in order.tolist()]

    def scores_of(self, tokens: Tokens, ids: Sequence[int] | NDArray[Any]) -> NDArray[np.float64]:
        """The scores of documents `ids`, float64, in their order; much cheaper than all scores.

        Raises:
            AssertionError: there is no such document (the error that rank_bm25 raises).
        """
        wanted = np.asarray(ids, np.int64)
        if (wanted >= self.corpus_size).any() or (wanted < -self.corpus_size).any():
            raise AssertionError(f"documents are numbered from 0 to {self.corpus_size - 1}")
        return self._engine.scores_at(self._terms(tokens), wanted % max(1, self.corpus_size))

    def top(self, tokens: Tokens, n: int = 10) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The n best documents of those that hold a token, and their scores.

        Ordered by score, descending, then by number, ascending.
        """
        return self._engine.top(self._terms(tokens), n)

    def top_plainly(
        self, tokens: Tokens, n: int = 10
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """As `top`, but from every document's score: slow and simple, to compare with."""
        return self._engine.top_plainly(self._terms(tokens), n)

    def _terms(self, tokens: Tokens) -> list[int]:
        number, unknown = self._vocabulary.get, len(self._content.idf) - 1
        terms = [number(token, unknown) for token in tokens]
        if len(self._vocabulary) > unknown:  # it has grown, and may give numbers beyond this index
            terms = [min(term, unknown) for term in terms]
        return terms
