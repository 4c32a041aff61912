"""Why a question was answered or refused, in plain words: what `ask --explain` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.answer import event_number, is_foreign, is_unknown, understood
from bot.answering.gate import gate
from bot.answering.proposals import Asked, Proposal, proposals
from bot.answering.tongues import english_turn, mapped_question, route_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.config import AnswerSection
    from bot.model import Turn
    from bot.reader.network import Network
    from bot.retrieval import Library


def explain_question(
    library: Library,
    network: Network,
    settings: AnswerSection,
    question: str,
    turn: Turn | None = None,
) -> tuple[str, ...]:
    """Return lines that tell in plain words how the question was understood and decided."""
    mapped = mapped_question(question)
    if mapped is None:
        asked = understood(library, network, question, english_turn(turn))
        return _explained(library, network, settings, asked)
    if not mapped.english:
        return (f"language: {mapped.language}; what is asked isn't understood",)
    route = route_of(mapped)
    asked = understood(library, network, mapped.english, english_turn(turn), route)
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
        lines.extend(f"  {sure:6.2f}  {_considered(library, p)}" for sure, p in scored[:5])
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
        yield f"event: {library.readings[number].report.title}"
    elif is_unknown(asked):
        yield f"event: none of the reports has one with {', '.join(named.words)}"
    elif len(named.equal) > 1:
        yield f"event: not named; {len(named.equal)} events fit"


def _considered(library: Library, proposal: Proposal) -> str:
    given = proposal.verdict or proposal.text
    source = "read in the passage" if proposal.kind == "reader" else "by the event's sheet"
    return f"{given[:90]!r}, {source} in {library.readings[proposal.report].report.path}"
