"""The best candidate among its rivals -> the calibrated probability that it is right."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from bot.answering.trees import Trees, weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.candidates import Candidate

NO_RIVAL = -5.0
NAMES = ("best", "margin", "margin_here", "candidates", "mean")


def gate_features(
    candidates: Sequence[Candidate], scores: Sequence[float], row: Sequence[float], best: int
) -> list[float]:
    """Return how far the best is ahead of other passages and of its own, then its own features."""
    chosen = candidates[best]
    elsewhere, here = NO_RIVAL, NO_RIVAL
    for candidate, score in zip(candidates, scores, strict=True):
        if candidate.verdict == chosen.verdict and candidate.text == chosen.text:
            continue
        if candidate.rank == chosen.rank:
            here = max(here, score)
        else:
            elsewhere = max(elsewhere, score)
    top = scores[best]
    mean = float(np.mean(np.sort(np.asarray(scores))[::-1][:10]))
    return [top, top - elsewhere, top - here, float(len(candidates)), top - mean, *row]


@lru_cache(maxsize=1)
def gate() -> Trees:
    """Return the learned gate."""
    return Trees.of(weights()["gate"])


def threshold_for(max_wrong: float) -> float:
    """Return the lowest confidence from which at most this share of answers misled, as measured
    by cross-validation (see docs/answering.md); 0 answers everything, 1 nothing.
    """
    if max_wrong >= 1.0:
        return 0.0
    curve = weights()["curve"]  # [threshold, share misled], thresholds ascending
    return float(next((t for t, wrong in curve if wrong <= max_wrong), 1.0))
