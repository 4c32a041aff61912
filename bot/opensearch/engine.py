"""Exact BM25 from an engine that rounds: it gives candidates, which are scored here once more.

Lucene keeps lengths above 40 words rounded down, so that its score of a document is never below the
exact one. Where the n-th best exact score is no lower than the last of Lucene's, no document beyond
can be better; else more candidates are asked for.

Documents of reports are fetched by their numbers, some at a time; the latest stay at hand.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import numpy as np

from bot.errors import SearchError
from bot.index import EncodedDocuments
from bot.index.build import scored
from bot.opensearch.connection import NEAREST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.index import Parameters
    from bot.opensearch.connection import Connection


T = TypeVar("T")
AT_ONCE: Final = 256  # documents that are fetched by one call
PAGE: Final = 5000  # numbers that one call gives


class Fetched(Generic[T]):
    """Documents of one index as what is made of them; the `most` used latest are at hand.

    Any number of threads may ask. One that is asked for and isn't at hand is fetched.
    """

    def __init__(
        self,
        connection: Connection,
        index: str,
        make: Callable[[int, Mapping[str, Any]], T],
        most: int,
    ) -> None:
        self._connection = connection
        self._index = index
        self._make = make
        self._most = most
        self._held: OrderedDict[int, T] = OrderedDict()
        self._lock = threading.Lock()

    def __getitem__(self, number: int) -> T:
        found = self.at_hand(number)
        return self.some([number])[0] if found is None else found

    def some(self, numbers: Sequence[int]) -> list[T]:
        """Return what is made of these documents, in their order; those lacking are fetched."""
        found = {number: made for number in numbers if (made := self.at_hand(number)) is not None}
        lacking = [number for number in dict.fromkeys(numbers) if number not in found]
        for start in range(0, len(lacking), AT_ONCE):
            for number, source in self._fetched(lacking[start : start + AT_ONCE]):
                found[number] = self.put(number, source)
        return [found[number] for number in numbers]

    def fetch(self, numbers: Sequence[int]) -> None:
        """Have these documents at hand."""
        self.some(numbers)

    def put(self, number: int, source: Mapping[str, Any]) -> T:
        """Keep what came with something else; return what is at hand then."""
        made = self.at_hand(number)
        made = self._make(number, source) if made is None else made
        with self._lock:
            self._held[number] = made
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return made

    def at_hand(self, number: int) -> T | None:
        """Return what is made of a document, if that is at hand."""
        with self._lock:
            if number in self._held:
                self._held.move_to_end(number)
            return self._held.get(number)

    def _fetched(self, numbers: Sequence[int]) -> Iterator[tuple[int, Mapping[str, Any]]]:
        body = {"ids": [str(number) for number in numbers]}
        answer = self._connection.call(
            lambda client: client.mget(
                index=self._index, body=body, realtime=False, preference=NEAREST
            )
        )
        for number, document in zip(numbers, answer["docs"], strict=True):
            if not document.get("found"):
                raise SearchError(f"search: {self._index} lacks document {number}")
            yield number, document["_source"]


def together(parts: Sequence[NDArray[np.int32]]) -> EncodedDocuments:
    """Return documents' words one after another."""
    return EncodedDocuments(
        np.concatenate([np.empty(0, np.int32), *parts]),
        np.array([len(part) for part in parts], np.int32),
    )


def numbers_where(
    connection: Connection, index: str, filters: Sequence[Mapping[str, Any]]
) -> NDArray[np.int64]:
    """Return the numbers, ascending, of the documents that meet all of the filters.

    Raises:
        SearchError: the engine can't be asked.
    """
    found: list[int] = []
    body: dict[str, Any] = {
        "query": {"bool": {"filter": list(filters)}},
        "_source": False,
        "size": PAGE,
        "sort": [{"n": "asc"}],
        "track_total_hits": False,
    }
    while True:
        answer = connection.call(
            lambda client: client.search(
                index=index, body=body, allow_partial_search_results=False, preference=NEAREST
            )
        )
        hits = answer["hits"]["hits"]
        found += [hit["sort"][0] for hit in hits]
        if len(hits) < PAGE:
            return np.array(found, np.int64)
        body["search_after"] = hits[-1]["sort"]


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
        """Return the n best documents of those that contain a token, and their scores."""
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
        """Return the number of documents that contain the token."""
        number = self._number(token)
        return 0 if number is None else int(self.weighing.counts[number])

    def idf_of(self, token: Hashable) -> float:
        """Return the token's inverse document frequency; 0.0 for one that no document contains."""
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
