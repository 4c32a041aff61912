"""Index + question -> ranked passages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.index import Index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.model import Passage
    from bot.reading import ReportReading


@dataclass(frozen=True, slots=True)
class Library:
    """The readings of all reports, with an index of their passages and one of whole reports."""

    readings: tuple[ReportReading, ...]
    passages: tuple[Passage, ...]
    report_of: NDArray[np.int32]  # for each passage, the number of its report
    by_passage: Index
    by_report: Index

    @classmethod
    def of(cls, readings: Sequence[ReportReading]) -> Library:
        """Index the readings in their order."""
        documents = [(*r.title, *t) for r in readings for t in r.terms]
        wholes = [(*r.title, *(w for t in r.terms for w in t)) for r in readings]
        counts = [len(r.passages) for r in readings]
        return cls(
            tuple(readings),
            tuple(p for r in readings for p in r.passages),
            np.repeat(np.arange(len(readings), dtype=np.int32), counts),
            Index(documents, k1=0.9, b=0.4, formula="lucene"),
            Index(wholes, k1=0.9, b=0.4, formula="lucene"),
        )

    def rank(self, tokens: Sequence[str], n: int) -> list[tuple[int, float]]:
        """Return the best passages' numbers and scores, best first."""
        ids, scores = self.by_passage.top(tokens, n * 4)
        reports = self.by_report.scores_of(tokens, self.report_of[ids])
        total = scores + 0.5 * reports
        order = np.argsort(-total, kind="stable")[:n]
        return [(int(ids[i]), float(total[i])) for i in order]
