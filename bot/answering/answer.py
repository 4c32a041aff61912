"""The whole way from a question to an answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answering.across import events_asked, over_events, over_series
from bot.answering.assembly import assemble, choices_of
from bot.answering.clause import asked_clause
from bot.answering.foreign import foreign, unheard_of
from bot.answering.gate import threshold_for
from bot.answering.ranking import Ranked, rank
from bot.model import Answer, Found, Scored, Silent, Turn
from bot.question import Question, read_question

if TYPE_CHECKING:
    from bot.config import Answer as Settings
    from bot.retrieval import Hit, Library

LONGEST_QUESTION = 2000
MOST_PASSAGES = 5


def answer_question(
    library: Library, settings: Settings, question: str, turn: Turn | None = None
) -> Answer:
    """Return the answer that the reports give, or that they don't say."""
    if len(question) > LONGEST_QUESTION:
        return Silent(question, why="too_long")
    asked = understood(library, question, turn)
    if not (asked.terms or asked.classes or asked.before or asked.head):
        return Silent(question, why="no_question")
    if foreign(question, library):
        return Silent(question, why="language")
    hits = library.search(asked)
    ranked = _ranked(asked, library, hits)
    passages = best_passages(library, hits, ranked)
    found = _found(asked, library, settings, ranked, passages)
    confidence = round(ranked.confidence, 4)
    return found or Silent(question, confidence, "not_stated", asked_clause(asked), passages)


def understood(library: Library, question: str, turn: Turn | None) -> Question:
    """Return the question as read; a follow-up that names another event follows no more."""
    return library.settled(read_question(question, library.vocabulary, located(library, turn)))


def located(library: Library, turn: Turn | None) -> Turn | None:
    """Return the turn with the passage that answers the preceding question, and what it answers.

    Of its report, where that is known.
    """
    if turn is None or (turn.start is not None and turn.answer is not None):
        return turn
    before = Turn(turn.question, turn.report) if turn.report else None
    asked = read_question(turn.question, library.vocabulary, before)
    for candidate in rank(asked, library, library.search(asked)).candidates:
        if turn.report in {None, candidate.reading.report.path}:
            passage = library.passages[candidate.hit.passage]
            answer = turn.answer or candidate.verdict or candidate.text
            return replace(turn, report=passage.report.path, start=passage.start, answer=answer)
    return turn


def _ranked(asked: Question, library: Library, hits: list[Hit]) -> Ranked:
    """Return the candidates best first; none is likely where the reports know no word of it."""
    ranked = rank(asked, library, hits)
    return replace(ranked, confidence=0.0) if unheard_of(asked, library) else ranked


def _found(
    asked: Question,
    library: Library,
    settings: Settings,
    ranked: Ranked,
    passages: tuple[Scored, ...],
) -> Found | None:
    """Return the answer, or None where the best one is not likely enough."""
    events = events_asked(asked)
    if events is not None:
        found = over_events(asked, library, events, passages)
        if found is not None or events != "latest":
            return found
    if not ranked.candidates or ranked.confidence < threshold_for(settings.max_wrong):
        return None
    best = ranked.candidates[0]
    if (series := over_series(asked, ranked.candidates, library, best)) is not None:
        return series
    best, choices = choices_of(asked, ranked.candidates, library)
    return assemble(asked, library, best, ranked.confidence, passages, choices)


def best_passages(library: Library, hits: list[Hit], ranked: Ranked) -> tuple[Scored, ...]:
    """Return the best five: those of the best three answers, then the best by their own score."""
    by_number = {hit.passage: hit for hit in hits}
    order = dict.fromkeys(c.hit.passage for c in ranked.candidates)
    chosen = [*list(order)[:3], *(h.passage for h in hits)]
    numbers = list(dict.fromkeys(chosen))[:MOST_PASSAGES]
    scores = sorted((by_number[n].score for n in numbers), reverse=True)
    return tuple(
        Scored(library.passages[n], round(s, 3)) for n, s in zip(numbers, scores, strict=True)
    )


def explain_question(
    library: Library, settings: Settings, question: str, turn: Turn | None = None
) -> tuple[str, ...]:
    """Return lines that tell how the question was read and why it was answered or refused."""
    asked = understood(library, question, turn)
    hits = library.search(asked)
    ranked = _ranked(asked, library, hits)
    threshold = threshold_for(settings.max_wrong)
    verdict = "answered" if ranked.confidence >= threshold else "withheld"
    lines = [
        *_reading(asked),
        f"confidence: {ranked.confidence:.2f}, needed {threshold:.2f}: {verdict}",
        "candidates (score; what they are; where):",
    ]
    for candidate, score in list(zip(ranked.candidates, ranked.scores, strict=True))[:5]:
        said = candidate.verdict or candidate.text
        where = candidate.reading.report.path
        lines.append(f"  {score:6.2f}  {said[:90]!r} ({candidate.filler.kind}) in {where}")
    lines.append("passages (score = fit x (own words + report + classes)):")
    for hit in hits[:5]:
        parts = f"{hit.own:.1f} + {hit.whole:.1f} + {hit.classes:.1f}"
        text = library.passages[hit.passage].text[:70]
        lines.append(f"  {hit.score:6.2f}  ({parts}) {text!r}")
    return tuple(lines)


def _reading(asked: Question) -> list[str]:
    """Return what was understood, a line each, what is empty left out."""
    said = {
        "asks for": asked.kind.replace("_", " ")
        + (f" ({' '.join(asked.head)})" if asked.head else ""),
        "words": " ".join(asked.terms),
        "predicate": " ".join(sorted(asked.predicate | asked.classes)),
        "names": ", ".join(" ".join(n) for n in asked.names),
        "years": ", ".join(map(str, sorted(asked.years))),
        "months": ", ".join(map(str, sorted(asked.months))),
        "follows": asked.focus or "",
    }
    return [f"{key}: {value}" for key, value in said.items() if value]
