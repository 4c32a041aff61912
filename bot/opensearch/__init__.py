"""The stage that searches in OpenSearch: reports are published once, and many bots ask for them.

A published generation is a library: answers need nothing of the reports in this process.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final, overload
from weakref import WeakValueDictionary

import numpy as np

from bot.index import EncodedDocuments, Parameters
from bot.index_cache import fingerprint
from bot.opensearch.connection import NEAREST, Connection, connect
from bot.opensearch.documents import (
    NOT_FOUND,
    Names,
    OpenedReport,
    StoredReport,
    current_generation,
    opened,
    remove_old,
    row_of,
    said_in,
    tokens_in,
)
from bot.opensearch.engine import AT_ONCE, Fetched, RemoteIndex, Weighing, numbers_where, together
from bot.opensearch.head import Head
from bot.opensearch.publishing import fetched_head, publish
from bot.retrieval import Library
from bot.retrieval.table import Columns, EventRow, EventTable, Lazy

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from bot.model import Passage, Report

__all__ = [
    "Connection",
    "Published",
    "connect",
    "current_generation",
    "open_published",
    "publish",
    "remove_old",
]


TEXTS: Final = 256  # reports that stay at hand
ROWS: Final = 1024  # rows of the table, with the words of their reports
PASSAGES: Final = 4096  # words of passages
YEAR: Final = re.compile(r"(?:19|20)\d\d")
SPECIAL: Final = re.compile(r"[*?\\]")


@dataclass(frozen=True, slots=True)
class IndexedReport:
    """A report's row of the table, and the words of its title and body."""

    row: EventRow
    tokens: NDArray[np.int32]


class Published:
    """A generation that is in use, as long as somebody asks it.

    All of its calls name the generation's own indexes, so that no answer mixes two.
    """

    def __init__(self, connection: Connection, names: Names, head: Head) -> None:
        self.names = names
        self.connection = connection
        self.head = head
        self.reports = Reports(head, lambda number: self._texts[number].reading.report.body)
        fetched = partial(Fetched, connection)
        self._texts: Fetched[OpenedReport] = fetched(names.of("texts"), self._text, TEXTS)
        self._rows: Fetched[IndexedReport] = fetched(names.of("reports"), _indexed, ROWS)
        self._words: Fetched[NDArray[np.int32]] = fetched(names.of("passages"), _words, PASSAGES)
        self._first_of = (np.cumsum(head.counts) - head.counts).astype(np.int32)

    @cached_property
    def library(self) -> Library:
        """Return what answers questions."""
        head, texts, size = self.head, self._texts, len(self.reports)
        return Library(
            reports=self.reports,
            readings=Lazy(size, lambda number: texts[number].reading, 0),
            passages=Lazy(int(head.counts.sum()), self._passage, 0),
            counts=head.counts,
            first_of=self._first_of,
            by_passage=self._engine("by_passage", "passages", self._passage_words, self._words),
            by_report=self._engine("by_report", "reports", self._report_words, self._rows),
            times=head.times,
            held=Lazy(size, self._held, 0),
            holding=self._holding,
            number_of=head.numbers,
            table=_Table(self),
            spelling=head.words,
            events=Lazy(size, lambda number: texts[number].event, 0),
            starts=head.starts,
            newest=head.newest,
            ready=texts.fetch,
        )

    def row(self, number: int) -> EventRow:
        """Return a report's row of the table."""
        return self._rows[number].row

    def rows(self, numbers: Sequence[int]) -> list[EventRow]:
        """Return the rows of these reports."""
        parts = [numbers[at : at + AT_ONCE] for at in range(0, len(numbers), AT_ONCE)]
        return [found.row for part in parts for found in self._rows.some(part)]

    def where(self, filters: Sequence[Mapping[str, Any]]) -> NDArray[np.int64]:
        """Return the numbers, ascending, of the reports that meet all of the filters."""
        return numbers_where(self.connection, self.names.of("reports"), filters)

    def saying(self, words: str) -> NDArray[np.int64]:
        """Return the numbers of the reports that have each of these words, or a longer one with it.

        A year counts outside of the text only.
        """
        return self.where([_saying(word) for word in said_in(words)])

    def passage(self, key: str) -> Passage | None:
        """Return the passage of this key, as far as it still stands in the reports."""
        index = self.names.of("passages")
        found = numbers_where(self.connection, index, [{"term": {"k": key}}])
        return self._passage(int(found[0])) if len(found) else None

    def probe(self) -> None:
        """Notice whether the engine can answer of this generation."""
        body = {"size": 0, "terminate_after": 1, "track_total_hits": False}
        indexes = ",".join(map(self.names.of, ("passages", "reports", "texts")))
        self.connection.probe(
            lambda client: client.search(
                index=indexes,
                body=body,
                allow_partial_search_results=False,
                preference=NEAREST,
                ignore=NOT_FOUND,
            )
        )  # a generation that is gone is no trouble: another is in use

    def _engine(
        self,
        name: str,
        kind: str,
        tokens: Callable[[NDArray[np.int64]], EncodedDocuments],
        kept: Fetched[Any],
    ) -> RemoteIndex:
        about, files = self.head.about, self.head.files
        weighing = Weighing(
            parameters=Parameters(**about.parameters[name]),
            average=about.averages[name],
            size=about.sizes[name],
            filled=about.filled[name],
            idf=files.array(f"{name}.idf"),
            counts=files.array(f"{name}.counts"),
        )

        def found(hits: Sequence[Mapping[str, Any]]) -> None:
            for hit in hits:
                kept.put(hit["sort"][1], hit["_source"])

        index = self.names.of(kind)
        return RemoteIndex(self.connection, index, self.head.words, weighing, tokens, found)

    def _text(self, number: int, source: Mapping[str, Any]) -> OpenedReport:
        return opened(self.reports.stored(number), source["d"])

    def _passage(self, number: int) -> Passage:
        report = self._report_of(number)
        passages = self._texts[report].reading.passages
        return passages[number - int(self._first_of[report])]

    def _report_of(self, passage: int) -> int:
        return int(np.searchsorted(self._first_of, passage, side="right")) - 1

    def _passage_words(self, ids: NDArray[np.int64]) -> EncodedDocuments:
        """Return the words of passages: of some that were hit, else of their reports."""
        at_hand = {n: self._words.at_hand(n) for n in ids.tolist()}
        lacking = [number for number, words in at_hand.items() if words is None]
        reports = list(dict.fromkeys(map(self._report_of, lacking)))
        opened_now = dict(zip(reports, self._texts.some(reports), strict=True))
        parts: list[NDArray[np.int32]] = []
        for number, words in at_hand.items():
            parts.append(self._words_in(opened_now, number) if words is None else words)
        return together(parts)

    def _words_in(self, found: Mapping[int, OpenedReport], passage: int) -> NDArray[np.int32]:
        report = self._report_of(passage)
        return found[report].words[passage - int(self._first_of[report])]

    def _report_words(self, ids: NDArray[np.int64]) -> EncodedDocuments:
        return together([found.tokens for found in self._rows.some(ids.tolist())])

    def _held(self, number: int) -> frozenset[str]:
        tokens = np.unique(self._rows[number].tokens).tolist()
        return frozenset(map(self.head.words.word, tokens))

    def _holding(self, terms: frozenset[str]) -> NDArray[np.int64]:
        numbers = [self.head.words.get(term) for term in terms]
        if not numbers:
            return np.arange(len(self.reports))
        if None in numbers:
            return np.empty(0, np.int64)
        return self.where([{"term": {"t": str(number)}} for number in numbers])


