"""One entry for every interface: ask a question, reload the reports."""

from __future__ import annotations

import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.answering import (
    Indexed,
    answer_question,
    corrected,
    explain_question,
    gate,
    indexed,
    named_alone,
    placed,
    slot_answer,
)
from bot.errors import CorpusError, SearchError
from bot.model import Answer, Changes, Found, Progress, Scored, Silent, Turn, no_progress
from bot.opensearch import connect
from bot.reader import network
from bot.snapshot import (
    Snapshot,
    build_snapshot,
    complete_snapshot,
    empty_snapshot,
    publish_snapshot,
    published_snapshot,
)
from bot.text.tokens import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.config import Config
    from bot.corpus import Corpus
    from bot.index_cache import Share
    from bot.model import Report
    from bot.opensearch import Connection
    from bot.retrieval import Library

LONGEST: Final = 1.0  # seconds for which a question keeps others waiting
CLOSEST: Final = 5  # passages


class Assistant:
    """Answers from the newest snapshot; `reload` swaps it in one assignment.

    Safe to ask from several threads; a question keeps the snapshot that it started with. Of
    questions that come at once one is answered at a time: threads that compute in turns take half
    as long again for the same work, and an event loop beside them waits for each. One that takes
    long goes on beside the next.
    """

    def __init__(
        self,
        config: Config,
        *,
        must_read: bool = False,
        later: bool = False,
        progress: Progress = no_progress,
    ) -> None:
        """Read the reports.

        Args:
            config: says where they are; where an engine searches them, what was published there.
            must_read: whether it is an error when there are none; else it starts empty.
            later: whether of many new reports the events are left to `complete`.
            progress: reports go through it, also in each reload, so that it can say how far it is.

        Raises:
            CorpusError: there are no reports, and there must be.
            SearchError: the engine can't be reached, and it must be.
            WeightsError: the reader's weights can't be used.
        """
        gate()
        self._config = config
        self._progress = progress
        self._later = later
        self._reloading = threading.Lock()
        self._answering = _Turns(LONGEST)
        self._corrections: Mapping[str, Mapping[str, str]] = {}
        self.trouble: CorpusError | SearchError | None = None
        self.engine = connect(config.search) if config.search.urls else None
        self.snapshot = empty_snapshot()
        with ThreadPoolExecutor(1) as beside:
            loaded = beside.submit(network)  # while the reports are read
            try:
                self.snapshot = self._opened()
            except (CorpusError, SearchError) as error:
                if must_read:
                    raise
                self.trouble = error
            loaded.result()

    def _opened(self) -> Snapshot:
        if self.engine is not None:
            return published_snapshot(self._config, self.engine, self.snapshot)
        return build_snapshot(self._config, progress=self._progress, later=self._later)

    def ask(self, question: str, turn: Turn | None = None) -> Answer:
        """Return the answer, or that the reports don't say; `turn` is what came before.

        Raises:
            SearchError: the engine can't be reached; ask again later.
        """
        snapshot = self.snapshot
        if self.engine is not None and snapshot.published is None:
            raise SearchError(str(self.trouble))
        if not snapshot.reports:
            return Silent(question, why="no_reports")
        return self._answer(snapshot.library, question, turn)

    def closest(self, question: str) -> tuple[Scored, ...]:
        """Return the passages that share most words with the question, best first: BM25 alone.

        That takes milliseconds, and waits for no other question.
        """
        snapshot = self.snapshot
        if not snapshot.reports:
            return ()
        ids, scores = snapshot.library.by_passage.top(terms(question), CLOSEST)
        found = zip(ids.tolist(), scores.tolist(), strict=True)
        return tuple(Scored(snapshot.passages[number], score) for number, score in found)

    def stated(self, path: str, slot: str, question: str) -> Found | None:
        """Return what the sheet of this report says of a slot, as the answer to the question.

        None where there is no such report, or its sheet isn't sure. That takes no time to speak of.
        """
        library = self.snapshot.library
        number = library.number_of.get(path)
        if number is None:
            return None
        return slot_answer(library.readings[number], library.events[number], slot, question)

    def report(self, path: str | None) -> Report | None:
        """Return the report at this path, None where there is none."""
        library = self.snapshot.library
        number = library.number_of.get(path) if path else None
        return None if number is None else library.reports[number]

    def indexed(self, question: str, report: str | None = None) -> Indexed:
        """Return what a question about the reports themselves wants; `report`: the one in focus."""
        snapshot = self.snapshot
        library = snapshot.library
        focus = library.number_of.get(report or "")
        return indexed(library, snapshot.reports, network().asking, question, focus)

    def named(self, message: str) -> tuple[Report, ...]:
        """Return the reports of the events that a message names, and says nothing else."""
        snapshot = self.snapshot
        return named_alone(snapshot.library, snapshot.reports, network().asking, message)

    def correct(self, corrections: Mapping[str, Mapping[str, str]]) -> None:
        """Answer from now on by these corrections alone: path of a report -> slot -> value.

        One that its report doesn't say is left out, since answers are words of reports.
        """
        with self._reloading:
            self._corrections = corrections
            self.snapshot = self._corrected(self.snapshot)

    def says(self, path: str, slot: str, words: str) -> bool:
        """Say whether the report has these words, so that they may correct its sheet."""
        library = self.snapshot.library
        number = library.number_of.get(path)
        return number is not None and bool(placed(library.readings[number], slot, words))

    def explain(self, question: str, turn: Turn | None = None) -> tuple[str, ...]:
        """Return lines that tell how the question was read and why it was answered or refused."""
        snapshot = self.snapshot
        if not snapshot.reports:
            return ("No reports are indexed.",)
        with self._answering.one():
            return explain_question(
                snapshot.library, network(), self._config.answer, question, turn
            )

    def reload(self, share: Share | None = None) -> Changes:
        """Read the folder again and swap the snapshot; return what changed.

        Where an engine searches them, that publishes them; with `share`, others read some of them.

        Raises:
            CorpusError: no report can be read; the former snapshot stays.
            SearchError: the engine can't take them; the former snapshot stays.
        """
        with self._reloading:
            if self.engine is not None:
                return self._published(self.engine, share)
            before = self.snapshot
            after = build_snapshot(self._config, before, self._progress, later=self._later)
            self._switch(after)
        return _changes(_files(before.corpus), _files(after.corpus), after)

    def _published(self, engine: Connection, share: Share | None) -> Changes:
        before = _contents(self.snapshot.reports)
        after = publish_snapshot(self._config, engine, self._progress, share)
        self._switch(published_snapshot(self._config, engine, self.snapshot))
        return _changes(before, _contents(after.reports), after)

    def engine_trouble(self) -> str | None:
        """Return why nothing can be searched; None where it can."""
        if self.engine is None:
            return None
        if self.engine.trouble is None and self.snapshot.published is None:
            return str(self.trouble)
        return self.engine.trouble

    def probe(self) -> None:
        """Notice whether the engine works, where there is one."""
        if self.snapshot.published is not None:
            self.snapshot.published.probe()
        elif self.engine is not None:
            self.engine.probe(lambda client: client.cluster.health())

    def follow(self) -> bool:
        """Answer from what is published now; return whether that is something new.

        Raises SearchError where the engine can't be reached; the former snapshot stays.
        """
        if self.engine is None:
            return False
        with self._reloading:
            try:
                after = published_snapshot(self._config, self.engine, self.snapshot)
            except SearchError as error:
                self.trouble = error
                raise
            self.trouble = None
            if after is self.snapshot:
                return False
            self._switch(after)
            return True

    def _switch(self, after: Snapshot) -> None:
        self.snapshot = self._corrected(after)
        self.trouble = None

    def complete(self) -> int:
        """Read the events of some more reports; return how many have still to be read."""
        with self._reloading:
            if self.snapshot.kept.unread:
                self.snapshot = self._corrected(complete_snapshot(self._config, self.snapshot))
            return len(self.snapshot.kept.unread)

    def _corrected(self, snapshot: Snapshot) -> Snapshot:
        library = snapshot.read
        found = corrected(library, self._corrections) if self._corrections else None
        return replace(snapshot, corrected=found)

    def _answer(self, library: Library, question: str, turn: Turn | None = None) -> Answer:
        with self._answering.one():
            return answer_question(library, network(), self._config.answer, question, turn)


