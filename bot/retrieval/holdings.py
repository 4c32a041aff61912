"""What is read of all reports, and the indexes over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from bot.index import Index, Parameters
from bot.index import Vocabulary as Terms
from bot.language.vocabulary import Vocabulary
from bot.model import Passage
from bot.retrieval.entries import CAPITAL, Entries
from bot.retrieval.lazy import Lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.model import Report
    from bot.reading import ReportReading
    from bot.reading.report import Times
    from bot.reading.sentence import Sentence

BY_PASSAGE = Parameters(k1=0.6, b=0.3, formula="lucene")
BY_REPORT = Parameters(k1=0.9, b=0.4, formula="lucene")
HELD = 2048  # reports whose terms are held ready


@dataclass(frozen=True, slots=True)
class Indexes:
    """The indexes of passages, of what they are about, and of reports; and the words of all."""

    by_passage: Index
    by_class: Index
    by_report: Index
    vocabulary: Vocabulary

    @classmethod
    def of(cls, entries: Entries, terms: Terms) -> Indexes:
        """Index the entries, whose numbers are those of `terms`."""
        return cls(
            Index.of(terms, [entries.passages], BY_PASSAGE),
            Index.of(terms, [entries.classes], BY_PASSAGE),
            Index.of(terms, [entries.reports], BY_REPORT),
            _words(entries, terms),
        )


@dataclass(frozen=True, slots=True)
class Holdings:
    """The readings of all reports, with indexes of passages, of their classes and of reports.

    A reading may have to be unpacked; `times`, `countries`, `held` and `size_of` are there at once.
    """

    readings: Sequence[ReportReading]
    passages: Sequence[Passage]
    report_of: NDArray[np.int32]  # for each passage, the number of its report
    first_of: NDArray[np.int32]  # for each report, the number of its first passage
    by_passage: Index
    by_class: Index
    by_report: Index
    vocabulary: Vocabulary
    held: Sequence[frozenset[str]]  # for each report, the terms of its title and body
    number_of: dict[str, int]  # path -> number of the report
    times: tuple[Times, ...]  # for each report
    countries: tuple[frozenset[str], ...]  # for each report, the codes of those it names
    entries: Entries
    terms: Terms

    @classmethod
    def of(cls, readings: Sequence[ReportReading]) -> Self:
        """Index the readings in their order."""
        terms = Terms()
        entries = Entries.of(readings, terms)
        reports = [reading.report for reading in readings]
        return cls.over(reports, readings, entries, terms, Indexes.of(entries, terms))

    @classmethod
    def over(
        cls,
        reports: Sequence[Report],
        readings: Sequence[ReportReading],
        entries: Entries,
        terms: Terms,
        indexes: Indexes,
    ) -> Self:
        """Put together what belongs together, each in the order of the reports."""
        report_of = np.repeat(np.arange(len(reports), dtype=np.int32), entries.counts)
        return cls(
            readings=readings,
            passages=_passages(reports, report_of, entries.bounds),
            report_of=report_of,
            first_of=(np.cumsum(entries.counts) - entries.counts).astype(np.int32),
            by_passage=indexes.by_passage,
            by_class=indexes.by_class,
            by_report=indexes.by_report,
            vocabulary=indexes.vocabulary,
            held=_held(entries, terms),
            number_of={report.path: number for number, report in enumerate(reports)},
            times=tuple(facts.times for facts in entries.facts),
            countries=tuple(facts.countries for facts in entries.facts),
            entries=entries,
            terms=terms,
        )

    def sentence(self, passage: int) -> Sentence:
        """Return what was read of a passage."""
        report = int(self.report_of[passage])
        return self.readings[report].sentences[passage - int(self.first_of[report])]

    def size_of(self, report: int) -> int:
        """Return the number of its passages."""
        return int(self.entries.counts[report])

    def spread_of(self, term: str) -> int:
        """Return the number of reports that hold the term."""
        return self.by_report.count_of(term)


def _passages(
    reports: Sequence[Report], report_of: NDArray[np.int32], bounds: NDArray[np.int32]
) -> Lazy[Passage]:
    def passage(number: int) -> Passage:
        start, end = bounds[number].tolist()
        return Passage(reports[report_of[number]], start, end)

    return Lazy(len(report_of), passage, 0)


def _held(entries: Entries, terms: Terms) -> Lazy[frozenset[str]]:
    names = [str(name) for name in list(terms)]
    tokens = entries.reports.tokens
    after = np.cumsum(entries.reports.lengths, dtype=np.int64)
    starts, ends = (after - entries.reports.lengths).tolist(), after.tolist()

    def held(report: int) -> frozenset[str]:
        return frozenset(map(names.__getitem__, tokens[starts[report] : ends[report]].tolist()))

    return Lazy(len(ends), held, HELD)


def _words(entries: Entries, terms: Terms) -> Vocabulary:
    """Count the words; a capital that stands inside a sentence counts apart, too."""
    counts = np.bincount(entries.words.tokens, minlength=len(terms)).tolist()
    words: dict[str, int] = {}
    large: dict[str, int] = {}
    counted = [(str(name), n) for name, n in zip(list(terms), counts, strict=False) if n]
    for written, count in sorted(counted):  # so that nothing depends on which was read first
        folded = written.removeprefix(CAPITAL)
        words[folded] = words.get(folded, 0) + count
        if folded != written:
            large[folded] = count
    return Vocabulary.counted(words, large)