class Reports(Sequence["Report"]):
    """All reports, made when they are asked for; one that somebody has is the same object."""

    def __init__(self, head: Head, body_of: Callable[[int], str]) -> None:
        self._head = head
        self._body_of = body_of
        self._made: WeakValueDictionary[int, StoredReport] = WeakValueDictionary()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._head.namings)

    @overload
    def __getitem__(self, index: int) -> Report: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Report, ...]: ...

    def __getitem__(self, index: int | slice) -> Report | tuple[Report, ...]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        if not -len(self) <= index < len(self):
            raise IndexError(f"report {index} of {len(self)}")
        return self.stored(int(index) % len(self))

    def __iter__(self) -> Iterator[Report]:
        return map(self.stored, range(len(self)))

    def stored(self, number: int) -> StoredReport:
        """Return the report of this number."""
        with self._lock:
            made = self._made.get(number)
            if made is None:
                fetch = partial(self._body_of, number)
                made = self._made[number] = StoredReport(self._head.namings[number], fetch)
            return made


class _Table(EventTable):
    """The rows of a generation; sets over all of them are looked up in the engine or the head."""

    def __init__(self, published: Published) -> None:
        super().__init__(published.reports, published.row)
        self._published = published

    def rows(self, numbers: Sequence[int]) -> dict[int, EventRow]:
        return dict(zip(numbers, self._published.rows(numbers), strict=True))

    def named(self, words: frozenset[str], numbers: Sequence[int]) -> list[int]:
        if not words:
            return list(numbers)
        found = self._published.where([{"term": {"keys": word}} for word in sorted(words)])
        kept = set(found.tolist())
        return [number for number in numbers if number in kept]

    def mentioning(self, codes: frozenset[str], numbers: Sequence[int]) -> list[int]:
        mentions = self._published.head.mentions
        held = [set(mentions.get(code, np.empty(0, np.int64)).tolist()) for code in codes]
        return [number for number in numbers if all(number in some for some in held)]

    @cached_property
    def columns(self) -> Columns:
        return self._published.head.columns


def open_published(connection: Connection, names: Names, place: Path) -> Published:
    """Return a generation, its head fetched into a folder of `place` where it isn't there yet.

    Raises:
        SearchError: the engine can't be asked, or another version of the program published it.
    """
    return Published(connection, names, fetched_head(connection, names, place, fingerprint()))


def _indexed(_: int, source: Mapping[str, Any]) -> IndexedReport:
    return IndexedReport(row_of(source["row"]), tokens_in(source["t"]))


def _words(_: int, source: Mapping[str, Any]) -> NDArray[np.int32]:
    return tokens_in(source["t"])


def _saying(word: str) -> dict[str, Any]:
    pattern = {"value": f"*{SPECIAL.sub(_escaped, word)}*"}
    fields = ("about",) if YEAR.fullmatch(word) else ("about", "said")
    should = [{"wildcard": {field: pattern}} for field in fields]
    return {"bool": {"should": should, "minimum_should_match": 1}}


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}"
