"""What keeps an answer from being sure, however likely it seems to the gate.

The gate weighs what the network says. These are facts of question and passage that it doesn't see:
a name that the report has nowhere, and words that answer another question or half of this one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.answering.events_named import lacking_names, spelling
from bot.answering.sheets import SECOND, is_second
from bot.text.countries import countries_asked, countries_in
from bot.text.tokens import tokenise
from bot.text.words import is_common

if TYPE_CHECKING:
    from bot.answering.proposals import Asked, Proposal
    from bot.retrieval import Library

FROM: Final = re.compile(r"\bfrom\s+(.+)", re.IGNORECASE)
# "who chaired and who opened it", "when + where"
TWICE: Final = re.compile(
    r"\b(?:wh(?:o|om|en|ere|at|ich)|how)\b.*(?:\band\s|[+&/])\s*(?:wh(?:o|om|en|ere|at|ich)|how)\b",
    re.IGNORECASE,
)
# What comes right before the first item of a list that begins too late: "from the WCO and from".
JOINED: Final = re.compile(r"\w\W{0,3}\b(?:and|&)\s+(?:(?:from|by)\s+)?(?:the\s+)?$", re.IGNORECASE)


def is_of_another(library: Library, asked: Asked, best: Proposal) -> bool:
    """Say whether the question has a name that the answer's report has nowhere."""
    return bool(lacking_names(library, asked.text, best.report))


def says_nothing(library: Library, asked: Asked) -> bool:
    """Say whether no word of a follow-up is a common one, or a report's: "asdf qwer"."""
    if not asked.before or asked.route.slot is not None:
        return False
    spell = spelling(library)
    typed = (token.text for token in tokenise(asked.text) if token.text[0].isalnum())
    words = ((word, spell(word)) for word in typed)
    return not any(is_common(word) or not said or library.spread_of(said) for word, said in words)


def misses(asked: Asked, best: Proposal) -> bool:
    """Say whether an answer is to another question, or to half of this one."""
    of_all = asked.route.slot == "count" and _is_of_all(asked, best)
    stands_in = asked.route.slot == "chair" and not SECOND.search(asked.text)
    second = stands_in and all(is_second(quote.passage.text) for quote in best.quotes)
    return of_all or second or TWICE.search(asked.text) is not None or _is_cut(asked, best)


def _is_of_all(asked: Asked, best: Proposal) -> bool:
    """Say whether a number is asked for of those from a country that the passage doesn't name."""
    origin = FROM.search(asked.text)
    wanted = countries_asked(origin[1]).keys() if origin else frozenset[str]()
    shown = {c.code for quote in best.quotes for c in countries_in(quote.passage.text)}
    return not shown.issuperset(wanted)


def _is_cut(asked: Asked, best: Proposal) -> bool:
    """Say whether a sheet's list begins right after an "and", so that its beginning is lacking."""
    from_sheet = best.kind in {"sheet", "both"} and asked.route.slot is not None
    starts = ((q.passage.text, min(span.start for span in q.highlights)) for q in best.quotes)
    return from_sheet and any(JOINED.search(text, 0, start) for text, start in starts)
