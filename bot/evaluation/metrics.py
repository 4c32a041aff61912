"""Scores → metrics, and their tables: shares by group, how far confidence can be trusted.

The tables are plain text and Markdown as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.evaluation.scoring import Ranking, Score

SLACK = 0.002  # for figures that were rounded
COLUMNS = ("n", "right", "report", "quoted", "in five", "answer", "EM", "F1", "refused", "silent")
EXPLAINED = (
    "right: right report, evidence quoted, right words, or rightly silent; report to F1 and "
    "refused: of what the reports say; silent: of what they don't say"
)
CURVE_EXPLAINED = (
    "given: of all questions; wrong: of the answers given; refused: of what the reports say; "
    "silent: of what they don't say"
)


@dataclass(frozen=True, slots=True)
class ScoreMetrics:
    """Shares from 0 to 1 of a group of questions; None where the group contains no such question.

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
    def of(cls, scores: Sequence[Score]) -> ScoreMetrics:
        """Return the metrics of at least one score."""
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


def grouped(scores: Sequence[Score]) -> dict[str, dict[str, ScoreMetrics]]:
    """Return the figures by type, style and reason, the larger groups first."""
    return {
        "type": _by(scores, lambda score: (score.question.kind,)),
        "style": _by(scores, lambda score: score.question.style or ("plain",)),
        "reason": _by(
            [score for score in scores if not score.question.answerable],
            lambda score: (score.question.reason or "none given",),
        ),
    }


def as_object(scores: Sequence[Score], milliseconds: Sequence[float]) -> dict[str, Any]:
    """Return all figures and every failure, for `eval --json`."""
    return {
        "overall": asdict(ScoreMetrics.of(scores)),
        **{
            f"by_{name}": {group: asdict(figures) for group, figures in groups.items()}
            for name, groups in grouped(scores).items()
        },
        "milliseconds": {"p50": quantile(milliseconds, 0.5), "p95": quantile(milliseconds, 0.95)},
        "failures": [failure(score) for score in scores if not score.right],
    }


