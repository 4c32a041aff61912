"""Question + hits -> candidates in the order of how likely they are right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.answering.candidates import Candidate, candidates_of
from bot.answering.features import against_others, features_of
from bot.answering.gate import confidence_of, gate_features
from bot.answering.trees import ranker
from bot.answering.weigher import Weigher

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.question import Question
    from bot.retrieval import Hit, Library


@dataclass(frozen=True, slots=True)
class Ranked:
    """Candidates best first with their scores, and the probability that the first is right."""

    candidates: tuple[Candidate, ...] = ()
    scores: tuple[float, ...] = ()
    confidence: float = 0.0


def rows_of(
    question: Question, library: Library, hits: Sequence[Hit]
) -> tuple[list[Candidate], list[list[float]]]:
    """Return the candidates and, for each, its features."""
    candidates = candidates_of(question, library, hits)
    weigher = Weigher.of(question, library, hits)
    shared: dict[int, list[float]] = {}
    return candidates, against_others([features_of(weigher, c, shared) for c in candidates])


def rank(question: Question, library: Library, hits: Sequence[Hit]) -> Ranked:
    """Return the candidates of the hits, best first."""
    candidates, rows = rows_of(question, library, hits)
    if not candidates:
        return Ranked()
    scores = ranker().scores(rows)
    order = np.argsort(-scores, kind="stable")
    best = int(order[0])
    features = gate_features(candidates, scores.tolist(), rows[best], best)
    return Ranked(
        tuple(candidates[i] for i in order),
        tuple(float(scores[i]) for i in order),
        confidence_of(question, candidates[best], features),
    )
