"""The stage between passages and retrieval: an exact BM25 index over tokenised passages.

`Index` is rank_bm25's class with the same scores, computed from postings; and its files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from bot.index.build import Formula, IndexArrays, Parameters, Rows, build
from bot.index.engine import Engine
from bot.index.generation import Generation, load_generation, save_generation
from bot.index.postings import EncodedDocuments, Pairs, Postings, Vocabulary

__all__ = [
    "EncodedDocuments",
    "Generation",
    "Index",
    "Parameters",
    "Vocabulary",
    "load_generation",
    "save_generation",
]

Tokens = Iterable[Hashable]
_T = TypeVar("_T")
_LINE = 4096  # tokens; a line's parsing keeps the interpreter's lock for less than a millisecond


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
        parts: Iterable[EncodedDocuments],
        parameters: Parameters | None = None,
    ) -> Index:
        """Return the index of documents that `vocabulary` has encoded, in the order of `parts`."""
        index = cls.__new__(cls)
        encoded = EncodedDocuments.joined(parts)
        arrays = build(encoded, len(vocabulary), parameters or Parameters())
        cls._fill(index, vocabulary, arrays)
        return index

    @classmethod
    def load(cls, folder: str | PathLike[str]) -> Index:
        """Return the index that `save` has kept in `folder`, its arrays mapped into memory.

        Raises:
            StoredIndexError: none is kept there, or it is torn, foreign or of another version.
        """
        return cls.stored(load_generation(Path(folder)))

    @classmethod
    def stored(
        cls, generation: Generation, name: str = "index", vocabulary: Vocabulary | None = None
    ) -> Index:
        """Return the index whose `files` of this name `generation` contains.

        `vocabulary` is needed where it isn't among them.

        Raises:
            StoredIndexError: it contains none.
        """
        index = cls.__new__(cls)
        if vocabulary is None:
            vocabulary = _vocabulary_of(name, generation)
        cls._fill(index, vocabulary, _arrays_of(name, generation))
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
        """Return the numbers of the tokens."""
        return self._vocabulary

    def files(
        self, name: str = "index", *, vocabulary: bool = True
    ) -> dict[str, NDArray[Any] | bytes]:
        """Return what `save_generation` needs to keep this index, possibly beside others.

        Of several that share a vocabulary, one is enough to keep it.
        """
        return _files_of(name, self._vocabulary if vocabulary else None, self._arrays)

    def _fill(self, vocabulary: Vocabulary, arrays: IndexArrays) -> None:
        self.k1, self.b = arrays.parameters.k1, arrays.parameters.b
        self.epsilon, self.formula = arrays.parameters.epsilon, arrays.parameters.formula
        self.tokenizer = None
        self.corpus_size = len(arrays.lengths)
        self.avgdl = arrays.average
        self.average_idf = arrays.mean_idf
        self._vocabulary = vocabulary
        self._arrays = arrays
        self._engine = Engine.of(arrays)

    @cached_property
    def idf(self) -> dict[Hashable, float]:
        """Return token → inverse document frequency, of the tokens that documents contain."""
        values = zip(
            list(self._vocabulary),
            self._arrays.idf.tolist(),
            self._arrays.counts.tolist(),
            strict=False,  # the vocabulary may have grown since
        )
        return {token: value for token, value, count in values if count}

    def idf_of(self, token: Hashable) -> float:
        """Return the token's inverse document frequency; 0.0 for one that no document contains."""
        return float(self._arrays.idf[self._terms([token])[0]])

    def count_of(self, token: Hashable) -> int:
        """Return the number of documents that contain the token."""
        return int(self._arrays.counts[self._terms([token])[0]])

    @cached_property
    def doc_len(self) -> list[int]:
        """Return the number of tokens of each document."""
        return [int(length) for length in self._arrays.lengths.tolist()]

    def get_scores(self, query: Tokens) -> NDArray[np.float64]:
        """Return every document's score, (N,) float64, by document number."""
        return self._engine.scores(self._terms(query))

    def get_batch_scores(self, query: Tokens, doc_ids: Sequence[int]) -> list[float]:
        """Return the scores of these documents, in their order."""
        scores: list[float] = self.scores_of(query, doc_ids).tolist()
        return scores

    def get_top_n(self, query: Tokens, documents: Sequence[_T], n: int = 5) -> list[_T]:
        """Return the n best of `documents`, also such that don't match; of equals the first."""
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
        """Return the scores of documents `ids`, in their order; much cheaper than all scores.

        Raises:
            AssertionError: there is no such document (the error that rank_bm25 raises).
        """
        wanted = np.asarray(ids, np.int64)
        if (wanted >= self.corpus_size).any() or (wanted < -self.corpus_size).any():
            raise AssertionError(f"documents are numbered from 0 to {self.corpus_size - 1}")
        return self._engine.scores_at(self._terms(tokens), wanted % max(1, self.corpus_size))

    def top(self, tokens: Tokens, n: int = 10) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the n best documents of those that contain a token, and their scores.

        Ordered by score, descending, then by number, ascending.
        """
        return self._engine.top(self._terms(tokens), n)

    def top_plainly(
        self, tokens: Tokens, n: int = 10
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the same as `top`, from all scores: slow and simple, to compare with."""
        return self._engine.top_plainly(self._terms(tokens), n)

    def _terms(self, tokens: Tokens) -> list[int]:
        number, unknown = self._vocabulary.get, len(self._arrays.idf) - 1
        terms = [number(token, unknown) for token in tokens]
        if len(self._vocabulary) > unknown:  # it has grown, and may give numbers beyond this index
            terms = [min(term, unknown) for term in terms]
        return terms


