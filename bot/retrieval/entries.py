"""Readings -> what the indexes take from them, as numbers in columns over many reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bot.index import Encoded, Vocabulary
from bot.reading.report import Times
from bot.text.tokens import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.reading import ReportReading
    from bot.reading.sentence import Sentence

PART = 1024  # groups whose items are numbered at once, since other threads wait meanwhile
CAPITAL = "^"  # before a word that is written with one inside a sentence


class Facts(NamedTuple):
    """What holds for a report as a whole."""

    times: Times
    countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entries:
    """Reports in order; all numbers are of one `bot.index.Vocabulary`.

    Attributes:
        counts: of the passages of each report.
        bounds: (passages, 2); where each starts and ends in its report's body.
        passages: the terms of each, with those of its title and of what it leans on.
        classes: what each is about beyond its words.
        reports: the terms of each with its title.
        words: the words of each report, folded, marked where a capital tells something.
        facts: of each report.
    """

    counts: NDArray[np.int32]
    bounds: NDArray[np.int32]
    passages: Encoded
    classes: Encoded
    reports: Encoded
    words: Encoded
    facts: tuple[Facts, ...]

    @classmethod
    def of(cls, readings: Sequence[ReportReading], vocabulary: Vocabulary) -> Entries:
        """The readings in their order; unknown words are added to the vocabulary."""
        bounds = [(p.start, p.end) for r in readings for p in r.passages]
        return cls(
            np.array([len(r.passages) for r in readings], np.int32),
            np.array(bounds, np.int32).reshape(-1, 2),
            vocabulary.encode(d for r in readings for d in _documents(r)),
            vocabulary.encode(list(_marks(s)) for r in readings for s in r.sentences),
            vocabulary.encode([*r.title, *(w for t in r.terms for w in t)] for r in readings),
            vocabulary.encode(list(_words(r)) for r in readings),
            tuple(Facts(r.times, r.countries) for r in readings),
        )

    @classmethod
    def joined(cls, parts: Sequence[Entries]) -> Entries:
        """All reports of `parts`, in order; at least one part."""
        return cls(
            np.concatenate([p.counts for p in parts]),
            np.concatenate([p.bounds for p in parts]),
            Encoded.joined(p.passages for p in parts),
            Encoded.joined(p.classes for p in parts),
            Encoded.joined(p.reports for p in parts),
            Encoded.joined(p.words for p in parts),
            tuple(facts for p in parts for facts in p.facts),
        )

    def chosen(self, numbers: Sequence[int]) -> Entries:
        """The reports of these numbers, in this order."""
        reports = np.array(numbers, np.int64)
        passages = within(self.counts, reports)
        return Entries(
            self.counts[reports],
            self.bounds[passages],
            _chosen(self.passages, passages),
            _chosen(self.classes, passages),
            _chosen(self.reports, reports),
            _chosen(self.words, reports),
            tuple(self.facts[number] for number in numbers),
        )

    def renumbered(self, vocabulary: Vocabulary) -> tuple[Entries, Vocabulary]:
        """The same by numbers of a vocabulary that holds no other words, and that vocabulary."""
        streams = (self.passages, self.classes, self.reports, self.words)
        used = np.zeros(len(vocabulary), bool)
        for stream in streams:
            used[stream.tokens] = True
        numbers = np.cumsum(used, dtype=np.int32) - np.int32(1)
        names = list(vocabulary)
        smaller = Vocabulary((names[n], i) for i, n in enumerate(np.flatnonzero(used).tolist()))
        passages, classes, reports, words = (
            Encoded(numbers[stream.tokens], stream.lengths) for stream in streams
        )
        renewed = Entries(self.counts, self.bounds, passages, classes, reports, words, self.facts)
        return renewed, smaller


def within(counts: NDArray[np.int32], groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of the items in these groups, group by group; group g has `counts[g]` items."""
    ends = np.cumsum(counts, dtype=np.int64)
    parts = np.array_split(groups, 1 + len(groups) // PART)
    return np.concatenate([_within(counts[part], ends[part]) for part in parts])


def _within(sizes: NDArray[np.int32], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    shifts = ends - np.cumsum(sizes, dtype=np.int64)
    return np.repeat(shifts, sizes) + np.arange(int(sizes.sum(dtype=np.int64)))


def _chosen(encoded: Encoded, documents: NDArray[np.int64]) -> Encoded:
    tokens = within(encoded.lengths, documents)
    return Encoded(encoded.tokens[tokens], encoded.lengths[documents])


def _documents(reading: ReportReading) -> Iterator[list[str]]:
    for terms, around in zip(reading.terms, reading.around, strict=True):
        held = set(terms)
        yield [*reading.title, *terms, *(t for t in around if t not in held)]


def _marks(sentence: Sentence) -> Iterator[str]:
    """Yield what a passage is about beyond its words: classes, countries, kinds of mentions."""
    for classes in sentence.classes.values():
        yield from sorted(classes)
    for mention in sentence.mentions:
        if mention.kind in {"country", "nation"}:
            yield f"c.{mention.value}"
        yield f"k.{mention.kind}"


def _words(reading: ReportReading) -> Iterator[str]:
    for sentence in reading.sentences:
        for token, letter in zip(sentence.tagged.tokens, sentence.tagged.letters, strict=True):
            if token.text[0].isalpha():
                folded = fold(token.text)
                yield CAPITAL + folded if letter == "M" else folded
    for word in reading.report.title.split():
        stripped = word.strip(".,:;!?()\"'’“”")
        if stripped.isalpha():
            yield fold(stripped)
