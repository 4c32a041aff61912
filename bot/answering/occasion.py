"""Whether a report tells of the occasion that the question names: by place, year, month, number.

A series has many events in as many places. What a report opens with (its title and first passages)
tells of its own; other events may be named anywhere after that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.question import Question
    from bot.reading import ReportReading

OPENING = 3  # passages
YEAR = re.compile(r"(?:19|20)\d\d\Z")
ORDINAL = re.compile(r"\d{1,4}th$")


class Occasion(NamedTuple):
    """What a report opens with: its terms, and the years, months and ordinals among them."""

    terms: frozenset[str]
    title: frozenset[str]
    years: frozenset[int]
    months: frozenset[int]
    ordinals: frozenset[str]


def occasion_of(reading: ReportReading) -> Occasion:
    """Return what the report opens with; its date of publication stands in for a year unsaid."""
    title = frozenset(reading.title)
    terms = title.union(*reading.terms[:OPENING])
    dates = [date for sentence in reading.sentences[:OPENING] for date in sentence.dates]
    years = {year for date in dates for year in date.years}
    years |= {int(t) for t in title if YEAR.match(t)}
    published = reading.report.date or ""
    if not years and published[:4].isdigit():
        years.add(int(published[:4]))
    return Occasion(
        terms,
        title,
        frozenset(years),
        frozenset(month for date in dates for month in date.months),
        frozenset(t for t in terms if t[:1].isdigit() and ORDINAL.match(t)),
    )


def occasion_features(
    question: Question, own: Occasion, others: Iterable[Occasion]
) -> dict[str, float]:
    """Return how far the report's occasion is the question's, by name."""
    named = {t for name in question.names for t in name}
    here, title = _share(named, own.terms), _share(named, own.title)
    rivals = list(others) if named else []
    return {
        "names_opening": here,
        "names_opening_behind": here - max((_share(named, o.terms) for o in rivals), default=here),
        "names_title_behind": title - max((_share(named, o.title) for o in rivals), default=title),
        "year_opening": _agree(question.years, own.years),
        "month_opening": _agree(question.months, own.months),
        "ordinal_opening": _agree(question.ordinals, own.ordinals),
    }


def _share(wanted: set[str], held: frozenset[str]) -> float:
    return len(wanted & held) / len(wanted) if wanted else 0.0


def _agree(asked: frozenset[int] | frozenset[str], held: frozenset[int] | frozenset[str]) -> float:
    """Return 1 where what is asked for is held, -1 where only others are, 0 where nothing is."""
    if not asked or not held:
        return 0.0
    return 1.0 if asked & held else -1.0
