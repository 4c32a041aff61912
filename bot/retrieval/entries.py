"""Readings -> what the indexes take from them, as numbers in columns over many reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.index import EncodedDocuments, Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.reading import Reading, Times

PART = 1024  # groups whose items are numbered at once, since other threads wait meanwhile


@dataclass(frozen=True, slots=True)
class Entries:
    """Reports in order; all numbers are of one `bot.index.Vocabulary`.

    Attributes:
        counts: of the passages of each report.
        bounds: (passages, 2); where each starts and ends in its report's body.
        passages: the terms of each, with those of its title and of what it leans on.
        reports: the terms of each with its title.
        times: of each report.
    """

    counts: NDArray[np.int32]
    bounds: NDArray[np.int32]
    passages: EncodedDocuments
    reports: EncodedDocuments
    times: tuple[Times, ...]

    @classmethod
    def of(cls, readings: Sequence[Reading], vocabulary: Vocabulary) -> Entries:
        """Return the readings in their order; unknown words are added to the vocabulary."""
        bounds = [(p.start, p.end) for r in readings for p in r.passages]
        return cls(
            np.array([len(r.passages) for r in readings], np.int32),
            np.array(bounds, np.int32).reshape(-1, 2),
            vocabulary.encode(d for r in readings for d in _documents(r)),
            vocabulary.encode([*r.title, *(w for t in r.terms for w in t)] for r in readings),
            tuple(r.times for r in readings),
        )

    @classmethod
    def joined(cls, parts: Sequence[Entries]) -> Entries:
        """Return all reports of `parts`, in order; at least one part."""
        return cls(
            np.concatenate([p.counts for p in parts]),
            np.concatenate([p.bounds for p in parts]),
            EncodedDocuments.joined(p.passages for p in parts),
            EncodedDocuments.joined(p.reports for p in parts),
            tuple(times for p in parts for times in p.times),
        )

    def chosen(self, numbers: Sequence[int]) -> Entries:
        """Return the reports of these numbers, in this order."""
        reports = np.array(numbers, np.int64)
        passages = within(self.counts, reports)
        return Entries(
            self.counts[reports],
            self.bounds[passages],
            _chosen(self.passages, passages),
            _chosen(self.reports, reports),
            tuple(self.times[number] for number in numbers),
        )

    def holding(self, token: int) -> NDArray[np.int64]:
        """Return the numbers, ascending, of the reports that contain the term of this number."""
        ends = np.cumsum(self.reports.lengths, dtype=np.int64)
        at = np.flatnonzero(self.reports.tokens == token)
        return np.unique(np.searchsorted(ends, at, side="right"))

    def renumbered(self, vocabulary: Vocabulary) -> tuple[Entries, Vocabulary]:
        """Return the same by numbers of a vocabulary without other words, and that vocabulary."""
        used = np.zeros(len(vocabulary), bool)
        used[self.passages.tokens] = True
        used[self.reports.tokens] = True
        numbers = np.cumsum(used, dtype=np.int32) - np.int32(1)
        names = list(vocabulary)
        smaller = Vocabulary((names[n], i) for i, n in enumerate(np.flatnonzero(used).tolist()))
        passages, reports = (
            EncodedDocuments(numbers[stream.tokens], stream.lengths)
            for stream in (self.passages, self.reports)
        )
        return Entries(self.counts, self.bounds, passages, reports, self.times), smaller


def within(counts: NDArray[np.int32], groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers of the items in these groups, in order; group g has `counts[g]` items."""
    ends = np.cumsum(counts, dtype=np.int64)
    parts = np.array_split(groups, 1 + len(groups) // PART)
    return np.concatenate([_within(counts[part], ends[part]) for part in parts])


def _within(sizes: NDArray[np.int32], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    shifts = ends - np.cumsum(sizes, dtype=np.int64)
    return np.repeat(shifts, sizes) + np.arange(int(sizes.sum(dtype=np.int64)))


def _chosen(encoded: EncodedDocuments, documents: NDArray[np.int64]) -> EncodedDocuments:
    tokens = within(encoded.lengths, documents)
    return EncodedDocuments(encoded.tokens[tokens], encoded.lengths[documents])


def _documents(reading: Reading) -> Iterator[list[str]]:
    for own, around in zip(reading.terms, reading.around, strict=True):
        held = set(own)
        yield [*reading.title, *own, *(t for t in around if t not in held)]
