"""The whole way from a question to an answer.

question -> what it asks for -> its event -> proposals: from the event's sheet, from what the reader
finds in the windows round the best hits -> the likeliest one -> answer, closest passage, or silence.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Literal

from bot.answering.across import over_events
from bot.answering.events_named import Fit, Named, events_named
from bot.answering.gate import Gate, Kind, gate, odds
from bot.answering.reading import Candidate, Read, read_hits
from bot.answering.routing import Route, route_question
from bot.answering.sheets import items_of, quotes_of, stated, summary_of, verdict_of
from bot.event import LISTS, Value
from bot.model import Answer, Choice, Found, Quote, Scored, Silence, Silent, Span, Turn
from bot.retrieval import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.config import Answer as Settings
    from bot.model import Report
    from bot.reader.network import Network
    from bot.retrieval import Hit, Library

LONGEST_QUESTION: Final = 2000
MOST_PASSAGES: Final = 5
RIVALS: Final = 3  # events whose sheets are asked
CHATTER: Final = 0.6  # probability from which a message is no question to the reports
SURE_SHEET: Final = 0.9  # calibrated probability of a sheet's answer, from which nothing is read
SURE_SLOT: Final = 0.5
LEAST_OWN: Final = 0.25  # share of the naming words that some event's own names have, else unknown
WORD: Final = re.compile(r"\w")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as understood.

    Attributes:
        text: as typed.
        before: the question that it follows up; empty where it follows none.
        route: what it asks for.
        named: which event it is about.
        hits: the passages that fit best, best first.
    """

    text: str
    before: str
    route: Route
    named: Named
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """An answer that may be given, with what its probability is worked out from."""

    kind: Kind
    features: tuple[float, ...]
    report: int
    text: str
    items: tuple[str, ...]
    quotes: tuple[Quote, ...]
    verdict: Literal["Yes", "No"] | None = None


def answer_question(
    library: Library,
    network: Network,
    settings: Settings,
    question: str,
    turn: Turn | None = None,
) -> Answer:
    """Return the answer that the reports give, or that they don't say."""
    if len(question) > LONGEST_QUESTION:
        return Silent(question, why="too_long")
    if not WORD.search(question):
        return Silent(question, why="no_question", kind="chatter")
    asked = understood(library, network, question, turn)
    if asked.route.name in {"chatter", "language"} and asked.route.probability >= CHATTER:
        unasked: Literal["chatter", "language"] = (
            "chatter" if asked.route.name == "chatter" else "language"
        )
        return Silent(question, why=unasked, kind=unasked)
    passages = _passages(library, asked.hits)
    event = _event(library, asked)
    if asked.route.name == "reports" and asked.route.probability >= SURE_SLOT:
        return Silent(question, why="reports", kind="reports", passages=passages)
    if asked.route.name.startswith("events_") and len(library.readings) > 1:
        kind = asked.route.name.removeprefix("events_")
        today = datetime.now(UTC).date().isoformat()
        found = over_events(question, library, network.asking, kind, passages, today)
        if found is not None:
            return found
    if asked.route.name == "summary" and (summary := _summary(library, asked, passages)):
        return summary
    return _likeliest(library, network, settings, asked, passages, event)


def understood(library: Library, network: Network, question: str, turn: Turn | None) -> Asked:
    """Return the question as understood, after what came before."""
    turn = located(library, network, turn)
    focus = library.number_of.get(turn.report or "") if turn else None
    named = events_named(library, library.events, network.asking, question, focus)
    before = turn.question if turn and (named.focus is not None or focus is None) else ""
    hits = library.search(Query.of(question, before, named.focus))
    route = route_question(network, question, before)
    return Asked(question, before, route, named, tuple(hits))


def located(library: Library, network: Network, turn: Turn | None) -> Turn | None:
    """Return the turn with the report that the question before was about, where that is known."""
    if turn is None or turn.report is not None or not library.readings:
        return turn
    named = events_named(library, library.events, network.asking, turn.question)
    if named.best is None or (len(named.equal) > 1 and not named.best.own):
        return turn
    return replace(turn, report=library.readings[named.best.report].report.path)


def _likeliest(
    library: Library,
    network: Network,
    settings: Settings,
    asked: Asked,
    passages: tuple[Scored, ...],
    event: int | None,
) -> Answer:
    judge = gate()
    best: tuple[float, Proposal] | None = None
    for proposal in proposals(library, network, asked, judge):
        probability = judge.probability(proposal.kind, proposal.features)
        if best is None or probability > best[0]:
            best = probability, proposal
    report = library.readings[event].report if event is not None else None
    if best is None:
        why: Silence = "unknown_event" if _is_unknown(library, asked) else "not_stated"
        return Silent(
            asked.text, 0.0, why, None, passages, event=None if why != "not_stated" else report
        )
    probability, proposal = best
    if _is_unknown(library, asked):
        probability = min(probability, 0.05)
    outcome = judge.outcome(probability, settings.max_wrong)
    confidence = round(probability, 4)
    shown = _with_first(proposal.quotes[0], passages)
    if outcome == "sure":
        found = _found(asked, proposal, confidence, shown, library, report)
        if found is not None:
            return found
    if _is_unknown(library, asked):
        return Silent(asked.text, confidence, "unknown_event", None, shown)
    why = "closest" if outcome != "not_stated" else "not_stated"
    return Silent(asked.text, confidence, why, None, shown, event=report)


