"""What a question asks for: its kind, from wh-word, head noun and the shape of its words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from bot.language.names import POSTS
from bot.text.tokens import term

if TYPE_CHECKING:
    from bot.language.tagging import Tagged

Kind: TypeAlias = Literal[
    "who", "country", "body", "when", "where", "how_long", "how_often", "how_many", "how_much",
    "percent", "why", "how", "define", "post", "yes_no", "thing", "what",
]  # fmt: skip

_EARLY: tuple[tuple[Kind, str], ...] = (
    ("define", r"\bstands? for\b|\b(?:short|abbreviation|acronym) (?:for|of)\b|= *\??$"
               r"|\bwhat (?:does|do|did|is|are) (?:the )?(?:term |word |abbreviation |acronym )?.{1,60} mean(?:t|ing)?\b"
               r"|\bmeaning of\b|\bmeaning\s*\??$|\bdefin(?:e|ition)|\bfull (?:name|form) of\b"
               r"|\bwhat(?:'s| is) meant by\b"),
    ("how_long", r"\bhow long\b|\bhow many (?:days|weeks|months|hours|years)\b|\bduration\b"
                 r"|\bwhat length\b|\blength of\b|\bfor what period\b"),
    ("how_often", r"\bhow (?:often|frequently|regularly)\b|\bhow many times (?:a|per|each)\b"),
    ("percent", r"\b(?:what|which) (?:share|percentage|proportion|rate|interest rate|per ?cent)\b"
                r"|\bhow many per ?cent\b|\bhow high (?:is|was) the rate\b|\bwhat interest\b"),
    ("how_many", r"\bhow many\b|\bhowmany\b|\b(?:number|no\.?|total|count|head ?count) of (?!the (?:panel|meeting))"
                 r"|\bhow (?:large|big) (?:was|is|were)\b|\bhow well attended\b"),
    ("how_long", r"\bhow much time\b"),
    ("how_many", r"\bhow old\b|\bwhat age\b"),
    ("how_much", r"\bhow much\b|\bwhat did .{1,60} cost\b|\bwhat (?:was|is|were) the (?:costs?|price|budget|amount|sum|fee)\b"
                 r"|\b(?:what|which) (?:amount|sum|budget|price|fee)\b|^(?!.*\b(?:what|who|why|which)\b).*\bcosts?\s*\?*$|\bwhat (?:does|do) .{1,60} cost\b|\bbudget\s*\?*$"),
    ("post", r"\bwhat(?:'s| is| was| are) (?:his|her|their|the) (?:post|job|position|title|role|function|rank|occupation|profession)\b"
             r"|\bwhat(?:'s| is| was) .{1,60}(?:'s?|’s?) (?:post|job|position|title|role|function|rank|occupation|profession)\b"
             r"|\b(?:which|what) (?:post|job|position|title|office|rank|function) (?:does|did|do|is|was|has|had)\b"
             r"|\b(?:post|job|position|title|function|occupation|profession) (?:of|held by)\b"
             r"|\bin (?:what|which) (?:capacity|function|role)\b|\bwhat does .{1,40} do(?: for a living)?\s*\??$"
             r"|\bwhat (?:is|was) (?:he|she) \??$|^who (?:is|was) (?:he|she)\b|\b(?:his|her) (?:post|job|position|title|role)\s*\??$"),
    ("why", r"\bwhy\b|\bhow come\b|\bwhat (?:was|is|were) the (?:reasons?|causes?)\b|\bfor what reasons?\b|\bwhat for\b"
            r"|\bwhat (?:was|is|are|were) (?:the |its |their )?(?:\w+ )?(?:aims?|purpose|objectives?|goals?|point)\b"
            r"|\bpurpose of\b|\baims? of\b|\bwhat .{1,40} good for\b|\breason for\b"),
    ("where", r"\bwhere\b|\b(?:which|what) (?:city|town|village|place|venue|location|island|capital|port|part of)\b"
              r"|\b(?:which|what) (?:hotel|resort|building|hall|room|lodge|library|campus|centre|center)\b"
              r"|\bvenue\b|\blocation\s*\?*$|\bhotel\s*\?*$|\bin (?:which|what) \w+ (?:state|province|region)\b"),
    ("when", r"\bwhen\b|\b(?:which|what|wich) (?:exact |start |end )?(?:date|dates|day|days|month|year|time|week|period)\b"
             r"|\bdates?\b(?!.{0,20}\bof birth)|\bfrom when\b|\bon what day\b|\bsince when\b|\bwhich days?\b|\bdeadline\b"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _EARLY)
# Kinds that hold only where one of these is the first wh-word ("who spoke when it ended?").
_LED = {
    "when": ("when", "what", "which", "wich", "whats"),
    "where": ("where", "what", "which", "wich", "whats"),
    "why": ("why", "what", "which", "how", "for"),
}
_YES_NO = re.compile(
    r"^(?:and |so |but |ok |then )*(?:did|do|does|was|were|is|are|am|has|have|had|can|could|will|would|"
    r"should|must|may|might|didn't|wasn't|isn't|aren't|weren't|hasn't)\b",
    re.IGNORECASE,
)
_WHERE = re.compile(r"^were (?:was|is|did|were|will)\b", re.IGNORECASE)  # a common slip
_WHAT_IS = re.compile(
    r"^(?:and )?what(?:'s|’s| is| are) (?:an? |the )?(?P<it>[\w&/’'.-]+(?: [\w&/’'.-]+){0,4})\s*\??$|^(?P<that>[\w&/-]+)(?: what is (?:it|that))?\s*\?+$|^(?P<this>[\w&/-]+) what is (?:it|that)\b",
    re.IGNORECASE,
)
_WH = re.compile(r"\b(?:who|whom|whose|which|wich|what|whats|where|when|why|how)\b", re.IGNORECASE)
_WHO = re.compile(r"\bwho(?:m|se|'s|s)?\b|\bwhos\b", re.IGNORECASE)
_WHO_IS = re.compile(
    r"^(?:and |so )?who(?:'s| is| was| are) (?!the |in |on |at |a |an |his |her |their )",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"\b(?:which|what|wich|how many|howmany|number of)\b(?: (?:of the|are the|were the|is the|was the|kinds? of|types? of|sorts? of|other))*",
    re.IGNORECASE,
)

COUNTRY_HEADS = frozenset(
    term(w) for w in "country countries nation state government economy".split()
)
BODY_HEADS = frozenset(
    term(w)
    for w in """organisation body agency institution association society ngo company firm group
    federation network authority department ministry council commission union foundation institute
    secretariat unit service donor funder sponsor partner organiser host university bank police navy
    army embassy centre office charity alliance consortium committee organisations supporters
    backer""".split()
)
PERSON_HEADS = frozenset(
    {term(p) for p in POSTS if "-" not in p}
    | {term(w) for w in "person people man woman artist expert panellist chair panelists guest king "
       "participant delegate student professor scholar speaker moderator politician official".split()}
) - {term("member"), term("partner")}  # fmt: skip


class Asked(NamedTuple):
    """The kind of the question and the token range of the noun group it asks for, if any."""

    kind: Kind
    head: tuple[int, int] | None


def kind_of(question: Tagged) -> Asked:
    """Return what the question asks for."""
    text = question.text
    if _YES_NO.match(text) and not _WH.search(text[:40]) and not _WHERE.match(text):
        return Asked("yes_no", None)
    if _WHERE.match(text):
        return Asked("where", None)
    if _asks_meaning(question):
        return Asked("define", None)
    head = _head(question)
    typed = _typed(question, head)
    if typed == "country" or (typed == "body" and not _WHO.search(text)):
        return Asked(typed, head)
    lead = _WH.search(text)
    leads = lead[0].lower() if lead else ""
    for kind, pattern in _PATTERNS:
        if kind in _LED and leads not in ("", *_LED[kind]):
            continue
        if pattern.search(text):
            return Asked(kind, head)
    if _WHO.search(text):
        name = _WHO_IS.match(text)
        return Asked("post" if name and _only_a_name(question) else "who", head)
    if typed is not None:
        return Asked(typed, head)
    if head is not None:
        return Asked("thing", head)
    if re.search(r"\bhow\b", text, re.IGNORECASE):
        return Asked("how", None)
    return _bare(question)


def _asks_meaning(question: Tagged) -> bool:
    """Say whether only a term is named after "what is", with no verb and no "of the meeting"."""
    match = _WHAT_IS.match(question.text)
    if match is None:
        return False
    term_ = match["it"] or match["that"] or match["this"]
    at = question.text.find(term_)
    letters = [
        letter
        for token, letter in zip(question.tokens, question.letters, strict=True)
        if at <= token.start < at + len(term_)
    ]
    nouns = {term(w) for w in term_.split()}
    return all(letter in "NMAGEV-SR" for letter in letters) and not nouns & RELATIONAL


RELATIONAL = frozenset(
    term(w)
    for w in "theme topic motto name title aim purpose goal result outcome plan cost price budget date "
    "venue next agenda subject position post job role interest rate reason".split()
)


def _head(question: Tagged) -> tuple[int, int] | None:
    """Return the nouns after "which" or "what"."""
    match = _HEAD.search(question.text)
    if match is None:
        return None
    first = next((i for i, t in enumerate(question.tokens) if t.start >= match.end()), None)
    if first is None:
        return None
    last = first
    while last < len(question.letters) and question.letters[last] in "ANMC-S":
        last += 1
    while last > first and question.letters[last - 1] not in "NM":
        last -= 1
    return (first, last) if last > first else None


def _typed(question: Tagged, head: tuple[int, int] | None) -> Kind | None:
    if head is None:
        return None
    noun = question.terms[head[1] - 1]
    if noun in COUNTRY_HEADS:
        return "country"
    if noun in BODY_HEADS:
        return "body"
    return "who" if noun in PERSON_HEADS else None


def _only_a_name(question: Tagged) -> bool:
    """Say whether only a name follows "who is": no verb, no preposition, at most four words."""
    rest = question.letters[2:].rstrip("X")
    return 0 < len(rest) <= 5 and not any(letter in rest for letter in "BIWTO")


def _bare(question: Tagged) -> Asked:
    """A question without a wh-word, as typed in a hurry: its last noun says what is asked."""
    if _WH.search(question.text):
        return Asked("what", None)
    for i in range(len(question.terms) - 1, -1, -1):
        if question.terms[i] in COUNTRY_HEADS and question.text.lower().find("countr") >= 0:
            return Asked("country", (i, i + 1))
    for i, word in enumerate(question.terms):
        if word in PERSON_HEADS & {term("organiser"), term("moderator"), term("speaker")}:
            return Asked("who", (i, i + 1))
    return Asked("what", None)
