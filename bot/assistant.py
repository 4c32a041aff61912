"""One entry for every interface: ask a question, reload the reports."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bot.answering import answer_question, explain_question
from bot.errors import CorpusError
from bot.keeping import updated
from bot.model import Answer, Changes, Silent, Through, Turn, untold
from bot.reader import network
from bot.snapshot import Snapshot, build_snapshot, empty_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.config import Config
    from bot.corpus import Corpus
    from bot.retrieval import Library


class Assistant:
    """Answers from the newest snapshot; `reload` swaps it in one assignment.

    Safe to ask from several threads; a question keeps the snapshot that it started with. Of
    questions that come at once one is answered at a time: threads that compute in turns take half
    as long again for the same work, and an event loop beside them waits for each.
    """

    def __init__(
        self, config: Config, *, must_read: bool = False, through: Through = untold
    ) -> None:
        """Read the reports. Without any, start empty, or with `must_read` raise CorpusError.

        `through` tells how far reading has come, also in each reload.
        """
        self._config = config
        self._through = through
        self._reloading = threading.Lock()
        self._answering = threading.Lock()
        self.trouble: CorpusError | None = None
        self.snapshot: Snapshot
        try:
            self.snapshot = build_snapshot(config, through=through)
        except CorpusError as error:
            if must_read:
                raise
            self.trouble = error
            self.snapshot = empty_snapshot()

    def ask(self, question: str, turn: Turn | None = None) -> Answer:
        """Return the answer, or that the reports don't say; `turn` is what came before."""
        snapshot = self.snapshot
        if not snapshot.reports:
            return Silent(question, why="no_reports")
        return self._answer(snapshot.library, question, turn)

    def alone(self, path: str) -> Callable[[str], Answer] | None:
        """Return what answers questions from this one report; None where there is none there."""
        snapshot = self.snapshot
        corpus = snapshot.corpus
        at = next((n for n, report in enumerate(corpus.reports) if report.path == path), None)
        if at is None:
            return None
        one = replace(corpus, reports=(corpus.reports[at],), hashes=(corpus.hashes[at],))
        return partial(self._answer, updated(snapshot.kept, one).library)

    def explain(self, question: str, turn: Turn | None = None) -> tuple[str, ...]:
        """Return lines that tell how the question was read and why it was answered or refused."""
        snapshot = self.snapshot
        if not snapshot.reports:
            return ("No reports are indexed.",)
        with self._answering:
            return explain_question(
                snapshot.library, network(), self._config.answer, question, turn
            )

    def reload(self) -> Changes:
        """Read the folder again and swap the snapshot; return what changed.

        Raises CorpusError where no report can be read; the former snapshot stays.
        """
        with self._reloading:
            before = self.snapshot
            after = build_snapshot(self._config, before, self._through)
            self.snapshot = after
            self.trouble = None
        return _changes(before, after)

    def _answer(self, library: Library, question: str, turn: Turn | None = None) -> Answer:
        with self._answering:
            return answer_question(library, network(), self._config.answer, question, turn)


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
