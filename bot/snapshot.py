"""Config -> one frozen Snapshot of everything that answering needs; a reload builds another.

Where the reports are searched in OpenSearch, a snapshot is a generation that was published there.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from bot.corpus import Corpus, read_corpus
from bot.errors import SearchError
from bot.index_cache import IndexedCorpus, completed, keep, kept_in, no_reports, updated
from bot.model import Progress, no_progress
from bot.opensearch import current_generation, open_published, publish

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.config import Config
    from bot.index_cache import Share
    from bot.model import Passage, Problem, Report
    from bot.opensearch import Connection, Published
    from bot.retrieval import Library


YEAR: Final = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The reports as read at one moment, with their index; never changed after it is built.

    Attributes:
        kept: what was read and indexed in this process; nothing where it was published elsewhere.
        built: when.
        seconds: how long that took.
        corrected: with sheets as admins corrected them; never kept on disk.
        published: the generation of the engine that answers.
    """

    kept: IndexedCorpus
    built: datetime
    seconds: float
    corrected: Library | None = None
    published: Published | None = None

    @property
    def corpus(self) -> Corpus:
        """Return what the folder of reports contains."""
        return self.kept.corpus

    @property
    def library(self) -> Library:
        """Return what was read of the reports, to be searched."""
        return self.corrected or self.read

    @property
    def read(self) -> Library:
        """Return the same without corrections."""
        return self.published.library if self.published else self.kept.library

    def saying(self, words: str) -> Sequence[int]:
        """Return the numbers of the reports that have each of these words, or a longer one with it.

        A year counts outside of the text only.

        Raises:
            SearchError: the engine can't be reached.
        """
        if self.published:
            found: list[int] = self.published.saying(words).tolist()
            return found
        wanted = words.casefold().split()
        numbered = enumerate(self.reports)
        return [n for n, report in numbered if all(_has(report, word) for word in wanted)]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return what could not be read."""
        return self.corpus.problems

    @property
    def reports(self) -> Sequence[Report]:
        """Return the reports, ordered by path."""
        return self.published.reports if self.published else self.corpus.reports

    @property
    def passages(self) -> Sequence[Passage]:
        """Return all passages, in the order of the reports."""
        return self.library.passages


def _has(report: Report, word: str) -> bool:
    about = f"{report.title} {report.date or ''} {report.path}".casefold()
    return word in about or (not YEAR.fullmatch(word) and word in report.body.casefold())


def empty_snapshot() -> Snapshot:
    """Return a snapshot without reports: what a bot answers from before its first reload."""
    return Snapshot(no_reports(), datetime.now(UTC), 0.0)


def build_snapshot(
    config: Config,
    previous: Snapshot | None = None,
    progress: Progress = no_progress,
    *,
    later: bool = False,
    share: Share | None = None,
) -> Snapshot:
    """Return the snapshot of the folder of reports, and keep it for the next start.

    Args:
        config: says where the reports and the index are.
        previous: what it has of the same content is taken over; else what the kept index has.
        progress: files and reports go through it, so that it can say how far it has come.
        later: whether of many new reports the events are left to `complete_snapshot`.
        share: lets others read some of them.

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
        progress=progress,
        extracted=place / "extracted",
    )
    if _same(corpus, known.corpus):
        kept = replace(known, corpus=corpus)
    else:
        kept = updated(known, corpus, progress, later=later, share=share)
        keep(place, folder, kept)
    if kept.unread and not later:  # kept by a bot that has not come to their end
        while kept.unread:
            kept = completed(kept)
        keep(place, folder, kept)
    return Snapshot(kept, datetime.now(UTC), time.perf_counter() - started)


def publish_snapshot(
    config: Config,
    connection: Connection,
    progress: Progress = no_progress,
    share: Share | None = None,
) -> Snapshot:
    """Read what is new in the folder, and publish all of it; return what was published.

    With `share`, others read some of what is new; what is published is the same.

    Raises:
        CorpusError: nothing can be read.
        SearchError: the engine can't be reached; the generation before stays in use.
    """
    snapshot = build_snapshot(config, None, progress, share=share)
    publish(connection, snapshot.kept, progress)
    return snapshot


def published_snapshot(config: Config, connection: Connection, before: Snapshot) -> Snapshot:
    """Return a snapshot of the generation in use; the same one where that has not changed.

    Raises:
        SearchError: the engine can't be reached, or nothing that can be used was published.
    """
    started = time.perf_counter()
    names = current_generation(connection)
    if names is None:
        raise SearchError(
            f"search: nothing was published as {config.search.name} yet: run `rapporteur publish`"
        )
    if before.published and before.published.names == names:
        return before
    config.index.path.mkdir(parents=True, exist_ok=True)
    published = open_published(connection, names, config.index.path)
    seconds = time.perf_counter() - started
    return Snapshot(no_reports(), datetime.now(UTC), seconds, published=published)


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
