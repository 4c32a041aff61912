"""The whole way from a question to an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Answer, Found, Quote, Scored, Silent, Span, Turn
from bot.text.tokens import terms

if TYPE_CHECKING:
    from bot.config import Answer as Settings
    from bot.retrieval import Library

LONGEST_QUESTION = 2000


def answer_question(
    library: Library, settings: Settings, question: str, turn: Turn | None = None
) -> Answer:
    """Return the answer that the reports give, or that they don't say."""
    if len(question) > LONGEST_QUESTION:
        return Silent(question, why="too_long")
    tokens = terms(question)
    if not tokens:
        return Silent(question, why="no_question")
    hits = library.rank(tokens, 5)
    scored = tuple(Scored(library.passages[i], round(s, 3)) for i, s in hits)
    if not scored:
        return Silent(question)
    best = scored[0].passage
    quote = Quote(best, (Span(0, best.end - best.start),))
    return Found(question, best.text, (quote,), 0.5, passages=scored)


def explain_question(
    library: Library, settings: Settings, question: str, turn: Turn | None = None
) -> tuple[str, ...]:
    """Return lines that tell how the question was read and what came of it."""
    return (f"terms: {' '.join(terms(question))}",)
