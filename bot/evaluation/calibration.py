"""Is the confidence right, and what threshold keeps wrong answers rare?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.evaluation.scoring import Score


@dataclass(frozen=True, slots=True)
class Point:
    """What happens when only answers of at least this confidence are given; shares from 0 to 1."""

    threshold: float
    given: float  # of all questions
    wrong: float  # of the answers given
    refused: float  # of what the reports say
    silent: float  # of what they don't say


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of similar confidence: a calibrated one is right as often as it says."""

    answers: int
    confidence: float  # mean
    right: float  # share


def curve(scores: Sequence[Score], thresholds: Sequence[float]) -> Iterator[Point]:
    """A point for each threshold; `scores` are of answers none of which was withheld."""
    stated = [score for score in scores if score.question.answerable]
    unstated = [score for score in scores if not score.question.answerable]
    for threshold in thresholds:
        yield Point(
            threshold,
            len(_given(scores, threshold)) / max(1, len(scores)),
            wrong_share(scores, threshold),
            1 - len(_given(stated, threshold)) / max(1, len(stated)),
            1 - len(_given(unstated, threshold)) / max(1, len(unstated)),
        )


def threshold_for(scores: Sequence[Score], max_wrong: float) -> float | None:
    """The lowest confidence above which at most `max_wrong` of the answers are wrong, if any."""
    answered = sorted(
        (score for score in scores if score.answered), key=lambda score: -score.confidence
    )
    wrong, best = 0, None
    for count, score in enumerate(answered, 1):
        wrong += not score.right
        tied = count < len(answered) and answered[count].confidence == score.confidence
        if not tied and wrong <= max_wrong * count:
            best = score.confidence
    return best


def reliability(scores: Sequence[Score], bins: int = 10) -> tuple[Bin, ...]:
    """Answers in bins of equal width of confidence, the empty ones left out."""
    answered = [score for score in scores if score.answered]
    found = []
    for number in range(bins):
        members = [s for s in answered if min(int(s.confidence * bins), bins - 1) == number]
        if members:
            mean = sum(score.confidence for score in members) / len(members)
            right = sum(score.right for score in members) / len(members)
            found.append(Bin(len(members), mean, right))
    return tuple(found)


def brier(scores: Sequence[Score]) -> float:
    """The mean squared distance of confidence from outcome (Brier 1950); 0 is best."""
    answered = [score for score in scores if score.answered]
    return sum((s.confidence - s.right) ** 2 for s in answered) / max(1, len(answered))


def calibration_error(scores: Sequence[Score]) -> float:
    """The expected calibration error over ten bins (Naeini et al. 2015); 0 is best."""
    found = reliability(scores)
    total = max(1, sum(one.answers for one in found))
    return sum(one.answers * abs(one.confidence - one.right) for one in found) / total


def wrong_share(scores: Sequence[Score], threshold: float) -> float:
    """The share of the answers given at a threshold that are wrong; 0 where none is given."""
    given = _given(scores, threshold)
    return sum(not score.right for score in given) / max(1, len(given))


def _given(scores: Sequence[Score], threshold: float) -> list[Score]:
    return [score for score in scores if score.answered and score.confidence >= threshold]
