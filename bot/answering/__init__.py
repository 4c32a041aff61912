"""A question in any language -> an answer, said to be in that language.

What a question in Vietnamese, Thai or Indonesian asks is put in English and answered as that would
be, where that is sure. For the other languages that are known there is a line that says so. Of any
question it can be said in plain words why it was answered or refused.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from bot.answering.answer import LONGEST_QUESTION, event_number, is_foreign, is_unknown, understood
from bot.answering.answer import answer_question as answer_english
from bot.answering.corrections import corrected, placed
from bot.answering.events_named import spelling
from bot.answering.foreign import Mapped, in_english
from bot.answering.gate import gate
from bot.answering.indexed import Indexed, indexed, named_alone
from bot.answering.proposals import Asked, Proposal, proposals
from bot.answering.routing import Route
from bot.answering.sheets import slot_answer
from bot.model import Found, Silent
from bot.text.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.config import AnswerSection
    from bot.model import Answer, Turn
    from bot.reader.network import Network
    from bot.retrieval import Library

__all__ = [
    "Indexed",
    "answer_question",
    "corrected",
    "explain_question",
    "gate",
    "indexed",
    "named_alone",
    "placed",
    "slot_answer",
]


SURER: Final = 0.81  # of `max_wrong`: what is put in English may be wrong before it is answered
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
    known = knows(library)
    mapped = mapped_question(question, known)
    turn = english_turn(turn, known)
    if mapped is None:
        return answer_english(library, network, settings, question, turn)
    match mapped.route:
        case None:
            return Silent(question, why="language", kind="language", language=mapped.language)
        case "chatter" | "reports" as kind:
            return Silent(question, why=kind, kind=kind, language=mapped.language)
    route = route_of(mapped)
    surer = replace(settings, max_wrong=SURER * settings.max_wrong)
    answer = answer_english(library, network, surer, mapped.english, turn, route)
    return _said(answer, question, mapped)


def knows(library: Library) -> Callable[[str], bool]:
    """Return what says whether a word, or one that it is a slip of, is in any of the reports."""
    spell = spelling(library)
    return lambda word: any(library.spread_of(spell(token.text)) for token in tokenise(word))


def mapped_question(question: str, known: Callable[[str], bool]) -> Mapped | None:
    """Return what a question in another language asks; None where it is in English, or too long."""
    return in_english(question, known) if len(question) <= LONGEST_QUESTION else None


def english_turn(turn: Turn | None, known: Callable[[str], bool]) -> Turn | None:
    """Return what came before with its question in English, as far as that is understood."""
    mapped = mapped_question(turn.question, known) if turn else None
    if turn is None or mapped is None or not mapped.english:
        return turn
    return replace(turn, question=mapped.english)


def route_of(mapped: Mapped) -> Route | None:
    """Return what a mapped question asks for, as the router would."""
    if mapped.route is None or not mapped.english:
        return None
    likely = MAPPED ** (1 + mapped.asides)  # each word left out may be what is asked for
    return Route(mapped.route, likely, float(mapped.yes_no), likely)


def _said(answer: Answer, question: str, mapped: Mapped) -> Answer:
    """Return the answer to the question as typed; what isn't sure is not stated."""
    if isinstance(answer, Found):
        counts = COUNTS.get(mapped.route or "")
        return replace(answer, question=question, language=mapped.language, counts=counts)
    why = "not_stated" if answer.why == "closest" else answer.why
    return replace(answer, question=question, why=why, language=mapped.language)


def explain_question(
    library: Library,
    network: Network,
    settings: AnswerSection,
    question: str,
    turn: Turn | None = None,
) -> tuple[str, ...]:
    """Return lines that say in plain words how the question was understood and decided."""
    known = knows(library)
    mapped = mapped_question(question, known)
    if mapped is None:
        asked = understood(library, network, question, english_turn(turn, known))
        return _explained(library, network, settings, asked)
    if not mapped.english:
        return (f"language: {mapped.language}; what is asked isn't understood",)
    route = route_of(mapped)
    asked = understood(library, network, mapped.english, english_turn(turn, known), route)
    read = f"language: {mapped.language}, read as: {mapped.english}"
    return (read, *_explained(library, network, settings, asked))


def _explained(
    library: Library, network: Network, settings: AnswerSection, asked: Asked
) -> tuple[str, ...]:
    if is_unknown(asked):
        return tuple(_understanding(library, asked))
    judge = gate()
    made = proposals(library, network, asked, judge)
    scored = sorted(
        ((judge.probability(p.kind, p.features), p) for p in made), key=lambda pair: -pair[0]
    )
    lines = [*_understanding(library, asked)]
    if scored:
        sure, least = scored[0][0], judge.threshold(settings.max_wrong)
        said = "answered" if sure >= least else "withheld"
        if said == "answered" and is_foreign(library, scored[0][1].report):
            said = "withheld, since the report isn't in English"
        lines.append(f"sure: {sure:.0%} that it is right, needed {least:.0%}: {said}")
        lines.append("answers considered (how sure; the answer; where from):")
        lines.extend(f"  {sure:6.2f}  {_considered(library, asked, p)}" for sure, p in scored[:5])
    lines.append("passages found (score by BM25; the words):")
    lines.extend(
        f"  {hit.score:6.2f}  {library.passages[hit.passage].text[:80]!r}" for hit in asked.hits[:5]
    )
    return tuple(lines)


def _understanding(library: Library, asked: Asked) -> Iterator[str]:
    route, named = asked.route, asked.named
    yes_no = ", as yes or no" if route.wants_yes_no else ""
    yield f"asks for: {route.name.replace('_', ' ')}{yes_no} ({route.probability:.0%} sure)"
    if asked.before:
        yield f"follows: {asked.before}"
    number = event_number(library, asked)
    if number is not None:
        yield f"event: {library.reports[number].title}"
    elif is_unknown(asked):
        yield f"event: none of the reports has one with {', '.join(named.words)}"
    elif len(named.equal) > 1:
        yield f"event: not named; {len(named.equal)} events fit"


def _considered(library: Library, asked: Asked, proposal: Proposal) -> str:
    given = proposal.verdict or proposal.text
    by_sheet = proposal.kind != "reader" and asked.route.slot is not None
    source = "by the event's sheet" if by_sheet else "read in the passage"
    return f"{given[:90]!r}, {source} in {library.reports[proposal.report].path}"
