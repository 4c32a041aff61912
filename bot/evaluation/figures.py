"""Scores → figures: shares over all questions, and by type, style and reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.evaluation.scoring import Score


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1 of a group of questions; None where the group holds no such question.

    `right` is over all. `report` to `refused` are over what the reports say, where a refusal counts
    as wrong; `kept_silent` is over what they don't say.
    """

    questions: int
    right: float
    report: float | None
    quoted: float | None
    listed: float | None
    answer: float | None
    exact: float | None
    f1: float | None
    refused: float | None
    kept_silent: float | None

    @classmethod
    def of(cls, scores: Sequence[Score]) -> Figures:
        """The figures of at least one score."""
        stated = [score for score in scores if score.question.answerable]
        unstated = [score for score in scores if not score.question.answerable]
        return cls(
            len(scores),
            _share(scores, lambda score: score.right) or 0.0,
            _share(stated, lambda score: score.report),
            _share(stated, lambda score: score.quoted),
            _share(stated, lambda score: score.listed),
            _share(stated, lambda score: score.answer),
            _share(stated, lambda score: score.exact),
            _share(stated, lambda score: score.f1),
            _share(stated, lambda score: not score.answered),
            _share(unstated, lambda score: not score.answered),
        )


def grouped(scores: Sequence[Score]) -> dict[str, dict[str, Figures]]:
    """The figures by type, style and reason, the larger groups first."""
    return {
        "type": _by(scores, lambda score: (score.question.kind,)),
        "style": _by(scores, lambda score: score.question.style or ("plain",)),
        "reason": _by(
            [score for score in scores if not score.question.answerable],
            lambda score: (score.question.reason or "none given",),
        ),
    }


def as_object(scores: Sequence[Score], milliseconds: Sequence[float]) -> dict[str, Any]:
    """All figures and every failure, for `eval --json`."""
    return {
        "overall": asdict(Figures.of(scores)),
        **{
            f"by_{name}": {group: asdict(figures) for group, figures in groups.items()}
            for name, groups in grouped(scores).items()
        },
        "milliseconds": {"p50": quantile(milliseconds, 0.5), "p95": quantile(milliseconds, 0.95)},
        "failures": [failure(score) for score in scores if not score.right],
    }


def failure(score: Score) -> dict[str, Any]:
    """What was expected, what came, and what is wrong with it."""
    question = score.question
    return {
        "id": question.name,
        "question": question.question,
        "context": question.context,
        "type": question.kind,
        "fault": score.fault,
        "expected": list(question.answers),
        "given": score.given or None,
        "confidence": round(score.confidence, 4),
        "report": question.report,
    }


def quantile(values: Iterable[float], share: float) -> float:
    """The smallest of the values that is not below `share` of them; 0 without any."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 3)


def _share(scores: Sequence[Score], value: Callable[[Score], float]) -> float | None:
    return round(sum(map(value, scores)) / len(scores), 4) if scores else None


def _by(scores: Iterable[Score], names: Callable[[Score], Iterable[str]]) -> dict[str, Figures]:
    groups: dict[str, list[Score]] = {}
    for score in scores:
        for name in names(score):
            groups.setdefault(name, []).append(score)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return {name: Figures.of(members) for name, members in ordered}