class _Turns:
    """One thread at a time, in the order in which they came.

    Who takes longer than `longest` seconds goes on beside the next.
    """

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._changed = threading.Condition()
        self._waiting: deque[object] = deque()
        self._holder: object | None = None
        self._until = 0.0  # monotonic

    @contextmanager
    def one(self) -> Iterator[None]:
        """Wait for the turn, and have it for the block."""
        mine = object()
        with self._changed:
            self._waiting.append(mine)
            try:
                while (left := self._left(mine)) > 0:
                    self._changed.wait(left if self._waiting[0] is mine else None)
                self._holder, self._until = mine, time.monotonic() + self._longest
            finally:  # also where waiting was interrupted
                self._waiting.remove(mine)
                self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                if self._holder is mine:
                    self._holder = None
                    self._changed.notify_all()

    def _left(self, mine: object) -> float:
        """Return the seconds for which to wait, where nobody ends before."""
        if self._waiting[0] is not mine:
            return self._longest
        return self._until - time.monotonic() if self._holder else 0.0


def _changes(old: Mapping[str, object], new: Mapping[str, object], after: Snapshot) -> Changes:
    """Return what differs between what each path had before, and has now."""
    return Changes(
        added=tuple(path for path in new if path not in old),
        changed=tuple(path for path in new if path in old and old[path] != new[path]),
        removed=tuple(path for path in old if path not in new),
        problems=after.problems,
        reports=len(after.reports),
        passages=len(after.passages),
        seconds=after.seconds,
    )


def _contents(reports: Iterable[Report]) -> dict[str, object]:
    return {r.path: (r.digest, r.date, r.source, r.url) for r in reports}


def _files(corpus: Corpus) -> dict[str, str]:
    return {r.path: h for r, h in zip(corpus.reports, corpus.hashes, strict=True)}
