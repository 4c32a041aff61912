"""The whole way from a question to an answer.

question -> what it asks for -> its event -> proposals: from the event's sheet, and from what the
reader finds in the windows round the best hits -> the likeliest one -> answer, or closest, or none.
"""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from bot.answering.across import over_events
from bot.answering.asking_words import routed_again, with_asking_words
from bot.answering.doubts import is_of_another, misses, says_nothing
from bot.answering.each import choices_of, newest_alike, of_each, whole_list
from bot.answering.events_named import NOUNS, Named, events_named, spelling
from bot.answering.gate import gate
from bot.answering.indexed import named_alone
from bot.answering.proposals import Asked, Proposal, proposals
from bot.answering.routing import Route, route_question, searching_route
from bot.answering.several import selected, several
from bot.answering.sheets import summary_of
from bot.model import Answer, Found, Kind, Quote, Scored, Silence, Silent, Span, Turn
from bot.retrieval import Query
from bot.text.dates import without_dates
from bot.text.tokens import content_term, terms, tokenise
from bot.text.words import NUMBERS, number_in

if TYPE_CHECKING:
    from bot.answering.gate import Gate
    from bot.config import AnswerSection
    from bot.model import Report
    from bot.reader.network import Network
    from bot.retrieval import Hit, Library

LONGEST_QUESTION: Final = 2000
MOST_PASSAGES: Final = 5
CHATTER: Final = 0.6  # probability from which a message is no question to the reports
SURE_SLOT: Final = 0.5
# Shares of the naming words that some event's own names, or its report, have; else it is unknown.
LEAST_OWN: Final = 0.4
LEAST_HELD: Final = 0.65
LEAST_WORDS: Final = 0.34  # the same where its report has all names, so lacks common words only
THIS_OWN: Final = 0.4  # share from which the best one is taken to be meant
NOWHERE: Final = 0.2  # the same for a single naming word
WORD: Final = re.compile(r"\w")
OWN: Final = re.compile(r"\b(?:his|her)(?=\s+\w)", re.IGNORECASE)
PERSON: Final = re.compile(r"\b(?:he|she|him|her)\b", re.IGNORECASE)
ASKS: Final = re.compile(
    r"\b(?:wh(?:o|om|ose|en|ere|ich|y)|(?:what|how)(?! about)"
    r"|did|do|does|was|were|is|are|has|had|have)\b",
    re.IGNORECASE,
)
MOST_NOUNS: Final = 3  # of a message that is no sentence
NOUN_HITS: Final = 20  # passages in which its words are looked for
BEFORE_NOUN: Final = (
    r"(?:an?|the|of|for|on|in|by|with|at|from|their|its|his|her|this|each|no|some|many|\d+"
    rf"|{'|'.join(NUMBERS)})\s+"
)
LONGEST_NAME: Final = 6  # words of an answer that names one person
log = logging.getLogger(__name__)


def answer_question(
    library: Library,
    network: Network,
    settings: AnswerSection,
    question: str,
    turn: Turn | None = None,
    route: Route | None = None,
) -> Answer:
    """Return the answer that the reports give, or that they don't say.

    `route` is what the question asks for, where that is known.
    """
    if len(question) > LONGEST_QUESTION:
        return Silent(question, why="too_long")
    empty = turn is None and not terms(question) and not ASKS.search(question)  # "the of and"
    if empty or not WORD.search(question):
        return Silent(question, why="no_question", kind="chatter")
    asked = understood(library, network, question, turn, route)
    passages = _passages(library, asked.hits)
    found: Answer = (
        _not_for_reports(asked, passages)
        or _over_several(library, network, settings, asked, passages)
        or _likeliest(library, network, settings, asked, passages)
    )
    followed = _follows(library, asked, found)
    doubtful = followed and (asked.route.doubtful or _strays(library, asked))
    return replace(found, slot=asked.route.slot, followed=followed, doubtful=doubtful)


def _follows(library: Library, asked: Asked, answer: Answer) -> bool:
    """Say whether the answer's event is the one in focus, and the question doesn't name it."""
    focus = asked.named.focus
    if focus is None or answer.event is not library.reports[focus]:
        return False
    named = asked.named.fit_of(focus).own >= THIS_OWN
    return len(library.reports) > 1 and not (asked.named.words and named)


def _strays(library: Library, asked: Asked) -> bool:
    """Say whether a follow-up has a word that the report in focus has nowhere: "the window"."""
    focus = asked.named.focus
    return focus is not None and not library.held[focus].issuperset(asked.named.words)


def _not_for_reports(asked: Asked, passages: tuple[Scored, ...]) -> Silent | None:
    """Return why a message is no question that reports could answer; None where it is one."""
    route = asked.route
    if route.name == "reports" and route.probability >= SURE_SLOT:
        return Silent(asked.text, why="reports", kind="reports", passages=passages)
    if route.probability < CHATTER:
        return None
    if route.name == "chatter":
        return Silent(asked.text, why="chatter", kind="chatter")
    if route.name == "language":
        return Silent(asked.text, why="language", kind="language")
    return None


