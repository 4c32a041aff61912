"""What keeps an answer from being sure, however likely it seems to the gate.

The gate weighs what the network says. These are facts of question and passage that it doesn't see:
a name that the report has nowhere, a number of everybody where one country's is asked for, one half
of two questions, a list whose beginning is lacking.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.answering.events_named import lacking_names
from bot.text.countries import countries_asked, countries_in

if TYPE_CHECKING:
    from bot.answering.proposals import Asked, Proposal
    from bot.retrieval import Library

FROM: Final = re.compile(r"\bfrom\s+(.+)", re.IGNORECASE)
# "who chaired and who opened it"
TWICE: Final = re.compile(
    r"\b(?:wh(?:o|om|en|ere|at|ich)|how)\b.+\band\s+(?:wh(?:o|om|en|ere|at|ich)|how)\b",
    re.IGNORECASE,
)
# What comes right before the first item of a list that begins too late: "from the WCO and from".
JOINED: Final = re.compile(r"\w\W{0,3}\b(?:and|&)\s+(?:(?:from|by)\s+)?(?:the\s+)?$", re.IGNORECASE)


def lacks_something(library: Library, asked: Asked, best: Proposal) -> bool:
    """Say whether the report lacks a name of the question, or the passage whom a number is of."""
    origin = FROM.search(asked.text) if asked.route.slot == "count" else None
    wanted = countries_asked(origin[1]).keys() if origin else frozenset[str]()
    shown = {c.code for quote in best.quotes for c in countries_in(quote.passage.text)}
    return not shown.issuperset(wanted) or bool(lacking_names(library, asked.text, best.report))


def is_half(asked: Asked, best: Proposal) -> bool:
    """Say whether an answer is a part of what is asked for: of two questions, or of a list."""
    if TWICE.search(asked.text):
        return True
    from_sheet = best.kind in {"sheet", "both"}
    starts = ((q.passage.text, min(span.start for span in q.highlights)) for q in best.quotes)
    return from_sheet and any(JOINED.search(text, 0, start) for text, start in starts)
