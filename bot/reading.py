"""A report -> its reading: passages, their terms, and the dates that the report names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.passages import read_structure
from bot.text.dates import dates_in
from bot.text.tokens import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.model import Passage, Report
    from bot.passages import Structure


class Times(NamedTuple):
    """Years and months (1-12) that a report's own text names."""

    years: frozenset[int]
    months: frozenset[int]


@dataclass(frozen=True, slots=True)
class Reading:
    """A report with its passages; depends on title, body and the path's ending alone.

    Attributes:
        report: what was read.
        structure: its passages and layout.
        terms: for each passage, the terms of its words.
        around: for each passage, the terms of what it leans on and does not say itself.
        title: the terms of the title.
        times: what the body's dates name.
    """

    report: Report
    structure: Structure
    terms: tuple[tuple[str, ...], ...]
    around: tuple[tuple[str, ...], ...]
    title: tuple[str, ...]
    times: Times

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Return the passages in reading order."""
        return self.structure.passages


def read_report(report: Report) -> Reading:
    """Return the reading of a report."""
    structure = read_structure(report)
    own = tuple(tuple(terms(passage.text)) for passage in structure.passages)
    return Reading(
        report=report,
        structure=structure,
        terms=own,
        around=tuple(_around(structure, own)),
        title=tuple(terms(report.title)),
        times=_times(structure),
    )


def _times(structure: Structure) -> Times:
    dates = [date for passage in structure.passages for date in dates_in(passage.text)]
    return Times(
        frozenset(year for date in dates for year in date.years),
        frozenset(month for date in dates for month in date.months),
    )


def _around(structure: Structure, own: tuple[tuple[str, ...], ...]) -> Iterator[tuple[str, ...]]:
    """Yield for each passage the terms that count as its own too.

    They are those of its heading, its list's introduction, its table's header, and of the passage
    with a colon or question mark that it follows.
    """
    starts = {p.start: number for number, p in enumerate(structure.passages)}
    for number, passage in enumerate(structure.passages):
        block = structure.blocks[structure.block_of[number]]
        found = terms(block.heading)
        if block.intro is not None and (intro := starts.get(block.intro.start)) is not None:
            found += own[intro]
        for cell in block.header:
            found += terms(cell)
        if number:
            before = structure.passages[number - 1]
            tail = passage.report.body[max(before.start, before.end - 8) : before.end]
            if tail.rstrip('“"”’ *_').endswith((":", "?")):
                found += own[number - 1]
        yield tuple(dict.fromkeys(found))
