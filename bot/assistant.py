"""One entry for every interface: ask a question, reload the reports."""

from __future__ import annotations

import threading
import time
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
from bot.errors import CorpusError
from bot.model import Answer, Changes, Found, Scored, Silent, Through, Turn, untold
from bot.reader import network
from bot.snapshot import Snapshot, build_snapshot, complete_snapshot, empty_snapshot
from bot.text.tokens import terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.config import Config
    from bot.corpus import Corpus
    from bot.model import Report
    from bot.retrieval import Library

LONGEST: Final = 1.0  # seconds for which a question holds others up
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
        through: Through = untold,
    ) -> None:
        """Read the reports.

        Args:
            config: says where they are.
            must_read: whether it is an error when there are none; else it starts empty.
            later: whether of many new reports the events are left to `complete`.
            through: reports go through it, also in each reload, so that it can say how far it is.

        Raises:
            CorpusError: there are no reports, and there must be.
            WeightsError: the reader's weights can't be used.
        """
        gate()
        self._config = config
        self._through = through
        self._later = later
        self._reloading = threading.Lock()
        self._answering = _Turns(LONGEST)
        self._corrections: Mapping[str, Mapping[str, str]] = {}
        self.trouble: CorpusError | None = None
        self.snapshot: Snapshot
        with ThreadPoolExecutor(1) as beside:
            loaded = beside.submit(network)  # while the reports are read
            try:
                self.snapshot = build_snapshot(config, through=through, later=later)
            except CorpusError as error:
                if must_read:
                    raise
                self.trouble = error
                self.snapshot = empty_snapshot()
            loaded.result()

    def ask(self, question: str, turn: Turn | None = None) -> Answer:
        """Return the answer, or that the reports don't say; `turn` is what came before."""
        snapshot = self.snapshot
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
        return next((r for r in self.snapshot.reports if r.path == path), None) if path else None

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

    def reload(self) -> Changes:
        """Read the folder again and swap the snapshot; return what changed.

        Raises:
            CorpusError: no report can be read; the former snapshot stays.
        """
        with self._reloading:
            before = self.snapshot
            after = build_snapshot(self._config, before, self._through, later=self._later)
            self.snapshot = self._corrected(after)
            self.trouble = None
        return _changes(before, after)

    def complete(self) -> int:
        """Read the events of some more reports; return how many have still to be read."""
        with self._reloading:
            if self.snapshot.kept.unread:
                self.snapshot = self._corrected(complete_snapshot(self._config, self.snapshot))
            return len(self.snapshot.kept.unread)

    def _corrected(self, snapshot: Snapshot) -> Snapshot:
        library = snapshot.kept.library
        found = corrected(library, self._corrections) if self._corrections else None
        return replace(snapshot, corrected=found)

    def _answer(self, library: Library, question: str, turn: Turn | None = None) -> Answer:
        with self._answering.one():
            return answer_question(library, network(), self._config.answer, question, turn)


class _Turns:
    """One thread at a time; who takes longer than `longest` seconds goes on beside the next."""

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._changed = threading.Condition()
        self._holder: object | None = None
        self._until = 0.0  # monotonic

    @contextmanager
    def one(self) -> Iterator[None]:
        """Wait for the turn, and have it for the block."""
        mine = object()
        with self._changed:
            while self._holder and (left := self._until - time.monotonic()) > 0:
                self._changed.wait(left)
            self._holder, self._until = mine, time.monotonic() + self._longest
        try:
            yield
        finally:
            with self._changed:
                if self._holder is mine:
                    self._holder = None
                    self._changed.notify()


def _changes(before: Snapshot, after: Snapshot) -> Changes:
    old, new = _files(before.corpus), _files(after.corpus)
    return Changes(
        added=tuple(path for path in new if path not in old),
        changed=tuple(path for path in new if path in old and old[path] != new[path]),
        removed=tuple(path for path in old if path not in new),
        problems=after.problems,
        reports=len(after.reports),
        passages=len(after.passages),
        seconds=after.seconds,
    )


def _files(corpus: Corpus) -> dict[str, str]:
    return {r.path: h for r, h in zip(corpus.reports, corpus.hashes, strict=True)}
