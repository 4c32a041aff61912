"""Config -> one frozen Snapshot of everything that answering needs; a reload builds another."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.corpus import Corpus, read_corpus
from bot.index_cache import IndexedCorpus, completed, keep, kept_in, no_reports, updated
from bot.model import Through, untold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.config import Config
    from bot.model import Passage, Problem, Report
    from bot.retrieval import Library


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The reports as read at one moment, with their index; never changed after it is built."""

    kept: IndexedCorpus
    built: datetime
    seconds: float
    corrected: Library | None = None  # with sheets as admins corrected them; never kept on disk

    @property
    def corpus(self) -> Corpus:
        """Return what the folder of reports holds."""
        return self.kept.corpus

    @property
    def library(self) -> Library:
        """Return what was read of the reports, to be searched."""
        return self.corrected or self.kept.library

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return what could not be read."""
        return self.corpus.problems

    @property
    def reports(self) -> tuple[Report, ...]:
        """Return the reports, ordered by path."""
        return self.corpus.reports

    @property
    def passages(self) -> Sequence[Passage]:
        """Return all passages, in the order of the reports."""
        return self.library.passages


def empty_snapshot() -> Snapshot:
    """Return a snapshot without reports: what a bot answers from before its first reload."""
    return Snapshot(no_reports(), datetime.now(UTC), 0.0)


def build_snapshot(
    config: Config,
    previous: Snapshot | None = None,
    through: Through = untold,
    *,
    later: bool = False,
) -> Snapshot:
    """Return the snapshot of the folder of reports, and keep it for the next start.

    Args:
        config: says where the reports and the index are.
        previous: what it has of the same content is taken over; else what the kept index has.
        through: files and reports go through it, so that it can say how far it has come.
        later: whether of many new reports the events are left to `complete_snapshot`.

    Raises:
        CorpusError: nothing can be read.
    """
    started = time.perf_counter()
    place, folder = config.index.path, config.corpus.path
    known = (previous.kept if previous else None) or kept_in(place, folder) or no_reports()
    corpus = read_corpus(
        folder,
        max_file_mb=config.corpus.max_file_mb,
        previous=known.corpus,
        through=through,
        extracted=place / "extracted",
    )
    if _same(corpus, known.corpus):
        kept = replace(known, corpus=corpus)
    else:
        kept = updated(known, corpus, through, later=later)
        keep(place, folder, kept)
    if kept.unread and not later:  # kept by a bot that has not come to their end
        while kept.unread:
            kept = completed(kept)
        keep(place, folder, kept)
    return Snapshot(kept, datetime.now(UTC), time.perf_counter() - started)


def complete_snapshot(config: Config, snapshot: Snapshot) -> Snapshot:
    """Return the same with the events of some more reports; keep it once all are read."""
    kept = completed(snapshot.kept)
    if not kept.unread:
        keep(config.index.path, config.corpus.path, kept)
    return replace(snapshot, kept=kept)


def _same(corpus: Corpus, known: Corpus) -> bool:
    """Say whether all reports were taken over; the files that can't be read may be others."""
    pairs = zip(corpus.reports, known.reports, strict=False)
    return len(corpus.reports) == len(known.reports) and all(a is b for a, b in pairs)
