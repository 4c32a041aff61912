"""Config -> one frozen Snapshot of everything that answering needs; a reload builds another."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.corpus import Corpus, read_corpus
from bot.model import Through, untold
from bot.reading import ReportReading, read_report
from bot.retrieval import Library

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.config import Config
    from bot.model import Passage, Problem, Report


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The reports as read at one moment, with their index; never changed after it is built."""

    corpus: Corpus
    library: Library
    built: datetime
    seconds: float
    problems: tuple[Problem, ...] = ()
    known: Mapping[str, ReportReading] = field(default_factory=dict, repr=False)

    @property
    def reports(self) -> tuple[Report, ...]:
        """Return the reports, ordered by path."""
        return self.corpus.reports

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Return all passages, in the order of the reports."""
        return self.library.passages


def empty_snapshot() -> Snapshot:
    """Return a snapshot without reports: what a bot answers from before its first reload."""
    return Snapshot(Corpus((), ()), Library.of(()), datetime.now(UTC), 0.0)


def build_snapshot(
    config: Config, previous: Snapshot | None = None, through: Through = untold
) -> Snapshot:
    """Read the folder and index it; what `previous` has read of the same content is taken over.

    Files and reports go `through` what tells how far it has come. Raises CorpusError where nothing
    can be read.
    """
    started = time.perf_counter()
    corpus = read_corpus(
        config.corpus.path,
        max_file_mb=config.corpus.max_file_mb,
        previous=previous.corpus if previous else None,
        through=through,
    )
    known = previous.known if previous else {}
    readings = tuple(
        known.get(r.digest) or read_report(r) for r in through(corpus.reports, "reports")
    )
    library = Library.of(readings)
    return Snapshot(
        corpus,
        library,
        datetime.now(UTC),
        time.perf_counter() - started,
        corpus.problems,
        {reading.report.digest: reading for reading in readings},
    )
