"""Documents of reports by their numbers, fetched some at a time; the latest stay at hand."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import numpy as np

from bot.errors import SearchError
from bot.index import EncodedDocuments
from bot.opensearch.connection import NEAREST

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
