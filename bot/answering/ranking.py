"""Question + hits -> candidates in the order of how likely they are right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.answering.candidates import Candidate, candidates_of
from bot.answering.features import table_of
from bot.answering.gate import confidence_of, gate_features, is_stated
from bot.answering.trees import ranker
from bot.answering.weigher import Weigher

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.question import Question
    from bot.retrieval import Hit, Library

HARDLY_BEHIND = 0.4
NEAR_RIVALS = 6


@dataclass(frozen=True, slots=True)
class Ranked:
    """Candidates best first with their scores, and the probability that the first is right."""

    candidates: tuple[Candidate, ...] = ()
    scores: tuple[float, ...] = ()
    confidence: float = 0.0


def _preferred(
    question: Question,
    candidates: Sequence[Candidate],
    scores: NDArray[np.float64],
    order: NDArray[np.int64],
) -> int:
    """Return the best candidate, or one hardly behind it that its passage states outright."""
    best = int(order[0])
    if is_stated(question, candidates[best]):
        return best
    for i in order[1:NEAR_RIVALS]:
        if scores[best] - scores[i] > HARDLY_BEHIND:
            break
        same = candidates[i].hit.report == candidates[best].hit.report
        if same and is_stated(question, candidates[i]):
            return int(i)
    return best


def rows_of(
    question: Question, library: Library, hits: Sequence[Hit]
) -> tuple[list[Candidate], NDArray[np.float64]]:
    """Return the candidates and, for each, a row of its features."""
    candidates = candidates_of(question, library, hits)
    weigher = Weigher.of(question, library, hits)
    return candidates, table_of(weigher, candidates)


def rank(question: Question, library: Library, hits: Sequence[Hit]) -> Ranked:
    """Return the candidates of the hits, best first."""
    candidates, rows = rows_of(question, library, hits)
    if not candidates:
        return Ranked()
    scores = ranker().scores(rows)
    order = np.argsort(-scores, kind="stable")
    best = _preferred(question, candidates, scores, order)
    order = np.array([best, *(i for i in order if i != best)])
    features = gate_features(candidates, scores.tolist(), rows[best].tolist(), best)
    return Ranked(
        tuple(candidates[i] for i in order),
        tuple(float(scores[i]) for i in order),
        confidence_of(question, candidates[best], features),
    )
