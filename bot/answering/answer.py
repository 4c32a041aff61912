"""The whole way from a question to an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bot.answering.candidates import Candidate, candidates_of
from bot.answering.features import Weigher, features_of
from bot.answering.quoting import quote_for
from bot.answering.trees import ranker
from bot.model import Answer, Found, Scored, Silent, Turn
from bot.question import Question, read_question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.config import Answer as Settings
    from bot.retrieval import Hit, Library

LONGEST_QUESTION = 2000
THRESHOLD = 0.35


def answer_question(
    library: Library, settings: Settings, question: str, turn: Turn | None = None
) -> Answer:
    """Return the answer that the reports give, or that they don't say."""
    if len(question) > LONGEST_QUESTION:
        return Silent(question, why="too_long")
    asked = read_question(question, library.vocabulary, turn)
    if not asked.terms:
        return Silent(question, why="no_question")
    hits = library.search(asked)
    passages = tuple(Scored(library.passages[h.passage], round(h.score, 3)) for h in hits[:5])
    ranked = rank(asked, library, hits)
    if not ranked or ranked[0][1] < THRESHOLD:
        confidence = ranked[0][1] if ranked else 0.0
        return Silent(question, round(confidence, 4), "not_stated", _clause(asked), passages)
    best, confidence = ranked[0]
    return Found(
        question, best.text, (quote_for(library, best),), round(confidence, 4), best.items,
        best.verdict, (), passages,
    )  # fmt: skip


def rank(
    question: Question, library: Library, hits: Sequence[Hit]
) -> list[tuple[Candidate, float]]:
    """Return the candidates with their probabilities, best first."""
    candidates = candidates_of(question, library, hits)
    if not candidates:
        return []
    weigher = Weigher.of(question, library, hits)
    shared: dict[int, list[float]] = {}
    rows = [features_of(weigher, c, shared) for c in candidates]
    chances = ranker().probabilities(rows)
    order = np.argsort(-chances, kind="stable")
    return [(candidates[i], float(chances[i])) for i in order]


def _clause(question: Question) -> str | None:
    """Return the question as a clause, such as "who closed the session", where it is one."""
    text = question.tagged.text.strip().rstrip("?!. ")
    if text[:4].lower() in {"who ", "when", "wher", "why ", "how ", "what", "whic"} and len(text) < 120:
        return text[:1].lower() + text[1:]
    return None


def explain_question(
    library: Library, settings: Settings, question: str, turn: Turn | None = None
) -> tuple[str, ...]:
    """Return lines that tell how the question was read and what came of it."""
    asked = read_question(question, library.vocabulary, turn)
    hits = library.search(asked)
    lines = [f"asks: {asked.kind}", f"terms: {' '.join(asked.terms)}"]
    for candidate, chance in rank(asked, library, hits)[:5]:
        lines.append(f"{chance:.2f} {candidate.verdict or candidate.text!r} ({candidate.filler.kind})")
    return tuple(lines)