def _over_several(
    library: Library,
    network: Network,
    settings: AnswerSection,
    asked: Asked,
    passages: tuple[Scored, ...],
) -> Answer | None:
    """Return the answer to a question about events in general, or a summary of one event.

    A number that a report is sure of ("fourteen such workshops") goes before our own count.
    """
    if asked.route.name == "summary" and asked.route.probability >= SURE_SLOT:
        return _summary(library, asked, passages)
    over = several(library, asked)
    if over is None:
        return None
    if over.kind == "count":
        said = _likeliest(library, network, settings, asked, passages)
        if isinstance(said, Found) and number_in(without_dates(said.answer)) is not None:
            return said
    if over.slot is not None:
        return of_each(library, network.asking, asked, over, passages)
    return over_events(asked.text, library, network.asking, over.kind, passages, _today())


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def understood(
    library: Library,
    network: Network,
    question: str,
    turn: Turn | None,
    route: Route | None = None,
) -> Asked:
    """Return the question as understood, after what came before."""
    turn = located(library, network, turn)
    focus = library.number_of.get(turn.report or "") if turn else None
    named = events_named(library, network.asking, question, focus)
    before = turn.question if turn and (named.focus is not None or focus is None) else ""
    if turn and not before and focus is not None and _names_only(question, named, focus):
        alone = route_question(network, question)
        if not _over_events(alone):  # "any meetings in Thailand"
            before = turn.question
            route = route or route_question(network, before)
    asks = with_asking_words(library, question, network.asking)
    resolved = _resolved(asks, turn.answer if turn else None)
    person = turn.answer or "" if turn and resolved != asks else ""
    hits = library.search(Query.of(resolved, before, named.focus, spell=spelling(library)))
    names = bool(named.words)
    route = route or route_question(network, asks, before, names=names)
    if route.name == "fact":
        route = routed_again(library, network, asks, before, named) or route
    if route.name == "chatter" and _is_topic(library, network, question, tuple(hits)):
        route = searching_route(network, question, before)
    asked = Asked(question, before, route, named, tuple(hits), resolved, person)
    return selected(library, network, asked, _today()) or asked


def _is_topic(library: Library, network: Network, message: str, hits: tuple[Hit, ...]) -> bool:
    """Say whether a message is a noun or two that the reports have ("hotel mekong").

    A noun is what has an article, a preposition or the like before it there, or a capital. What
    only names an event is shown, not searched.
    """
    words = [token.text for token in tokenise(message) if WORD.search(token.text)]
    if not 0 < len(words) <= MOST_NOUNS or not all(map(_may_be_noun, words)):
        return False
    if named_alone(library, library.reports, network.asking, message):
        return False
    library.ready([hit.report for hit in hits[:NOUN_HITS]])
    texts = [library.passages[hit.passage].text for hit in hits[:NOUN_HITS]]
    return all(any(_is_noun(word, text) for text in texts) for word in words)


def _may_be_noun(word: str) -> bool:
    return word.isalpha() and len(word) > 2 and bool(content_term(word))


def _is_noun(word: str, text: str) -> bool:
    """Say whether a text has a word as a noun, in this form or in the other number.

    So it has a plural between commas, and a short form in brackets.
    """
    stem = re.escape(word.lower().removesuffix("s"))
    if re.search(rf",\s+{stem}e?s\b|\({stem}s?\)", text, re.IGNORECASE):
        return True
    found = re.search(rf"\b{BEFORE_NOUN}(?:[\w-]+\s+){{0,2}}{stem}(?:e?s)?\b", text, re.IGNORECASE)
    return bool(found) or re.search(rf"\w\s+{stem.capitalize()}(?:e?s)?\b", text) is not None


def _over_events(route: Route) -> bool:
    return route.name.startswith("events_") and route.probability >= SURE_SLOT


def _names_only(question: str, named: Named, focus: int) -> bool:
    """Say whether a message names another event and asks nothing of it ("and in Suva?").

    Then it asks what was asked of the one in focus.
    """
    best = named.best
    if best is None or best.report == focus or best.own < THIS_OWN or ASKS.search(question):
        return False
    return bool(named.words) and set(terms(question)) <= set(named.words) | NOUNS


def _resolved(question: str, answer: str | None) -> str:
    """Return the question with the one who was named before in place of "he" or "her"."""
    if not answer or len(answer.split()) > LONGEST_NAME or not answer[:1].isupper():
        return question
    words = OWN.sub(f"{answer}'s", question)
    return PERSON.sub(answer, words)


def located(library: Library, network: Network, turn: Turn | None) -> Turn | None:
    """Return the turn with the report that the question before was about, where that is known."""
    known = turn is not None and turn.report in library.number_of
    if turn is None or known or not library.reports:
        return turn
    named = events_named(library, network.asking, turn.question)
    any_fits = not named.words or (named.best is not None and not named.best.own)
    if named.best is None or (len(named.equal) > 1 and any_fits):
        return turn
    return replace(turn, report=library.reports[named.best.report].path)


