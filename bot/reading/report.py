"""A report -> its reading: what the answering stages need to know of each passage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.passages import read_structure
from bot.text.tokens import terms

if TYPE_CHECKING:
    from bot.model import Passage, Report


@dataclass(frozen=True, slots=True)
class ReportReading:
    """A report with its passages and, for each of them, its terms."""

    report: Report
    passages: tuple[Passage, ...]
    terms: tuple[tuple[str, ...], ...]
    title: tuple[str, ...]


def read_report(report: Report) -> ReportReading:
    """Return the reading of a report; it depends on the report's title and body alone."""
    structure = read_structure(report)
    return ReportReading(
        report,
        structure.passages,
        tuple(tuple(terms(p.text)) for p in structure.passages),
        tuple(terms(report.title)),
    )
