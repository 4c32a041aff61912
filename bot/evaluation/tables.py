"""ScoreMetrics as tables of plain text, which are Markdown as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.evaluation.metrics import (
    ScoreMetrics,
    brier,
    calibration_error,
    curve,
    grouped,
    quantile,
    reliability,
    threshold_for,
    wrong_share,
)
from bot.evaluation.scoring import Ranking, Score

COLUMNS = ("n", "right", "report", "quoted", "in five", "answer", "EM", "F1", "refused", "silent")
EXPLAINED = (
    "right: right report, evidence quoted, right words, or rightly silent; report to F1 and "
    "refused: of what the reports say; silent: of what they don't say"
)

CURVE_EXPLAINED = (
    "given: of all questions; wrong: of the answers given; refused: of what the reports say; "
    "silent: of what they don't say"
)


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
