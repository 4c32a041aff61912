"""Index + question -> ranked passages, each with the parts of its score."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

import numpy as np

from bot.index import Index, Parameters, Vocabulary
from bot.model import Passage
from bot.retrieval.table import Entries, EventTable, Lazy, row_of
from bot.text.dates import dates_in
from bot.text.tokens import content_term, terms, tokenise
from bot.text.words import Spelling

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.event import Event
    from bot.model import Report
    from bot.reading import Reading, Times

Tokens: TypeAlias = "Iterable[Hashable]"


class SearchEngine(Protocol):
    """Scores documents, numbered from 0, by exact BM25; any number of threads may ask at once.

    One beyond a network raises SearchError where it can't be reached.
    """

    def top(self, tokens: Tokens, n: int = 10, /) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the n best documents of those that contain a token, and their scores.

        Ordered by score, descending, then by number, ascending.
        """

    def scores_of(
        self, tokens: Tokens, ids: Sequence[int] | NDArray[Any], /
    ) -> NDArray[np.float64]:
        """Return the scores of these documents, in their order."""

    def count_of(self, token: Hashable, /) -> int:
        """Return the number of documents that contain the token."""

    def idf_of(self, token: Hashable, /) -> float:
        """Return the token's inverse document frequency; 0.0 for one that no document contains."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for.

    Attributes:
        terms: of the question.
        before: of the question that it follows up.
        years, months: that the question names.
        focus: the number of the report that a follow-up stays with.
        only: the numbers of the reports that are searched; all where None.
    """

    terms: tuple[str, ...]
    before: tuple[str, ...] = ()
    years: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    focus: int | None = None
    only: frozenset[int] | None = None

    @classmethod
    def of(
        cls,
        question: str,
        before: str = "",
        focus: int | None = None,
        only: frozenset[int] | None = None,
        spell: Callable[[str], str] = content_term,
    ) -> Query:
        """Return the query of a question as it is typed; `spell` makes a word of it a term."""
        dates = dates_in(question)
        return cls(
            terms=tuple(term for token in tokenise(question) if (term := spell(token.text))),
            before=tuple(terms(before)),
            years=frozenset(year for date in dates for year in date.years),
            months=frozenset(month for date in dates for month in date.months),
            focus=focus,
            only=only,
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with the parts of its score."""

    passage: int
    report: int
    score: float
    own: float  # BM25 of the passage with its title
    whole: float  # of its report, BM25 and the focus
    lead: float  # of its report over the best other one, as a share of the best; below 0 behind it


def hit_features(hits: Sequence[Hit]) -> dict[int, tuple[float, ...]]:
    """Return for each passage what its hit tells the reader, beside the text.

    Six numbers: its score and its own BM25 as shares of the best, the reciprocal of its rank, 1 for
    being hit, the lead of its report (-1 to 1), and its own BM25 in tens, at most 2.
    """
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    own = max((hit.own for hit in hits), default=0.0) or 1.0
    return {
        hit.passage: (
            hit.score / best,
            hit.own / own,
            1.0 / (1 + rank),
            1.0,
            max(-1.0, min(1.0, hit.lead)),
            min(2.0, hit.own / 10),
        )
        for rank, hit in enumerate(hits)
    }


BY_PASSAGE: Final = Parameters(k1=0.6, b=0.3, formula="lucene")
BY_REPORT: Final = Parameters(k1=0.9, b=0.4, formula="lucene")
# The weights of the parts of a passage's score, beside 1 for BM25 of the passage with its title.
REPORT_WEIGHT: Final = 0.5
BEFORE_WEIGHT: Final = 0.25  # of the terms of the question before
OTHER_YEAR: Final = 0.6  # what the score of a report without the year asked for is worth
OTHER_MONTH: Final = 0.7
ELSEWHERE: Final = 0.3  # what another report's score is worth while a follow-up stays with its own
REPORTS: Final = 30  # that are ranked
WHOLE: Final = 6  # reports all of whose passages are ranked
MOST: Final = 200  # passages of such a report
BEST: Final = 60  # passages that are ranked, whichever reports they are from
NEWEST: Final = 100  # reports that a question may be about that names none
HELD: Final = 2048  # reports whose terms are kept ready
TOGETHER: Final = 64  # readings that are fetched at once


def at_hand(_: Sequence[int]) -> None:
    """Fetch nothing: what is in this process is at hand."""


@dataclass(frozen=True, slots=True)
class Indexes:
    """What is indexed of the reports, by numbers of one vocabulary, and the two indexes of it."""

    entries: Entries
    vocabulary: Vocabulary
    by_passage: Index
    by_report: Index

    @classmethod
    def of(cls, entries: Entries, vocabulary: Vocabulary) -> Indexes:
        """Build the indexes of passages and of reports."""
        return cls(
            entries,
            vocabulary,
            Index.of(vocabulary, [entries.passages], BY_PASSAGE),
            Index.of(vocabulary, [entries.reports], BY_REPORT),
        )


@dataclass(frozen=True, slots=True)
class Library:
    """All reports with the engines that search their passages and the reports themselves.

    A reading may have to be unpacked or fetched; `times`, `counts`, `starts` and what a report is
    called are there at once.

    Attributes:
        reports: all of them; the same one is the same object.
        readings: in the order of the reports.
        passages: of all reports, in their order.
        counts: for each report, the number of its passages.
        first_of: for each report, the number of its first passage.
        by_passage, by_report: what scores passages and reports.
        times: for each report, the years and months that it names.
        held: for each report, the terms of its title and body.
        holding: the numbers, ascending, of the reports that contain all of some terms.
        number_of: path -> number of the report.
        events: the sheets, in the order of the reports.
        starts: the first day of each event, ISO 8601 or part of it; "" where the sheet has none.
        newest: the numbers of the reports published last, newest first.
        ready: fetches at once the readings and sheets that will be asked for one by one.
        table: a row an event, in which questions over several are looked up.
        spelling: the words of the reports, for what is mistyped.
    """

    reports: Sequence[Report]
    readings: Sequence[Reading]
    passages: Sequence[Passage]
    counts: NDArray[np.int32]
    first_of: NDArray[np.int32]
    by_passage: SearchEngine
    by_report: SearchEngine
    times: Sequence[Times]
    held: Sequence[frozenset[str]]
    holding: Callable[[frozenset[str]], NDArray[np.int64]]
    number_of: Mapping[str, int]
    table: EventTable
    spelling: Spelling
    events: Sequence[Event] = ()
    starts: Sequence[str] = ()
    newest: tuple[int, ...] = ()
    ready: Callable[[Sequence[int]], None] = at_hand

    @classmethod
    def of(cls, readings: Sequence[Reading], events: Sequence[Event] = ()) -> Library:
        """Return the library of the readings, in their order; it builds the indexes."""
        vocabulary = Vocabulary()
        entries = Entries.of(readings, vocabulary)
        reports = [reading.report for reading in readings]
        return cls.over(reports, readings, Indexes.of(entries, vocabulary), events)

    @classmethod
    def over(
        cls,
        reports: Sequence[Report],
        readings: Sequence[Reading],
        indexes: Indexes,
        events: Sequence[Event] = (),
    ) -> Library:
        """Return the library of what was read before, each in the order of the reports."""
        entries, vocabulary = indexes.entries, indexes.vocabulary
        report_of = np.repeat(np.arange(len(reports), dtype=np.int32), entries.counts)
        return cls(
            reports=reports,
            readings=readings,
            passages=_passages(reports, report_of, entries.bounds),
            counts=entries.counts,
            first_of=(np.cumsum(entries.counts) - entries.counts).astype(np.int32),
            by_passage=indexes.by_passage,
            by_report=indexes.by_report,
            times=entries.times,
            held=_held(entries, vocabulary),
            holding=partial(_holding, entries, vocabulary),
            number_of={report.path: number for number, report in enumerate(reports)},
            table=EventTable(reports, lambda n: row_of(readings[n], events[n])),
            spelling=Spelling(vocabulary),
            events=events,
            starts=Lazy(len(events), lambda n: events[n].starts or "", 0),
            newest=newest([report.date for report in reports]),
        )

    def size_of(self, report: int) -> int:
        """Return the number of its passages."""
        return int(self.counts[report])

    def reports_of(self, passages: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the numbers of the reports that these passages are of."""
        return np.searchsorted(self.first_of, passages, side="right") - 1

    def opened(self, reports: Sequence[int]) -> Iterator[tuple[int, Reading, Event]]:
        """Yield the readings and sheets of these reports, fetched some at a time."""
        for start in range(0, len(reports), TOGETHER):
            some = reports[start : start + TOGETHER]
            self.ready(some)
            for number in some:
                yield number, self.readings[number], self.events[number]

    def spread_of(self, term: str) -> int:
        """Return the number of reports that contain the term."""
        return self.by_report.count_of(term)

    def search(self, query: Query, n: int = 24) -> list[Hit]:
        """Return the best passages, best first: of the best reports, and the best by themselves."""
        whole = self._report_scores(query)
        ids = self._candidates(query, whole)
        if not len(ids):
            return []
        own = self.by_passage.scores_of(query.terms, ids)
        if query.before:
            own = own + BEFORE_WEIGHT * self.by_passage.scores_of(query.before, ids)
        owners = self.reports_of(ids)
        numbers, at = np.unique(owners, return_inverse=True)
        reports = np.array([whole.get(r, 0.0) for r in numbers.tolist()])[at]
        fits = np.array([self._fit(query, r) for r in numbers.tolist()])[at]
        total = fits * (own + REPORT_WEIGHT * reports)
        order = np.lexsort((ids, -total))[:n]
        leads = _leads(whole)
        behind = -1.0 if leads else 0.0
        return [
            Hit(
                passage=int(ids[i]),
                report=int(owners[i]),
                score=float(total[i]),
                own=float(own[i]),
                whole=float(reports[i]),
                lead=leads.get(int(owners[i]), behind),
            )
            for i in order
        ]

    def _report_scores(self, query: Query) -> dict[int, float]:
        """Return how well each of the best reports fits.

        That is BM25, less for lacking years and months, more for the report in focus.
        """
        found: dict[int, float] = {}
        for words, weight in ((query.terms, 1.0), (query.before, BEFORE_WEIGHT)):
            ids, scores = self.by_report.top(words, REPORTS)
            for i, score in zip(ids.tolist(), scores.tolist(), strict=True):
                found[i] = found.get(i, 0.0) + weight * score
        if query.only is not None:
            inside = sorted(query.only)
            scores = self.by_report.scores_of(query.terms, inside)
            found = dict(zip(inside, scores.tolist(), strict=True))
        fitted = {report: score * self._fit(query, report) for report, score in found.items()}
        if query.focus is not None:
            best = max(fitted.values(), default=1.0)
            fitted[query.focus] = fitted.get(query.focus, 0.0) + best
        return fitted

    def _fit(self, query: Query, report: int) -> float:
        times = self.times[report]
        fit = 1.0
        if query.years and not query.years & times.years:
            fit *= OTHER_YEAR
        if query.months and not query.months & times.months:
            fit *= OTHER_MONTH
        if query.focus is not None and query.focus != report:
            fit *= ELSEWHERE
        return fit

    def _candidates(self, query: Query, whole: dict[int, float]) -> NDArray[np.int64]:
        best = sorted(whole, key=lambda r: (-whole[r], r))[:WHOLE]
        if len(self.readings) == 1:
            best = [0]  # "what was the meeting about?", of a report that says "session"
        parts = [np.empty(0, np.int64)]
        if query.only is None:
            ids, _ = self.by_passage.top(query.terms or query.before, BEST)
            parts.append(ids.astype(np.int64))
        for report in best:
            first = int(self.first_of[report])
            parts.append(np.arange(first, first + min(self.size_of(report), MOST)))
        return np.unique(np.concatenate(parts))


def newest(dates: Sequence[str | None]) -> tuple[int, ...]:
    """Return the numbers of the reports published last, newest first, by all reports' dates."""
    by_date = sorted(range(len(dates)), key=lambda number: dates[number] or "")
    return tuple(by_date[::-1][:NEWEST])


def _holding(entries: Entries, vocabulary: Vocabulary, terms: frozenset[str]) -> NDArray[np.int64]:
    found = np.arange(len(entries.counts))
    for term in sorted(terms):
        token = vocabulary.get(term)
        some = np.empty(0, np.int64) if token is None else entries.holding(token)
        found = np.intersect1d(found, some, assume_unique=True)
    return found


def _leads(scores: dict[int, float]) -> dict[int, float]:
    """Return by how much each report is ahead of the best other one, as a share of the best."""
    ordered = sorted(scores.values(), reverse=True)
    if not ordered or ordered[0] <= 0:
        return {}
    second = ordered[1] if len(ordered) > 1 else 0.0
    return {
        r: (s - (second if s == ordered[0] else ordered[0])) / ordered[0] for r, s in scores.items()
    }


def _passages(
    reports: Sequence[Report], report_of: NDArray[np.int32], bounds: NDArray[np.int32]
) -> Lazy[Passage]:
    def passage(number: int) -> Passage:
        start, end = bounds[number].tolist()
        return Passage(reports[report_of[number]], start, end)

    return Lazy(len(report_of), passage, 0)


def _held(entries: Entries, vocabulary: Vocabulary) -> Lazy[frozenset[str]]:
    names = [str(name) for name in list(vocabulary)]
    tokens = entries.reports.tokens
    after = np.cumsum(entries.reports.lengths, dtype=np.int64)
    starts, ends = (after - entries.reports.lengths).tolist(), after.tolist()

    def held(report: int) -> frozenset[str]:
        return frozenset(map(names.__getitem__, tokens[starts[report] : ends[report]].tolist()))

    return Lazy(len(ends), held, HELD)
