"""Index + question -> ranked passages, each with the parts of its score."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np

from bot.retrieval.holdings import Holdings

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from bot.question import Question

# The weights of the parts of a passage's score, beside 1 for BM25 of the passage with its title.
REPORT_WEIGHT = 0.5
CLASS_WEIGHT = 0.35
BEFORE_WEIGHT = 0.25  # terms of the preceding question
NAME_WEIGHT = 0.6  # what a report loses that holds none of the names
ELSEWHERE = 0.3  # what another report's score is worth while a follow-up stays with its report
LIKELY = 4  # reports whose titles a follow-up is compared with
TITLE_WORDS = 2  # of a title that name its event
FOCUS_SHARE = 0.5  # of the best report's score, added to the report in focus


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with the parts of its score."""

    passage: int
    report: int
    score: float
    own: float  # BM25 of the passage with its title
    whole: float  # BM25 of its report, and the focus
    classes: float  # BM25 of the classes of its words
    lead: float  # of its report over the best other one, as a share of the best; below 0 behind it


class Library(Holdings):
    """What is read of all reports, to be searched."""

    __slots__ = ()

    def search(self, question: Question, n: int = 24) -> list[Hit]:
        """Return the best passages, best first: of the best reports, and the best by themselves."""
        fit = cache(partial(self._fit, question))
        whole = self._report_scores(question, fit)
        ids = self._candidates(question, whole)
        if not len(ids):
            return []
        own = self.by_passage.scores_of(question.terms, ids)
        if question.before:
            own = own + BEFORE_WEIGHT * self.by_passage.scores_of(question.before, ids)
        classes = self.by_class.scores_of(sorted(_question_marks(question)), ids)
        classes = classes + self.by_class.scores_of(sorted(question.classes), ids)
        numbers, at = np.unique(self.report_of[ids], return_inverse=True)
        reports = np.array([whole.get(r, 0.0) for r in numbers.tolist()])[at]
        fits = np.array([fit(r) for r in numbers.tolist()])[at]
        total = fits * (own + REPORT_WEIGHT * reports + CLASS_WEIGHT * classes)
        order = np.lexsort((ids, -total))[:n]
        leads = _leads(whole)
        behind = -1.0 if leads else 0.0
        return [
            Hit(
                int(ids[i]),
                int(self.report_of[ids[i]]),
                float(total[i]),
                float(own[i]),
                float(reports[i]),
                float(classes[i]),
                leads.get(int(self.report_of[ids[i]]), behind),
            )
            for i in order
        ]

    def settled(self, question: Question) -> Question:
        """Return the question without what it was to follow, where it names another event."""
        focus = self.number_of.get(question.focus or "")
        if focus is None or not self._names_another(question, focus):
            return question
        return replace(question, follows=False, focus=None, after=None, before=())

    def _names_another(self, question: Question, focus: int) -> bool:
        """Say whether two words or more are from another report's title, not all in this one."""
        asked = {t for t in question.terms if t not in question.before}
        best, _ = self.by_report.top(question.terms, LIKELY)
        for report in map(int, best):
            titled = asked.intersection(self.readings[report].title)
            if report != focus and len(titled) >= TITLE_WORDS and titled - self.held[focus]:
                return True
        return False

    def _report_scores(self, question: Question, fit: Callable[[int], float]) -> dict[int, float]:
        """Return how well each of the best reports fits.

        That is BM25, less for lacking names, years and months, more for the report in focus.
        """
        found: dict[int, float] = {}
        for terms, weight in ((question.terms, 1.0), (question.before, BEFORE_WEIGHT)):
            ids, scores = self.by_report.top(terms, 30)
            for i, s in zip(ids.tolist(), scores.tolist(), strict=True):
                found[i] = found.get(i, 0.0) + weight * s
        fitted = {r: s * fit(r) for r, s in found.items()}
        return self._with_focus(question, fitted)

    def _fit(self, question: Question, report: int) -> float:
        times = self.times[report]
        fit = 1.0 - NAME_WEIGHT * self.missing(question, report)
        if question.years and not question.years & times.years:
            fit *= 0.6
        if question.months and not question.months & times.months:
            fit *= 0.7
        if question.ordinals and not question.ordinals & self.held[report]:
            fit *= 0.7
        focus = self.number_of.get(question.focus or "")
        if focus is not None and focus != report and self._stays(question, focus):
            fit *= ELSEWHERE
        return fit

    def _stays(self, question: Question, focus: int) -> bool:
        """Say whether a follow-up is about the report in focus: it names nothing foreign to it."""
        return question.follows and not self.missing(question, focus)

    def missing(self, question: Question, report: int) -> float:
        """Return the share of the question's names that the report does not hold, 0-1."""
        wanted = [t for name in question.names for t in name]
        if not wanted:
            return 0.0
        held = self.held[report]
        lacking = len([t for t in wanted if t not in held])
        codes = len(question.countries & self.countries[report])
        return max(0, lacking - codes) / len(wanted)

    def _with_focus(self, question: Question, found: dict[int, float]) -> dict[int, float]:
        """A follow-up stays with its report unless it names what that report lacks."""
        number = self.number_of.get(question.focus or "")
        if number is None:
            return found
        best = max(found.values(), default=1.0)
        share = 1.0 if self._stays(question, number) else FOCUS_SHARE
        found[number] = found.get(number, 0.0) + share * best
        return found

    def _candidates(self, question: Question, whole: dict[int, float]) -> NDArray[np.int64]:
        """Return the best passages by their own score, and all passages of the best reports."""
        ids, _ = self.by_passage.top(question.terms or question.before, 60)
        alike, _ = self.by_class.top(sorted(question.classes), 25)
        best = sorted(whole, key=lambda r: (-whole[r], r))[:6]
        if len(self.readings) == 1:
            best = [0]  # "what was the meeting about?", of a report that says "session"
        parts = [ids.astype(np.int64), alike.astype(np.int64)]
        for report in best:
            first = int(self.first_of[report])
            parts.append(np.arange(first, first + min(self.size_of(report), 200)))
        return np.unique(np.concatenate(parts))


def _leads(scores: dict[int, float]) -> dict[int, float]:
    """Return by how much each report is ahead of the best other one, as a share of the best."""
    ordered = sorted(scores.values(), reverse=True)
    if not ordered or ordered[0] <= 0:
        return {}
    second = ordered[1] if len(ordered) > 1 else 0.0
    return {
        r: (s - (second if s == ordered[0] else ordered[0])) / ordered[0] for r, s in scores.items()
    }


KINDS_FOR = {
    "who": ("k.person", "k.body"), "country": ("k.country",), "body": ("k.body",),
    "when": ("k.date",), "where": ("k.place",), "how_long": ("k.duration", "k.date"),
    "how_often": ("k.frequency",), "how_many": ("k.count",), "how_much": ("k.money",),
    "percent": ("k.percent",), "post": ("k.post",),
}  # fmt: skip


def _question_marks(question: Question) -> set[str]:
    marks = set(question.all_classes)
    marks.update(f"c.{code}" for code in question.countries)
    marks.update(KINDS_FOR.get(question.kind, ()))
    return marks