def failure(score: Score) -> dict[str, Any]:
    """Return what was expected, what came, and what is wrong with it."""
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
    """Return the smallest of the values that is not below `share` of them; 0 without any."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 3)


def _share(scores: Sequence[Score], value: Callable[[Score], float]) -> float | None:
    return round(sum(map(value, scores)) / len(scores), 4) if scores else None


def _by(
    scores: Iterable[Score], names: Callable[[Score], Iterable[str]]
) -> dict[str, ScoreMetrics]:
    groups: dict[str, list[Score]] = {}
    for score in scores:
        for name in names(score):
            groups.setdefault(name, []).append(score)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return {name: ScoreMetrics.of(members) for name, members in ordered}


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
    """Yield a point for each threshold; `scores` are of answers none of which was withheld."""
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
    """Return the lowest confidence from which at most `max_wrong` of the answers are wrong.

    None where there is no such confidence.
    """
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
    """Return answers in bins of equal width of confidence, the empty ones left out."""
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
    """Return the mean squared distance of confidence from outcome (Brier 1950); 0 is best."""
    answered = [score for score in scores if score.answered]
    return sum((s.confidence - s.right) ** 2 for s in answered) / max(1, len(answered))


def calibration_error(scores: Sequence[Score]) -> float:
    """Return the expected calibration error over ten bins (Naeini et al. 2015); 0 is best."""
    found = reliability(scores)
    total = max(1, sum(one.answers for one in found))
    return sum(one.answers * abs(one.confidence - one.right) for one in found) / total


def wrong_share(scores: Sequence[Score], threshold: float) -> float:
    """Return the share of the answers given at a threshold that are wrong; 0 without any."""
    given = _given(scores, threshold)
    return sum(not score.right for score in given) / max(1, len(given))


def _given(scores: Sequence[Score], threshold: float) -> list[Score]:
    return [score for score in scores if score.answered and score.confidence >= threshold]


def recorded(scores: Sequence[Score]) -> dict[str, float]:
    """Return shares of which more is better, by what they measure."""
    overall = ScoreMetrics.of(scores)
    shares = {
        "right": overall.right,
        "right report": overall.report,
        "evidence quoted": overall.quoted,
        "evidence in five": overall.listed,
        "right words": overall.answer,
        "silent where the reports are": overall.kept_silent,
        "answered where they say it": None if overall.refused is None else 1 - overall.refused,
    }
    for style, figures in grouped(scores)["style"].items():
        shares[f"right, style {style}"] = figures.right
    return {name: round(share, 4) for name, share in shares.items() if share is not None}


def dropped(before: Mapping[str, float], now: Mapping[str, float]) -> Iterator[str]:
    """Yield a line for each figure that is lower than it was, or gone."""
    for name, share in before.items():
        if now.get(name, 0.0) < share - SLACK:
            yield f"{name}: {now.get(name, 0.0):.3f}, was {share:.3f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield lines of a table whose first column is text and whose others are figures."""
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]

    def line(row: Sequence[str]) -> str:
        first, *others = zip(row, widths, strict=True)
        cells = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
        return f"| {' | '.join(cells)} |"

    yield line(head)
    yield line(["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])])
    yield from map(line, rows)


def figures_table(scores: Sequence[Score]) -> Iterator[str]:
    """Yield the figures of all questions and of each group."""
    rows = [("all", *_cells(ScoreMetrics.of(scores)))]
    for name, groups in grouped(scores).items():
        rows += [(f"{name}: {group}", *_cells(figures)) for group, figures in groups.items()]
    yield from table(("questions", *COLUMNS), rows)
    yield EXPLAINED


def failures_list(scores: Sequence[Score], most: int) -> Iterator[str]:
    """Yield what is wrong with the first `most` failures, the surest answers first."""
    failures = sorted((s for s in scores if not s.right), key=lambda s: -s.confidence)
    if failures and most:
        yield f"The {min(most, len(failures))} surest of {len(failures)} failures:"
    for score in failures[:most]:
        question = score.question
        context = f" (after: {question.context})" if question.context else ""
        head = f"{question.name} {score.fault}, {score.confidence:.2f}"
        yield f"- {head}: {question.question}{context}"
        expected = question.answers[0] if question.answers else "the reports don't say"
        yield f"  expected {_cut(expected)} · given {_cut(score.given or 'nothing')}"


def ranking_table(ranking: Ranking) -> Iterator[str]:
    """Yield the figures of a ranking."""
    figures = (ranking.ndcg, ranking.reciprocal, ranking.first, ranking.five)
    head = ("questions", "nDCG@10", "MRR@10", "first", "in five")
    yield from table(head, [(str(ranking.questions), *map(share, figures))])


def calibration_tables(scores: Sequence[Score], max_wrong: float) -> Iterator[str]:
    """Yield the curve, how far confidence can be trusted, and the threshold that follows."""
    head = ("threshold", "given", "wrong", "refused", "silent")
    points = curve(scores, [step / 20 for step in range(20)])
    yield from table(
        head,
        [
            (f"{p.threshold:.2f}", *map(share, (p.given, p.wrong, p.refused, p.silent)))
            for p in points
        ],
    )
    yield CURVE_EXPLAINED
    yield ""
    bins = [(f"{b.confidence:.2f}", str(b.answers), share(b.right)) for b in reliability(scores)]
    yield from table(("confidence", "answers", "right"), bins)
    yield f"Brier score {brier(scores):.3f}, calibration error {calibration_error(scores):.3f}"
    yield ""
    threshold = threshold_for(scores, max_wrong)
    yield (
        f"answer.max_wrong {max_wrong:g}: no threshold keeps wrong answers so rare"
        if threshold is None
        else f"answer.max_wrong {max_wrong:g}: threshold {threshold:.3f}, "
        f"where {wrong_share(scores, threshold):.1%} of the answers given are wrong"
    )


def times_line(milliseconds: Sequence[float]) -> str:
    """Return how long a question took."""
    p50, p95 = quantile(milliseconds, 0.5), quantile(milliseconds, 0.95)
    return f"{len(milliseconds)} questions: p50 {p50:.1f} ms, p95 {p95:.1f} ms"


def share(value: float | None) -> str:
    """Return a share as two decimals; a dash where there is none."""
    return "-" if value is None else f"{value:.3f}".lstrip("0") if value < 1 else "1.0"


def _cells(figures: ScoreMetrics) -> tuple[str, ...]:
    f = figures
    shares = (f.right, f.report, f.quoted, f.listed, f.answer, f.exact, f.f1)
    return (str(f.questions), *map(share, (*shares, f.refused, f.kept_silent)))


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 120 else f"{line[:118]} …"
