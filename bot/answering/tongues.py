"""A question in any language -> an answer, said to be in that language.

What a question in Vietnamese, Thai or Indonesian asks is put in English and answered as that would
be, where that is sure. For the other languages that are known there is a line that says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from bot.answering.answer import LONGEST_QUESTION
from bot.answering.answer import answer_question as answer_english
from bot.answering.foreign import Mapped, in_english
from bot.answering.routing import Route
from bot.model import Found, Silent

if TYPE_CHECKING:
    from bot.config import AnswerSection
    from bot.model import Answer, Turn
    from bot.reader.network import Network
    from bot.retrieval import Library

MAPPED: Final = 0.97  # how likely a phrase of the tables means what it says there
COUNTS: Final[dict[str, Literal["people", "countries"]]] = {
    "count": "people",
    "count_countries": "countries",
}


def answer_question(
    library: Library,
    network: Network,
    settings: AnswerSection,
    question: str,
    turn: Turn | None = None,
) -> Answer:
    """Return the answer that the reports give, or that they don't say."""
    mapped = mapped_question(question)
    turn = english_turn(turn)
    if mapped is None:
        return answer_english(library, network, settings, question, turn)
    match mapped.route:
        case None:
            return Silent(question, why="language", kind="language", language=mapped.language)
        case "chatter" | "reports" as kind:
            return Silent(question, why=kind, kind=kind, language=mapped.language)
    route = route_of(mapped)
    answer = answer_english(library, network, settings, mapped.english, turn, route)
    return _said(answer, question, mapped)


def mapped_question(question: str) -> Mapped | None:
    """Return what a question in another language asks; None where it is in English, or too long."""
    return in_english(question) if len(question) <= LONGEST_QUESTION else None


def english_turn(turn: Turn | None) -> Turn | None:
    """Return what came before with its question in English, as far as that is understood."""
    mapped = mapped_question(turn.question) if turn else None
    if turn is None or mapped is None or not mapped.english:
        return turn
    return replace(turn, question=mapped.english)


def route_of(mapped: Mapped) -> Route | None:
    """Return what a mapped question asks for, as the router would."""
    if mapped.route is None or not mapped.english:
        return None
    return Route(mapped.route, MAPPED, float(mapped.yes_no), MAPPED)


def _said(answer: Answer, question: str, mapped: Mapped) -> Answer:
    """Return the answer to the question as typed; what isn't sure is not stated."""
    if isinstance(answer, Found):
        counts = COUNTS.get(mapped.route or "")
        return replace(answer, question=question, language=mapped.language, counts=counts)
    why = "not_stated" if answer.why == "closest" else answer.why
    return replace(answer, question=question, why=why, language=mapped.language)
