"""The figures that must not drop from one version to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.evaluation.figures import Figures, grouped
from bot.evaluation.scoring import Score

SLACK = 0.002  # for figures that were rounded


def recorded(scores: Sequence[Score]) -> dict[str, float]:
    """Shares of which more is better, by what they measure."""
    overall = Figures.of(scores)
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
    """A line for each figure that is lower than it was, or gone."""
    for name, share in before.items():
        if now.get(name, 0.0) < share - SLACK:
            yield f"{name}: {now.get(name, 0.0):.3f}, was {share:.3f}"
