"""The head of a generation: what every bot has of all reports, in arrays mapped into memory.

It has the words with their weights, what reports are called, and what is looked up of all events at
once. Everything else of a report is a document of the engine.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np

from bot.index import Parameters
from bot.reading import Times
from bot.retrieval.table import Columns, Lazy, mentioned_in
from bot.text.words import Spelling

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.index import Generation, Index
    from bot.index_cache import IndexedCorpus
    from bot.model import Progress
    from bot.retrieval import Library

DAY: Final = "S10"


class Naming(msgspec.Struct, array_like=True, frozen=True):
    """What a report is called."""

    path: str
    title: str
    date: str | None
    source: str | None
    url: str | None
    digest: str


class About(msgspec.Struct, frozen=True):
    """What a head says of itself."""

    fingerprint: str
    generation: str
    read: int  # reports whose events were read
    averages: dict[str, float]  # engine -> mean length of a document
    sizes: dict[str, int]  # engine -> number of documents
    filled: dict[str, int]  # engine -> number of documents that have any word
    parameters: dict[str, dict[str, Any]]


def head_files(
    kept: IndexedCorpus, words: Sequence[str], fingerprint: str, generation: str, progress: Progress
) -> dict[str, NDArray[Any] | bytes]:
    """Return the files of a head, by name."""
    library, indexes = kept.library, kept.indexes
    engines = {"by_passage": indexes.by_passage, "by_report": indexes.by_report}
    about = About(
        fingerprint,
        generation,
        library.table.columns.read,
        {name: index.avgdl for name, index in engines.items()},
        {name: index.corpus_size for name, index in engines.items()},
        {name: sum(map(bool, index.doc_len)) for name, index in engines.items()},
        {name: asdict(_parameters(index)) for name, index in engines.items()},
    )
    files: dict[str, NDArray[Any] | bytes] = {"about": msgspec.json.encode(about)}
    files |= _blobs("words", [word.encode("utf-8", "surrogatepass") for word in words])
    for name, index in engines.items():
        files[f"{name}.idf"] = np.array([index.idf_of(word) for word in words], np.float64)
        files[f"{name}.counts"] = np.array([index.count_of(word) for word in words], np.int32)
    return files | _report_files(kept) | _event_files(library, progress)


def _parameters(index: Index) -> Parameters:
    return Parameters(index.k1, index.b, index.epsilon, index.formula)


def _report_files(kept: IndexedCorpus) -> dict[str, NDArray[Any] | bytes]:
    reports, library = kept.corpus.reports, kept.library
    encode = msgspec.msgpack.Encoder().encode
    namings = [Naming(r.path, r.title, r.date, r.source, r.url, r.digest) for r in reports]
    months = [sum(1 << month for month in times.months) for times in library.times]
    years = [sorted(times.years) for times in library.times]
    return {
        **_blobs("reports", [encode(naming) for naming in namings]),
        "order": np.array(sorted(range(len(reports)), key=lambda n: reports[n].path), np.int32),
        "counts": np.asarray(library.counts, np.int32),
        "newest": np.array(library.newest, np.int32),
        "months": np.array(months, np.uint16),
        "years": np.array([year for some in years for year in some], np.int16),
        "years.ends": np.cumsum([len(some) for some in years], dtype=np.int64),
    }


def _event_files(library: Library, progress: Progress) -> dict[str, NDArray[Any] | bytes]:
    columns = library.table.columns
    mentions: dict[str, list[int]] = {}
    for number, report in enumerate(progress(library.reports, "reports")):
        for code in mentioned_in(report):
            mentions.setdefault(code, []).append(number)
    counted = [(number, *both) for number, both in sorted(columns.counts.items())]
    return {
        "starts": np.array([day.encode() for day in library.starts] or [b""], DAY),
        "stated": columns.stated.astype(np.int32),
        "counted": np.array(counted, np.int64).reshape(-1, 3),
        **_sets("countries", columns.countries),
        **_sets("mentions", mentions),
    }


def _blobs(name: str, pieces: Sequence[bytes]) -> dict[str, NDArray[Any] | bytes]:
    ends = np.cumsum([len(piece) for piece in pieces], dtype=np.int64)
    return {name: b"".join(pieces), f"{name}.ends": ends}


def _sets(
    name: str, found: Mapping[str, Sequence[int] | NDArray[np.int64]]
) -> dict[str, NDArray[Any] | bytes]:
    codes = sorted(found)
    arrays = [np.asarray(found[code], np.int32) for code in codes]
    return {
        f"{name}.codes": json.dumps(codes).encode(),
        f"{name}.ends": np.cumsum([len(array) for array in arrays], dtype=np.int64),
        f"{name}.numbers": np.concatenate([np.empty(0, np.int32), *arrays]),
    }


class Blobs:
    """Pieces of bytes, one after another, by number."""

    def __init__(self, generation: Generation, name: str) -> None:
        self._whole = generation.view(name).data
        self._ends = generation.array(f"{name}.ends")

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> memoryview:
        start = int(self._ends[number - 1]) if number else 0
        return self._whole[start : int(self._ends[number])]


class Words(Spelling, Mapping[str, int]):
    """Word -> number; ordered by first letter, then length, so that alike ones are together."""

    def __init__(self, blobs: Blobs) -> None:
        super().__init__(self)
        self._blobs = blobs

    def word(self, number: int) -> str:
        """Return the word of this number."""
        return bytes(self._blobs[number]).decode("utf-8", "surrogatepass")

    def starting(self, letter: str, length: int) -> Iterator[str]:
        """Yield the words with this first letter and this length."""
        for number in range(self._at((letter, length, "")), len(self)):
            word = self.word(number)
            if (word[0], len(word)) != (letter, length):
                return
            if word.isalpha():
                yield word

    def __getitem__(self, word: str) -> int:
        number = self._at(order_of(word)) if word else len(self)
        if number == len(self) or self.word(number) != word:
            raise KeyError(word)
        return number

    def __iter__(self) -> Iterator[str]:
        return map(self.word, range(len(self)))

    def __len__(self) -> int:
        return len(self._blobs)

    def _at(self, key: tuple[str, int, str]) -> int:
        return bisect_left(range(len(self)), key, key=lambda number: order_of(self.word(number)))


def order_of(word: str) -> tuple[str, int, str]:
    """Return by what the words of a head are ordered."""
    return word[:1], len(word), word


@dataclass(frozen=True)
class Head:
    """A head as it was kept; what is asked for is made anew from its files."""

    files: Generation

    @cached_property
    def about(self) -> About:
        """Return what it says of itself."""
        return msgspec.json.decode(self.files.blob("about"), type=About)

    @cached_property
    def words(self) -> Words:
        """Return the words of all reports."""
        return Words(Blobs(self.files, "words"))

    @cached_property
    def namings(self) -> Sequence[Naming]:
        """Return what the reports are called, in their order."""
        blobs = Blobs(self.files, "reports")
        decode = msgspec.msgpack.Decoder(Naming).decode
        return Lazy(len(blobs), lambda number: decode(blobs[number]), 0)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Return path -> number of the report."""
        return _Numbers(self.namings, self.files.array("order"))

    @property
    def counts(self) -> NDArray[np.int32]:
        """Return for each report the number of its passages."""
        return self.files.array("counts")

    @property
    def newest(self) -> tuple[int, ...]:
        """Return the numbers of the reports published last, newest first."""
        return tuple(self.files.array("newest").tolist())

    @cached_property
    def starts(self) -> Sequence[str]:
        """Return the first day of each event; "" where none is known."""
        days = self.files.array("starts")
        return Lazy(len(self.namings), lambda number: bytes(days[number]).decode(), 0)

    @cached_property
    def times(self) -> Sequence[Times]:
        """Return the years and months that each report names."""
        months, years, ends = map(self.files.array, ("months", "years", "years.ends"))

        def made(number: int) -> Times:
            some = years[ends[number - 1] if number else 0 : ends[number]]
            named = int(months[number])
            return Times(
                frozenset(some.tolist()),
                frozenset(month for month in range(1, 13) if named >> month & 1),
            )

        return Lazy(len(months), made, 0)

    @cached_property
    def columns(self) -> Columns:
        """Return what is looked up of all events at once."""

        def day(number: int) -> str:
            return self.starts[number] or self.namings[number].date or ""

        counted = self.files.array("counted").tolist()
        return Columns(
            days=Lazy(len(self.namings), day, 0),
            stated=self.files.array("stated"),
            counts={number: (said, value) for number, said, value in counted},
            countries=self._sets("countries"),
            read=self.about.read,
        )

    @cached_property
    def mentions(self) -> Mapping[str, NDArray[np.int64]]:
        """Return country code -> the reports whose texts mention it."""
        return self._sets("mentions")

    def _sets(self, name: str) -> dict[str, NDArray[np.int64]]:
        codes = json.loads(self.files.blob(f"{name}.codes"))
        ends = self.files.array(f"{name}.ends").tolist()
        numbers = self.files.array(f"{name}.numbers")
        spans = zip(codes, [0, *ends], ends, strict=False)
        return {code: numbers[start:end] for code, start, end in spans}


class _Numbers(Mapping[str, int]):
    """Path -> number of the report, looked up by halves."""

    def __init__(self, namings: Sequence[Naming], order: NDArray[np.int32]) -> None:
        self._namings = namings
        self._order = order

    def __getitem__(self, path: str) -> int:
        at = bisect_left(self._order, path, key=lambda n: self._namings[int(n)].path)
        if at == len(self._order) or self._namings[number := int(self._order[at])].path != path:
            raise KeyError(path)
        return number

    def __iter__(self) -> Iterator[str]:
        return (naming.path for naming in self._namings)

    def __len__(self) -> int:
        return len(self._order)