def _found(
    asked: Asked,
    proposal: Proposal,
    confidence: float,
    passages: tuple[Scored, ...],
    library: Library,
    event: Report | None,
) -> Found | None:
    try:
        return Found(
            asked.text, proposal.text, proposal.quotes, confidence, proposal.items,
            proposal.verdict, _choices(library, asked, proposal), passages,
            event=event,
        )  # fmt: skip
    except ValueError as error:
        log.warning(
            "An answer from %s doesn't fit its quotes: it is withheld (%s)",
            library.readings[proposal.report].report.path,
            type(error).__name__,
        )
        return None


def proposals(library: Library, network: Network, asked: Asked, judge: Gate) -> Iterator[Proposal]:
    """Yield the answers that may be given; the reader is asked only where the sheets aren't sure."""
    sure = False
    if asked.route.slot is not None and library.events:
        for proposal in sheet_proposals(library, asked):
            yield proposal
            sure = sure or judge.probability(proposal.kind, proposal.features) >= SURE_SHEET
    if not sure:
        yield from reader_proposals(library, network, asked)


def sheet_proposals(library: Library, asked: Asked) -> Iterator[Proposal]:
    """Yield what the sheet of the likeliest event says of the slot that is asked for."""
    slot = asked.route.slot
    if slot is None or not asked.named.fits:
        return
    for fit in asked.named.fits[:RIVALS]:
        if fit.report not in {asked.named.fits[0].report, *asked.named.equal}:
            continue
        reading, event = library.readings[fit.report], library.events[fit.report]
        if asked.route.wants_yes_no:
            verdict = verdict_of(reading, event, slot, asked.text)
            if verdict is not None:
                quotes, values = quotes_of(reading, verdict.values)
                yield Proposal(
                    "yes_no", _sheet_features(asked, fit, values, slot), fit.report,
                    _words(quotes[0]), (), quotes, "Yes" if verdict.yes else "No",
                )  # fmt: skip
            continue
        found = stated(reading, event, slot, asked.route.name)
        if found is None:
            continue
        quotes, values = quotes_of(reading, found.values)
        items = items_of(reading.report.body, values)
        several = slot in LISTS and len(items) > 1
        yield Proposal(
            "sheet", _sheet_features(asked, fit, values, slot), fit.report, ", ".join(items),
            items if several else (), quotes,
        )  # fmt: skip
        break


def _words(quote: Quote) -> str:
    first = quote.highlights[0]
    return quote.passage.text[first.start : first.end]


def _sheet_features(
    asked: Asked, fit: Fit, values: list[Value] | tuple[Value, ...], slot: str
) -> tuple[float, ...]:
    best = max(v.probability for v in values)
    mean = sum(v.probability for v in values) / len(values)
    return (
        odds(best),
        odds(mean),
        odds(asked.route.probability),
        fit.own,
        fit.held,
        float(asked.named.focus is not None),
        float(len(asked.named.equal) > 1),
        float(slot in LISTS),
        float(slot in {"decisions", "participants", "speakers"}),
    )


def reader_proposals(library: Library, network: Network, asked: Asked) -> Iterator[Proposal]:
    """Yield what the reader finds in the windows round the best hits."""
    try:
        read = read_hits(library, network, asked.text, asked.before, asked.hits)
    except Exception as error:  # noqa: BLE001 - one passage that breaks loses itself, not the answer
        log.warning("Reading failed: %s", type(error).__name__)
        return
    for number, candidate in enumerate(read.candidates[:2]):
        passage = library.passages[candidate.passage]
        quote = Quote(passage, tuple(Span(a, b) for _, a, b in candidate.places))
        verdict: Literal["Yes", "No"] | None = None
        if asked.route.wants_yes_no:
            verdict = "Yes" if candidate.yes >= 0.5 else "No"
        yield Proposal(
            "reader",
            _reader_features(asked, library, read, candidate, number), candidate.report,
            candidate.text, candidate.items, (quote,), verdict,
        )  # fmt: skip


def _reader_features(
    asked: Asked, library: Library, read: Read, candidate: Candidate, number: int
) -> tuple[float, ...]:
    fit = asked.named.fit_of(candidate.report)
    others = [c.share for c in read.candidates if c is not candidate]
    slot = asked.route.slot
    known = 0.0
    if slot is not None and library.events:
        event = library.events[candidate.report]
        passage = candidate.passage - int(library.first_of[candidate.report])
        known = max(
            (v.probability for v in event.values(slot) if v.passage == passage), default=0.0
        )
    verdict = odds(max(candidate.yes, 1 - candidate.yes)) if asked.route.wants_yes_no else 0.0
    return (
        candidate.logit / 3,
        odds(candidate.share),
        candidate.share - max(others, default=0.0),
        candidate.span,
        fit.own,
        fit.held,
        float(asked.named.focus is not None),
        float(asked.named.focus is not None and asked.named.focus != candidate.report),
        known if slot is not None else 0.0,
        float(slot is not None),
        float(asked.route.wants_yes_no),
        verdict,
        float(bool(candidate.items)),
        float(number),
    )


