"""Exact BM25 from an engine that rounds: it gives candidates, which are scored here once more.

Lucene keeps lengths above 40 words rounded down, so that its score of a document is never below the
exact one. Where the n-th best exact score is no lower than the last of Lucene's, no document beyond
can be better; else more candidates are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from bot.index.build import scored
from bot.opensearch.connection import NEAREST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.index import EncodedDocuments, Parameters
    from bot.opensearch.connection import Connection

MORE: Final = 10  # candidates beside half as many again as are wanted
MOST: Final = 5000  # candidates
CLOSE: Final = 1 + 1e-5  # how far a score of 32 bits may be off
ORDER: Final = [{"_score": "desc"}, {"n": "asc"}]


@dataclass(frozen=True, slots=True)
class Weighing:
    """What a score depends on beside the document.

    Attributes:
        parameters: of BM25.
        average: mean length of the documents.
        size: the number of documents.
        filled: the number of those that have any word, which are all that Lucene counts.
        idf, counts: of each word, by its number.
    """

    parameters: Parameters
    average: float
    size: int
    filled: int
    idf: NDArray[np.float64]
    counts: NDArray[np.int32]

    def boost(self, term: int) -> float:
        """Return by what Lucene's idf has to be multiplied to be ours."""
        count = int(self.counts[term])
        if self.filled == self.size:
            return 1.0
        return float(self.idf[term]) / log(1 + (self.filled - count + 0.5) / (count + 0.5))


@dataclass(frozen=True, slots=True)
class RemoteIndex:
    """An index of the engine as a `SearchEngine`.

    Attributes:
        connection: to the engine.
        index: its name.
        words: word -> number.
        weighing: what scores depend on.
        tokens: the words of documents, by the documents' numbers.
        found: takes the hits of a search, whose documents come with them.
    """

    connection: Connection
    index: str
    words: Mapping[str, int]
    weighing: Weighing
    tokens: Callable[[NDArray[np.int64]], EncodedDocuments]
    found: Callable[[Sequence[Mapping[str, Any]]], None]

    def top(
        self, tokens: Iterable[Hashable], n: int = 10
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the n best documents of those that hold a token, and their scores."""
        terms = self._terms(tokens)
        if n <= 0 or not terms:
            return np.empty(0, np.int64), np.empty(0)
        wanted = n + n // 2 + MORE
        while True:
            hits = self._candidates(terms, wanted)
            self.found(hits)
            ids = np.array([hit["sort"][1] for hit in hits], np.int64)
            scores = self._scores(terms, ids)
            order = np.lexsort((ids, -scores))[:n]
            least = float(scores[order[-1]]) if len(order) == n else 0.0
            all_seen = len(hits) < wanted or wanted >= MOST
            if all_seen or least >= hits[-1]["_score"] * CLOSE:
                return ids[order], scores[order]
            wanted = min(MOST, 2 * wanted)

    def scores_of(
        self, tokens: Iterable[Hashable], ids: Sequence[int] | NDArray[Any]
    ) -> NDArray[np.float64]:
        """Return the scores of these documents, in their order."""
        return self._scores(self._terms(tokens), np.asarray(ids, np.int64))

    def count_of(self, token: Hashable) -> int:
        """Return the number of documents that hold the token."""
        number = self._number(token)
        return 0 if number is None else int(self.weighing.counts[number])

    def idf_of(self, token: Hashable) -> float:
        """Return the token's inverse document frequency; 0.0 for one that no document holds."""
        number = self._number(token)
        return 0.0 if number is None else float(self.weighing.idf[number])

    def _number(self, token: Hashable) -> int | None:
        return self.words.get(token) if isinstance(token, str) else None

    def _terms(self, tokens: Iterable[Hashable]) -> list[int]:
        numbers = (self._number(token) for token in tokens)
        return [n for n in numbers if n is not None and self.weighing.counts[n]]

    def _scores(self, terms: list[int], ids: NDArray[np.int64]) -> NDArray[np.float64]:
        if not len(ids) or not terms:
            return np.zeros(len(ids))
        weighing = self.weighing
        idf = weighing.idf[terms].tolist()
        return scored(self.tokens(ids), terms, idf, weighing.average, weighing.parameters)

    def _candidates(self, terms: list[int], wanted: int) -> list[Mapping[str, Any]]:
        should = [
            {"term": {"t": {"value": str(term), "boost": terms.count(term) * self._boost(term)}}}
            for term in dict.fromkeys(terms)
        ]
        body = {
            "query": {"bool": {"should": should}},
            "size": wanted,
            "sort": ORDER,
            "track_scores": True,
            "track_total_hits": False,
        }
        answer: Mapping[str, Any] = self.connection.call(
            lambda client: client.search(
                index=self.index,
                body=body,
                search_type="dfs_query_then_fetch",
                preference=NEAREST,
                allow_partial_search_results=False,
            )
        )
        hits: list[Mapping[str, Any]] = answer["hits"]["hits"]
        return hits

    def _boost(self, term: int) -> float:
        return self.weighing.boost(term)
