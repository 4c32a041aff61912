"""What a stretch is told by round it: its kind of thing, column, clause, list, date."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from bot.language.things import members_of

if TYPE_CHECKING:
    from bot.answering.candidates import Candidate
    from bot.answering.scene import Scene
    from bot.answering.weigher import Weigher
    from bot.language.times import When

CLAUSE_ENDS = frozenset({",", ";", ":", "(", ")", "–", "—"})
LONG_BEFORE = 75  # days between an event and its report


def circumstances(w: Weigher, c: Candidate) -> dict[str, float]:
    """Return the features by name, in their order."""
    scene = w.scene(c)
    parts, reported = _date(c) if c.filler.kind == "date" else (0.0, 0.0)
    return {
        "member": _member(w, c) if w.question.head else 0.0,
        "column": _column(scene, c) if scene.columns else 0.0,
        "same_clause": _same_clause(scene, c) if scene.named else 0.0,
        "largest": _largest(scene, c),
        "date_parts": parts,
        "date_reported": reported,
    }


def _member(w: Weigher, c: Candidate) -> float:
    """Return whether the stretch is a thing of the kind asked for: "which fuel", "diesel"."""
    members = members_of(w.question.head[-1])
    if not members:
        return 0.0
    tagged = c.sentence.tagged
    if members.intersection(tagged.terms[c.filler.first : c.filler.last]):
        return 1.0
    return 0.5 if members.intersection(tagged.terms[c.filler.last : c.filler.last + 2]) else -1.0


def _column(scene: Scene, c: Candidate) -> float:
    """Return whether the head of the stretch's column in a table has a word that is asked for."""
    bars = c.sentence.text[: c.filler.spans[0][0]].count("|")
    cell = bars - c.sentence.text.lstrip().startswith("|")
    return scene.columns[cell] if 0 <= cell < len(scene.columns) else 0.0


def _same_clause(scene: Scene, c: Candidate) -> float:
    """Return whether a name asked about stands in the stretch's clause (1) or only in others (-1).

    Of "A came from X, B from Y" each clause is about another.
    """
    if len(c.filler.spans) > 1:
        return 0.0
    tokens = c.sentence.tagged.tokens
    first, last = c.filler.first, c.filler.last
    while first and not _ends_clause(tokens[first - 1].text):
        first -= 1
    while last < len(tokens) and not _ends_clause(tokens[last].text):
        last += 1
    return -1.0 if scene.named.isdisjoint(c.sentence.tagged.terms[first:last]) else 1.0


def _ends_clause(word: str) -> bool:
    return word in CLAUSE_ENDS or word.lower() in {"and", "but", "while", "whereas"}


def _largest(scene: Scene, c: Candidate) -> float:
    """Return the share of the passage's mentions of this kind that the stretch takes in."""
    whole = scene.mentions.get(c.filler.kind, 0)
    return min(1.0, len(c.filler.spans) / whole) if whole else 0.0


def _date(c: Candidate) -> tuple[float, float]:
    """How exact a date is, and whether an event on it would be reported when this report was."""
    start, end = c.filler.spans[0]
    when = next((d for d in c.sentence.dates if d.start < end and start < d.end), None)
    if when is None:
        return 0.0, 0.0
    parts = bool(when.years) + bool(when.months) + bool(when.days)
    return float(parts), _reported(when, c.reading.report.date)


def _reported(when: When, published: str | None) -> float:
    """Return 1 for a date shortly before publication, -1 for another, 0 where it can't be told."""
    if not published or not when.months or not re.fullmatch(r"\d{4}-\d\d-\d\d", published):
        return 0.0
    try:
        at = date.fromisoformat(published)
        year = max(when.years, default=at.year)
        day = date(year, max(when.months), min(28, max(when.days, default=1)))
    except ValueError:
        return 0.0
    return 1.0 if -4 <= (at - day).days <= LONG_BEFORE else -1.0