def _files_of(
    name: str, vocabulary: Vocabulary | None, arrays: IndexArrays
) -> dict[str, NDArray[Any] | bytes]:
    """Return what `_arrays_of` and `_vocabulary_of` read, each name after `name` and a dot.

    Raises:
        TypeError: a token isn't text.
    """
    scalars = {
        "parameters": asdict(arrays.parameters),
        "mean_idf": arrays.mean_idf,
        "step": arrays.rows.step,
    }
    named: Mapping[str, NDArray[Any]] = {
        "lengths": arrays.lengths,
        "counts": arrays.counts,
        "idf": arrays.idf,
        "starts": arrays.postings.starts,
        "documents": arrays.postings.documents,
        "codes": arrays.postings.codes,
        "pair_frequencies": arrays.pairs.frequencies,
        "pair_lengths": arrays.pairs.lengths,
        "weights": arrays.weights,
        "row_terms": arrays.rows.terms,
        "row_codes": arrays.rows.codes,
        "row_bounds": arrays.rows.bounds,
        "row_peaks": arrays.rows.peaks,
    }
    files: dict[str, NDArray[Any] | bytes] = {
        f"{name}.json": json.dumps(scalars, default=float).encode(),
        **{f"{name}.{part}": array for part, array in named.items()},
    }
    if vocabulary is not None:
        files[f"{name}.vocabulary"] = _written(vocabulary, len(arrays.idf) - 1)
    return files


def _arrays_of(name: str, generation: Generation) -> IndexArrays:
    """Return the arrays that `_files_of` gave."""
    scalars = json.loads(generation.blob(f"{name}.json"))

    def array(part: str) -> NDArray[Any]:
        return generation.array(f"{name}.{part}")

    return IndexArrays(
        parameters=Parameters(**scalars["parameters"]),
        lengths=array("lengths"),
        counts=array("counts"),
        idf=array("idf"),
        mean_idf=scalars["mean_idf"],
        postings=Postings(array("starts"), array("documents"), array("codes")),
        pairs=Pairs(array("pair_frequencies"), array("pair_lengths")),
        weights=array("weights"),
        rows=Rows(
            array("row_terms"),
            array("row_codes"),
            array("row_bounds"),
            array("row_peaks"),
            scalars["step"],
        ),
    )


def _vocabulary_of(name: str, generation: Generation) -> Vocabulary:
    """Return the vocabulary that `_files_of` gave."""
    return _read(generation.blob(f"{name}.vocabulary"))


def _written(vocabulary: Mapping[Hashable, int], size: int) -> bytes:
    lines: list[str] = []
    tokens = list(vocabulary)[:size]  # at once, since another thread may add tokens meanwhile
    for start in range(0, size, _LINE):
        line = tokens[start : start + _LINE]
        if not all(isinstance(token, str) for token in line):
            raise TypeError("only an index of text tokens can be saved")
        lines.append(json.dumps(line, ensure_ascii=False))
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _read(written: bytes) -> Vocabulary:
    vocabulary = Vocabulary()
    for line in written.split(b"\n") if written else ():
        tokens = json.loads(line.decode("utf-8", "surrogatepass"))
        numbers = range(len(vocabulary), len(vocabulary) + len(tokens))
        vocabulary.update(zip(tokens, numbers, strict=True))
    return vocabulary
