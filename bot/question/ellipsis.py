"""Follow-ups that only name another thing, "and in Georgia?", filled in from what was asked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.language.tagging import Tagged
    from bot.question.asked import Question

LEAD = re.compile(r"^(?:and|what about|how about|or|but)\b", re.IGNORECASE)
ASKING = re.compile(
    r"\b(?:who|whom|whose|which|where|when|why|did|does|do|was|were|is|are|has|have|had|will|many|much)\b",
    re.IGNORECASE,
)
MOST_WORDS = 7


def is_elliptic(question: Tagged) -> bool:
    """Say whether the question has a name or date, but neither a verb nor a word that asks."""
    text = LEAD.sub("", question.text)
    if LEAD.match(question.text) is None or len(text.split()) > MOST_WORDS or ASKING.search(text):
        return False
    return not any(letter in question.letters for letter in "VEBHO")


def filled_in(question: Question, before: Question) -> Question:
    """Return what the question before asked, of what this one names instead."""
    replaced = _replaced(question, before)
    kept = tuple(t for t in before.terms if t not in replaced)
    new = tuple(t for t in question.terms if t not in kept)
    names = tuple(n for n in before.names if not replaced.intersection(n))
    countries = question.countries or before.countries
    return replace(
        before, text=question.text, terms=kept + new, names=names + question.names,
        countries=countries, years=question.years or before.years,
        months=question.months or before.months, ordinals=question.ordinals or before.ordinals,
        near={**before.near, **question.near}, follows=True,
    )  # fmt: skip


def _replaced(question: Question, before: Question) -> set[str]:
    """Return the terms of the name that the new one stands in for: the last of the question."""
    if question.names and before.names:
        return set(before.names[-1])
    return set()
