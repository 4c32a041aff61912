"""The best candidate among its rivals -> the calibrated probability that it is right."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from bot.answering.anchors import relation_of
from bot.answering.features import names_of_features
from bot.answering.priors import type_fit
from bot.answering.trees import Trees, weights
from bot.language.classes import classes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.candidates import Candidate
    from bot.question import Question

NO_RIVAL = -5.0
UNSTATED = 0.25
ELSEWHERE = 0.5  # of the probability of what is told of another occasion
MOST_MISSING = 0.3  # of the names in a question, that its report may lack
DATED = ("ordinals", "ordinal_opening", "years", "year_opening")
STATED = 0.3
SURE_TYPE = 0.8
STATED_ROLES = frozenset(
    "chair open close fund sign moderate host launch represent organise".split()
)
DEFAULT = 0.1  # of answer.max_wrong
NAMES = ("best", "margin", "margin_here", "candidates", "mean")


def gate_features(
    candidates: Sequence[Candidate], scores: Sequence[float], row: Sequence[float], best: int
) -> list[float]:
    """Return how far the best is ahead of other passages and of its own, then its own features."""
    chosen = candidates[best]
    order = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)
    beside = [i for i in order if candidates[i].rank == chosen.rank]
    others = [i for i in order if candidates[i].rank != chosen.rank]
    here = _rival(chosen, candidates, scores, beside)
    elsewhere = _rival(chosen, candidates, scores, others)
    top = scores[best]
    mean = float(np.mean([scores[i] for i in order[:10]]))
    return [top, top - elsewhere, top - here, float(len(candidates)), top - mean, *row]


def _rival(
    chosen: Candidate, candidates: Sequence[Candidate], scores: Sequence[float], order: list[int]
) -> float:
    """Return the score of the first in this order that doesn't say the same; at least NO_RIVAL."""
    for i in order:
        if candidates[i].verdict != chosen.verdict or candidates[i].text != chosen.text:
            return max(NO_RIVAL, scores[i])
    return NO_RIVAL


@lru_cache(maxsize=1)
def gate() -> Trees:
    """Return the learned gate."""
    return Trees.of(weights()["gate"])


def confidence_of(question: Question, best: Candidate, row: Sequence[float]) -> float:
    """Return the probability that the best candidate is right, from its gate features.

    What is stated outright is given at least STATED. Who held a role that the passage states in
    none of its words is a guess: measured by cross-validation, 1 in 18 of those was right.
    """
    chance = float(gate().probabilities([row])[0])
    if is_elsewhere(question, best, row[len(NAMES) :]):
        chance *= ELSEWHERE
    if is_unstated(question, best):
        return chance * UNSTATED
    return max(chance, STATED) if is_stated(question, best) else chance


def is_stated(question: Question, best: Candidate) -> bool:
    """Say whether the passage states it outright, in the report that the question fits best.

    The asked verb itself with the answer as its agent ("chaired by X"), or a length of time that
    an event has as its attribute ("the two-day workshop").
    """
    if _just_described(question, best):
        return True
    if best.hit.lead < 0 or type_fit(question, best) < SURE_TYPE:
        return False
    if question.kind == "how_long":
        following = best.sentence.tagged.terms[best.filler.last : best.filler.last + 3]
        return any("n.event" in classes_of(t) for t in following if t)
    if question.kind not in {"who", "body", "country"}:
        return False
    return any(
        a.exact and a.inside and relation_of(best.sentence, a, best.filler) in {"by", "agent"}
        for a in best.anchors
    )


def _just_described(question: Question, best: Candidate) -> bool:
    """Say whether "what is his post" meets the description of who was just named."""
    return (
        question.kind == "post"
        and best.filler.kind == "description"
        and not question.names
        and question.after is not None
        and question.focus == best.reading.report.path
    )


def is_elsewhere(question: Question, best: Candidate, row: Sequence[float]) -> bool:
    """Say whether the report tells of another occasion than is asked about; `row`: its features.

    It is not the one that a follow-up follows, has other years or ordinals than the question, or
    lacks much of what this names.
    """
    at = _places()
    left = question.follows and question.focus not in {None, best.reading.report.path}
    return left or row[at["missing"]] > MOST_MISSING or any(row[at[n]] < 0 for n in DATED)


@lru_cache(maxsize=1)
def _places() -> dict[str, int]:
    return {name: i for i, name in enumerate(names_of_features())}


def is_unstated(question: Question, best: Candidate) -> bool:
    """Say whether the question asks who held a role of which the passage has no word."""
    asks_who = question.kind in {"who", "body", "country"}
    return asks_who and bool(question.classes & STATED_ROLES) and not best.anchors


def threshold_for(max_wrong: float) -> float:
    """Return the lowest confidence from which at most this share of answers misled.

    As measured by cross-validation (see docs/answering.md). From the default share on it is at
    most the break-even point, above which withholding loses more right answers than it prevents
    wrong ones; a smaller share is kept at any price.
    """
    if max_wrong >= 1.0:
        return 0.0
    curve = weights()["curve"]  # [threshold, share misled], thresholds ascending
    needed = float(next((t for t, wrong in curve if wrong <= max_wrong), 1.0))
    return min(needed, float(weights()["break_even"])) if max_wrong >= DEFAULT else needed
