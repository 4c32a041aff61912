"""A question -> the clause in "the reports don't say ...": "who closed the session"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.question import Question

LONGEST = 120
WH = re.compile(
    r"^(?:and |so |but )?(?P<pre>(?:in|at|on|for|by|from|to|with|of|since|until) )?"
    r"(?P<wh>who|whom|whose|when|where|why|how(?: \w+)?|which|what)\b",
    re.IGNORECASE,
)
LEAD = re.compile(r"^(?:and|so|but)\s+", re.IGNORECASE)
DO = re.compile(r"\b(?:did|does|do)\b", re.IGNORECASE)


def asked_clause(question: Question) -> str | None:
    """Return the question as an indirect one where that needs no change of the verb, else None.

    "Who closed it" stands as it is; "when did it end" would need "when it ended".
    """
    text = " ".join(question.tagged.text.split()).rstrip("?!. ")
    match = WH.match(text)
    if match is None or len(text) > LONGEST:
        return None
    rest = text[match.end() :]
    if DO.search(rest[:60]) or match["pre"]:
        return None
    after = question.tagged.letters[len(question.tagged.text[: match.end()].split()) :]
    inverted = after[:1] == "B" and match["wh"].lower() not in {"who", "what", "which"}
    if inverted or after[:1] == "O":
        return None
    text = LEAD.sub("", text)
    return text[:1].lower() + text[1:]