def is_foreign(library: Library, report: int) -> bool:
    """Say whether a report isn't in English, so that nothing read in it is sure."""
    return bool(library.events) and not library.events[report].english


def _likeliest(
    library: Library,
    network: Network,
    settings: AnswerSection,
    asked: Asked,
    passages: tuple[Scored, ...],
) -> Answer:
    if is_unknown(asked):
        return Silent(asked.text, why="unknown_event", passages=passages, kind=_kind(asked))
    judge, kind = gate(), _kind(asked)
    event = _event_meant(library, asked)
    every = proposals(library, network, asked, judge)
    made = [(judge.probability(p.kind, p.features), p) for p in every]
    if not made:
        choices = choices_of(library, asked)
        return Silent(asked.text, passages=passages, event=event, kind=kind, choices=choices)
    probability, best = _best(judge, settings, asked, made)
    outcome, confidence = judge.outcome(probability, settings.max_wrong), round(probability, 4)
    other = outcome == "sure" and is_of_another(library, asked, best)
    if outcome == "sure" and (other or _is_doubtful(library, asked, best)):
        outcome = "closest"
    shown = _with_first(best.quotes[0], passages)
    why: Silence = "not_stated" if outcome == "not_stated" else "closest"
    given = _found(library, asked, best, confidence, shown, event) if outcome == "sure" else None
    if other and asked.route.slot is not None and asked.named.focus is None:
        why, event = "unknown_event", None
    return given or Silent(
        asked.text, confidence, why, None, shown, event=event, kind=kind,
        choices=choices_of(library, asked),
    )  # fmt: skip


def _is_doubtful(library: Library, asked: Asked, best: Proposal) -> bool:
    unread = is_foreign(library, best.report)
    return unread or misses(asked, best) or says_nothing(library, asked)


def _event_meant(library: Library, asked: Asked) -> Report | None:
    number = event_number(library, asked)
    return library.reports[number] if number is not None else None


def _best(
    judge: Gate, settings: AnswerSection, asked: Asked, made: list[tuple[float, Proposal]]
) -> tuple[float, Proposal]:
    """Return the likeliest answer; of events that fit alike, that of the newest that is sure.

    A list that is sure goes before one of its items.
    """
    best = max(made, key=lambda pair: pair[0])
    sure = [pair for pair in made if judge.outcome(pair[0], settings.max_wrong) == "sure"]
    return newest_alike(asked, best[1], sure) or whole_list(best[1], sure) or best


def _kind(asked: Asked) -> Kind:
    name = asked.route.name
    return "events" if name.startswith("events_") else "summary" if name == "summary" else "fact"


def _found(
    library: Library,
    asked: Asked,
    proposal: Proposal,
    confidence: float,
    passages: tuple[Scored, ...],
    event: Report | None,
) -> Found | None:
    try:
        return Found(
            asked.text, proposal.text, proposal.quotes, confidence, proposal.items,
            proposal.verdict, choices_of(library, asked, proposal), passages, proposal.count,
            kind="events" if _kind(asked) == "events" else "fact",
            event=event if event is library.reports[proposal.report] else None,
        )  # fmt: skip
    except ValueError as error:
        log.warning(
            "An answer from %s doesn't fit its quotes: it is withheld (%s)",
            library.reports[proposal.report].path,
            type(error).__name__,
        )
        return None


def is_unknown(asked: Asked) -> bool:
    """Say whether the question names an event that no report has."""
    named = asked.named
    if named.focus is not None or not named.words:
        return False
    if asked.route.slot is None and asked.route.name != "summary":
        return False
    own = max((fit.own for fit in named.fits), default=0.0)
    held = max((fit.held for fit in named.fits), default=0.0)
    if len(named.words) == 1:
        return held < NOWHERE and named.proper
    return own < LEAST_OWN and held < (LEAST_HELD if named.lacking else LEAST_WORDS)


def event_number(library: Library, asked: Asked) -> int | None:
    """Return the number of the report whose event the question is taken to be about."""
    if len(library.reports) == 1:
        return 0
    if asked.named.focus is not None:
        return asked.named.focus
    best = asked.named.best
    if best is None or not asked.named.words or best.own < THIS_OWN or is_unknown(asked):
        return None
    return best.report


def _summary(library: Library, asked: Asked, passages: tuple[Scored, ...]) -> Found | None:
    if is_unknown(asked) or asked.named.best is None:
        return None
    number = event_number(library, asked)
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
    library.ready([hit.report for hit in hits[:MOST_PASSAGES]])
    return tuple(
        Scored(library.passages[hit.passage], round(hit.score, 3)) for hit in hits[:MOST_PASSAGES]
    )


def _with_first(quote: Quote, passages: tuple[Scored, ...]) -> tuple[Scored, ...]:
    """Return the passages with the one of the best answer first."""
    top = max((scored.score for scored in passages), default=1.0)
    others = [s for s in passages if s.passage != quote.passage]
    return (Scored(quote.passage, top), *others)[:MOST_PASSAGES]
