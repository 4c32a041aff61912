"""Whether a question is about several events, and what it asks of them.

The router says so of most. What it can't tell well is grammar: "forums" are several, whatever is
asked of them; "in which towns" asks for towns, whatever the verb; and of "the latest forum" the
same may be asked as of any forum.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.answering.across import chosen, fitting_events, is_later
from bot.answering.conditions import ANY
from bot.answering.events_named import NOUNS, Fit, Named, spelling
from bot.answering.proposals import Asked
from bot.answering.routing import route_question
from bot.retrieval import Query
from bot.text.tokens import content_term, tokenise

if TYPE_CHECKING:
    from bot.answering.routing import Route
    from bot.reader.network import Network
    from bot.retrieval import Library

SURE_SLOT: Final = 0.5
LIKELY_SLOT: Final = 0.3  # where it is known to be about one event, the latest or the first
ASKS: Final = re.compile(
    r"\b(?:which|what|how\s+many)\s+(?:of\s+)?(?:the\s+|these\s+)?", re.IGNORECASE
)
# "how often do they meet" asks for a rule; "how often did they meet" for a number.
REPEATED: Final = re.compile(r"\bhow\s+(?:often|frequently)\s+(?:do|does|is|are)\b", re.IGNORECASE)
ONE: Final = frozenset({"latest", "first", "most"})
OF_IT: Final = re.compile(r"\W*(?:and\s+)?(when|where|who|whom|how)\b", re.IGNORECASE)  # no event
HOW_MANY: Final = re.compile(r"\bhow\s+many\b", re.IGNORECASE)
LONGEST: Final = 7  # words from "which" to the word that says which of what
# What places and times are called that are asked for.
HEADS: Final = {
    "citi": "town", "town": "town", "villag": "town", "capit": "town", "place": "town",
    "locat": "town", "countri": "country", "nation": "country", "year": "year", "date": "when",
}  # fmt: skip
SLOT_OF: Final = {"town": "where", "country": "where", "year": "when", "when": "when"}
# Of these one event has several.
WITHIN: Final = frozenset(
    "day talk report discuss round roundtabl panel session launch edit".split()
)
IN_ALL: Final = re.compile(r"\b(?:all|each|every|both)\b", re.IGNORECASE)
OF_MANY: Final = re.compile(
    r"\b(?:an?|any|all|each|every|both)\s+(?:of\s+)?(?:the\s+)?", re.IGNORECASE
)
# "the latest forum", "the first three forums"; no "last year".
SELECTING: Final = re.compile(
    r"\b(?:the\s+)?(?:(?:very\s+)?(?P<first>first|earliest)|most\s+recent|latest|newest|last"
    r"|largest|biggest|(?:most|best)\s+attended)\b(?!\s+(?:year|month|week|day|time)s?\b)\s*",
    re.IGNORECASE,
)
SITED: Final = frozenset("host hold happen conven stage".split())  # with which a place is asked for


@dataclass(frozen=True, slots=True)
class Over:
    """What is asked over several events.

    Attributes:
        kind: which, count, latest, first, next or most; "each" where a slot of each is asked for.
        slot: that slot; None where the events themselves are asked for.
        form: town, country or year, where of the slot's values only that is asked for.
        route: the slot as the router names it.
        shared: whether only what all of the events have is asked for: who attended all.
    """

    kind: str
    slot: str | None = None
    form: str = ""
    route: str = ""
    shared: bool = False


def several(library: Library, asked: Asked) -> Over | None:
    """Return what a question asks over several events; None where it is about one."""
    route, question = asked.route, asked.text
    if route.wants_yes_no or len(library.reports) < 2:
        return None
    head = head_of(library, question, asked.named)
    unnamed = asked.named.focus is None and not asked.named.words
    if route.name in {"next_when", "next_where"} and unnamed:
        return Over("next")
    kind = route.name.removeprefix("events_") if route.name.startswith("events_") else ""
    if kind and route.probability < SURE_SLOT:
        kind = ""
    if (kind == "count" and REPEATED.search(question)) or (kind in ONE and OF_IT.match(question)):
        kind = ""
    if HOW_MANY.search(question) and head:
        if head in {"event", "part"}:
            return None if head == "part" or _is_within(library, question) else Over("count")
        if kind == "count":
            return Over("count", SLOT_OF[head], head)
        head = ""  # of each event: "how many countries came"
    listed = head in {"town", "year"} and _is_plural_head(question)
    if (listed or kind in {"", "which"}) and (each := _each(library, question, route, head, kind)):
        return each
    return Over(kind) if kind else None


def _each(library: Library, question: str, route: Route, head: str, kind: str) -> Over | None:
    """Return that a slot of each event is asked for, if one is, and of several."""
    slot, form = route.slot if route.probability >= SURE_SLOT else None, ""
    if head in {"town", "year", "when"}:
        slot, form = SLOT_OF[head], head
    elif head == "country" and (route.slot == "where" or _is_sited(question)):
        slot, form = "where", head
    begins = OF_IT.match(question)
    if slot is None and begins:
        slot = {"when": "when", "where": "where"}.get(begins[1].lower())
    if slot is None or slot in {"name", "next_when", "next_where"}:
        return None
    many = head in {"town", "year"} and _is_plural_head(question)
    if kind == "which" or many or is_of_many(library, question):
        shared = slot == "participants" and IN_ALL.search(question) is not None
        return Over("each", slot, form if form != "when" else "", route.name, shared)
    return None


def _is_within(library: Library, question: str) -> bool:
    """Say whether events are asked for that another one has: "workshops did the forum have"."""
    spell = spelling(library)
    words = [(spell(token.text), token.text) for token in tokenise(question)]
    return any(w in NOUNS - WITHIN - ANY and not _is_plural(said) for w, said in words)


def _is_sited(question: str) -> bool:
    return any(content_term(token.text) in SITED for token in tokenise(question))


def _is_plural_head(question: str) -> bool:
    found = ASKS.search(question)
    words = question[found.end() :].split() if found else []
    return any(HEADS.get(content_term(word)) and _is_plural(word) for word in words[:2])


def head_of(library: Library, question: str, named: Named) -> str:
    """Return what "which", "what" or "how many" asks for.

    That is "event", "part" for what an event has several of, a key of `SLOT_OF`, or "" for
    anything else.
    """
    found = ASKS.search(question)
    if found is None:
        return ""
    spell = spelling(library)
    for token in tokenise(question[found.end() :])[:LONGEST]:
        word = spell(token.text)
        if word in HEADS:
            return HEADS[word]
        if word in NOUNS:
            return "part" if word in WITHIN else "event"
        if word not in named.words:
            return ""
    return ""


def is_of_many(library: Library, question: str) -> bool:
    """Say whether a question is of events in the plural, or of any of them."""
    spell = spelling(library)
    tokens = tokenise(question)
    marked = [match.end() for match in OF_MANY.finditer(question)]
    for token in tokens:
        word = spell(token.text)
        if word not in NOUNS or word in WITHIN:
            continue
        if _is_plural(token.text):
            return True
        between = (
            [t for t in tokens if start <= t.start < token.start]
            for start in marked
            if start <= token.start
        )
        if any(len(some) < LONGEST and all(spell(t.text) for t in some) for some in between):
            return True
    return False


def _is_plural(word: str) -> bool:
    return word.lower().endswith("s") and not word.lower().endswith("ss")


def selected(library: Library, network: Network, asked: Asked, today: str) -> Asked | None:
    """Return a question about the latest, first or largest event as one about that very event.

    None where the question isn't such a one, or asks for the event itself. What it asks for is
    what the router makes of it without "latest".
    """
    kind = asked.route.name.removeprefix("events_")
    found = SELECTING.search(asked.text)
    slot_asked = asked.route.slot is not None
    if asked.route.wants_yes_no or len(library.reports) < 2 or not found:
        return None
    if slot_asked or asked.route.probability < SURE_SLOT:  # "latest" may be of something else
        kind = "first" if found["first"] else "latest"
        if not _selects_event(library, asked, found.end()):
            return None
    if kind not in {"latest", "first", "most"}:
        return None
    the = "the " if found[0].lower().startswith("the") else ""
    plain = asked.text[: found.start()] + the + asked.text[found.end() :]
    route = asked.route if slot_asked else route_question(network, plain)
    if route.slot is None or route.slot == "name" or route.probability < LIKELY_SLOT:
        return None
    events = fitting_events(asked.text, library, network.asking, route.slot)
    one = chosen(library, events, kind, today)
    if one and kind == "first" and is_later(asked.text, library, network.asking, one[0]):
        return None
    return _about(library, asked, route, plain, one[0].report) if one else None


def _selects_event(library: Library, asked: Asked, start: int) -> bool:
    """Say whether "first" stands before an event, of which no report calls itself the first."""
    if any("1th" in library.table[number].keys for number in asked.named.equal):
        return False
    spell = spelling(library)
    for token in tokenise(asked.text[start:])[:LONGEST]:
        word = spell(token.text)
        if word in NOUNS and word not in WITHIN:
            return True
        if word not in asked.named.words:
            return False
    return False


def _about(library: Library, asked: Asked, route: Route, plain: str, report: int) -> Asked:
    named = Named((Fit(report, 1.0, 1.0),), asked.named.words, report, (report,))
    hits = library.search(Query.of(plain, "", report))
    return replace(asked, route=route, named=named, hits=tuple(hits), resolved=plain)