def _is_unknown(library: Library, asked: Asked) -> bool:
    """Say whether the question names an event that no report has."""
    if asked.named.focus is not None or len(asked.named.words) < 2 or not asked.named.best:
        return False
    if asked.route.slot is None and asked.route.name not in {"summary"}:
        return False
    best = max(asked.named.fits, key=lambda fit: fit.own)
    return best.own < LEAST_OWN and best.held < 2 * LEAST_OWN


def _event(library: Library, asked: Asked) -> int | None:
    """Return the number of the report whose event the question is taken to be about."""
    if len(library.readings) == 1:
        return 0
    if asked.named.focus is not None:
        return asked.named.focus
    best = asked.named.best
    if best is None or not asked.named.words or best.own < LEAST_OWN or _is_unknown(library, asked):
        return None
    return best.report


def _choices(library: Library, asked: Asked, given: Proposal) -> tuple[Choice, ...]:
    """Return the other events that the question fits as well, with what they would answer."""
    slot = asked.route.slot
    if slot is None or len(asked.named.equal) < 2 or given.verdict is not None:
        return ()
    found = []
    for number in asked.named.equal:
        if number == given.report:
            continue
        reading, event = library.readings[number], library.events[number]
        told = stated(reading, event, slot, asked.route.name)
        if told is None or told.probability < SURE_SLOT:
            continue
        text = ", ".join(items_of(reading.report.body, told.values))
        if text != given.text:
            found.append(Choice(reading.report, text))
    return tuple(found)


def _summary(library: Library, asked: Asked, passages: tuple[Scored, ...]) -> Found | None:
    if _is_unknown(library, asked) or asked.named.best is None:
        return None
    number = _event(library, asked)
    if number is None:
        return None
    reading, event = library.readings[number], library.events[number]
    fields, quotes = summary_of(reading, event)
    if not fields:
        return None
    name = event.best("name")
    text = fields[0].value if name is None else reading.report.body[name.start : name.end]
    if name is not None:
        passage = reading.passages[name.passage]
        span = Span(name.start - passage.start, name.end - passage.start)
        if all(q.passage != passage for q in quotes):
            quotes = (*quotes, Quote(passage, (span,)))
    return Found(
        asked.text, text, quotes, round(min(0.95, asked.named.best.weight), 4), (),
        passages=passages, kind="summary", event=reading.report, fields=fields,
    )  # fmt: skip


def _passages(library: Library, hits: tuple[Hit, ...]) -> tuple[Scored, ...]:
    return tuple(
        Scored(library.passages[hit.passage], round(hit.score, 3)) for hit in hits[:MOST_PASSAGES]
    )


def _with_first(quote: Quote, passages: tuple[Scored, ...]) -> tuple[Scored, ...]:
    """Return the passages with the one of the best answer first."""
    top = max((scored.score for scored in passages), default=1.0)
    others = [s for s in passages if s.passage != quote.passage]
    return (Scored(quote.passage, top), *others)[:MOST_PASSAGES]


def explain_question(
    library: Library,
    network: Network,
    settings: Settings,
    question: str,
    turn: Turn | None = None,
) -> tuple[str, ...]:
    """Return lines that tell in plain words how the question was understood and decided."""
    asked = understood(library, network, question, turn)
    route = asked.route
    kind = route.name.replace("_", " ")
    yes_no = ", as yes or no" if route.wants_yes_no else ""
    lines = [f"asks for: {kind}{yes_no} ({route.probability:.0%} sure)"]
    if asked.before:
        lines.append(f"follows: {asked.before}")
    number = _event(library, asked)
    if number is not None:
        lines.append(f"event: {library.readings[number].report.title}")
    elif _is_unknown(library, asked):
        lines.append(f"event: none of the reports has one with {', '.join(asked.named.words)}")
    elif len(asked.named.equal) > 1:
        lines.append(f"event: not named; {len(asked.named.equal)} events fit")
    judge = gate()
    least = judge.threshold(settings.max_wrong)
    scored = sorted(
        (
            (judge.probability(p.kind, p.features), p)
            for p in proposals(library, network, asked, judge)
        ),
        key=lambda pair: -pair[0],
    )
    if scored:
        sure = scored[0][0]
        said = "answered" if sure >= least else "withheld"
        lines.append(f"sure: {sure:.0%} that it is right, needed {least:.0%}: {said}")
        lines.append("answers considered (how sure; the answer; where from):")
        for probability, proposal in scored[:5]:
            given = proposal.verdict or proposal.text
            source = "the event's sheet" if proposal.kind == "sheet" else "the passage"
            path = library.readings[proposal.report].report.path
            lines.append(f"  {probability:6.2f}  {given[:90]!r}, {source} in {path}")
    lines.append("passages found (score by BM25; the words):")
    for hit in asked.hits[:5]:
        lines.append(f"  {hit.score:6.2f}  {library.passages[hit.passage].text[:80]!r}")
    return tuple(lines)
