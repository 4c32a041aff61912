"""The turns of phrase by which questions of each kind are known, tried in this order."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal[
    "who", "country", "body", "when", "where", "how_long", "how_often", "how_many", "how_much",
    "percent", "why", "how", "define", "post", "yes_no", "topic", "thing", "what",
]  # fmt: skip


class Pattern(NamedTuple):
    """A kind and the phrases that tell it.

    Where `led` names any, one of them has to be the question's first wh-word, if it has one: "who
    spoke when it ended?" asks who.
    """

    kind: Kind
    phrases: re.Pattern[str]
    led: tuple[str, ...] = ()


def _pattern(kind: Kind, *phrases: str, led: tuple[str, ...] = ()) -> Pattern:
    return Pattern(kind, re.compile("|".join(phrases), re.IGNORECASE), led)


_POST = r"(?:post|job|position|title|role|function|rank|occupation|profession)"
_BE = r"(?:was|is|were)"
_WHICH = r"\b(?:which|what)"

_THEME = r"(?:topics?|themes?|subjects?|focus|mottos?|agenda)"
_ABOUT = (
    r"\b(?:what|which)\b(?!.{1,60}\b(?:sa(?:y|id)|think|thought|warn\w*|agree\w*|decid\w*|based)\b)"
)

PATTERNS = (
    _pattern(
        "define",
        r"\bstands? for\b",
        r"\b(?:short|abbreviation|acronym) (?:for|of)\b",
        r"= ?\??$",
        r"\bwhat (?:does|do|did|is|are) (?:the )?(?:term |word |abbreviation |acronym )?.{1,60}"
        r" mean(?:t|ing)?\b",
        r"\bmeaning of\b",
        r"\bmeaning\s?\??$",
        r"\bdefin(?:e|ition)",
        r"\bfull (?:name|form) of\b",
        r"\bwhat(?:'s| is) meant by\b",
    ),
    _pattern(
        "how_long",
        r"\bhow long\b",
        r"\bhow many (?:days|weeks|months|hours|years)\b",
        r"\bduration\b",
        r"\bwhat length\b",
        r"\blength of\b",
        r"\bfor what period\b",
    ),
    _pattern(
        "how_often",
        r"\bhow (?:often|frequently|regularly)\b",
        r"\bhow many times (?:a|per|each)\b",
    ),
    _pattern(
        "percent",
        rf"{_WHICH} (?:share|percentage|proportion|rate|interest rate|per ?cent)\b",
        r"\bhow many per ?cent\b",
        r"\bhow high (?:is|was) the rate\b",
        r"\bwhat interest\b",
        r"^(?!.*\b(?:what|who|why|which|how|where|when)\b)(?:the )?(?:share|percentage|proportion)"
        r" of\b",
    ),
    _pattern(
        "how_much",
        r"\bhow (?:high|large|big) (?:is|was|were|are) .{0,60}\b(?:grants?|budgets?|fees?|wages?|"
        r"prices?|costs?|funds?|loans?|tax|taxes|salary|salaries|contributions?|fines?|incomes?|"
        r"prizes?)\b",
    ),
    _pattern(
        "how_many",
        r"\bhow many\b",
        r"\bhowmany\b",
        r"\b(?:number|no\.?|total|count|head ?count) of (?!the (?:panel|meeting))",
        rf"\bhow (?:large|big) {_BE}\b",
        r"\bhow well attended\b",
    ),
    _pattern("how_long", r"\bhow much time\b"),
    _pattern("how_many", r"\bhow old\b", r"\bwhat age\b"),
    _pattern(
        "how_much",
        r"\bhow much\b(?! time)",
        r"\bwhat (?:did|does|do) .{1,60} cost\b",
        rf"\bwhat {_BE} the (?:costs?|price|budget|amount|sum|fee)\b",
        rf"{_WHICH} (?:amount|sum|budget|price|fee)\b",
        r"^(?!.*\b(?:what|who|why|which)\b).*\bcosts?\s?\?*$",
        r"\bbudget\s?\?*$",
    ),
    _pattern(
        "post",
        rf"\bwhat(?:'s| is| was| are) (?:his|her|their|the) {_POST}\b",
        rf"\bwhat(?:'s| is| was) .{{1,60}}(?:'s?|’s?) {_POST}\b",
        rf"{_WHICH} (?:post|job|position|title|office|rank|function)"
        r" (?:does|did|do|is|was|has|had)\b",
        r"\b(?:post|job|position|title|function|occupation|profession) (?:of|held by)\b",
        r"\bin (?:what|which) (?:capacity|function|role)\b",
        r"\bwhat does .{1,40} do(?: for a living)?\s?\??$",
        r"\bwhat (?:is|was) (?:he|she) \??$",
        r"^who (?:is|was) (?:he|she)\b",
        r"\b(?:his|her) (?:post|job|position|title|role)\s?\??$",
    ),
    _pattern(
        "why",
        r"\bwhy\b",
        r"\bhow come\b",
        rf"\bwhat {_BE} the (?:reasons?|causes?)\b",
        r"\bfor what reasons?\b",
        r"\bwhat for\b",
        r"\bwhat (?:was|is|are|were) (?:the |its |their )?(?:\w{1,30} )?"
        r"(?:aims?|purpose|objectives?|goals?|point)\b",
        r"\bpurpose of\b",
        r"\baims? of\b",
        r"\bwhat .{1,40} good for\b",
        r"\breason for\b",
        led=("why", "what", "which", "how", "for"),
    ),
    _pattern(
        "where",
        r"\bwhere\b",
        rf"{_WHICH} (?:city|town|village|place|venue|location|island|capital|port|part of)\b",
        rf"{_WHICH} (?:hotel|resort|building|hall|room|lodge|library|campus|centre|center)\b",
        r"\bvenue\b",
        r"\blocation\s?\?*$",
        r"\bhotel\s?\?*$",
        r"\bin (?:which|what) \w{1,30} (?:state|province|region)\b",
        led=("where", "what", "which", "wich", "whats"),
    ),
    _pattern(
        "when",
        r"\bwhen\b",
        r"\b(?:which|what|wich) (?:exact |start |end )?"
        r"(?:date|dates|day|days|month|year|time|week|period)\b",
        r"\bdates?\b(?!.{0,20}\bof birth)",
        r"\bfrom when\b",
        r"\bon what day\b",
        r"\bsince when\b",
        r"\bwhich days?\b",
        r"\bdeadline\b",
        led=("when", "what", "which", "wich", "whats"),
    ),
    _pattern(
        "topic",
        rf"{_ABOUT}.{{1,120}}\babout(?:,.{{0,60}}| (?:there|then|in|on|at)\b.{{0,60}})?[\s?!.]*$",
        rf"{_ABOUT}(?!.*\breports cover\b).{{0,80}}\b(?:discuss\w*|debat\w+|come up|came up|"
        r"address|cover(?:ed)?(?!.{0,20}\bcosts?\b)|deal(?:t|s)? with|concerned with|on the agenda|"
        r"look(?:ed)? (?:at|into)|(?:talk(?:ed)?|focus(?:ed)?|report|lecture) (?:about|of|on)|"
        r"sp(?:ea|o)ke? (?:about|on)|turn(?:ed)? to)\b",
        rf"{_ABOUT}.{{1,80}}\b(?:on|concern)[\s?!.]*$",
        rf"{_ABOUT} (?:\w+ ){{0,2}}(?:{_THEME}|issues?|questions?)\b",
        rf"\bwhat(?:['’]s| is| was| were| are) (?:\S+ ){{0,5}}{_THEME}\b",
        rf"^(?:and |the ){{0,2}}(?:\w+ ){{0,2}}{_THEME}\b(?! say)",
        rf"^(?!.*\b(?:say|said)\b).*\b{_THEME}[\s?!.]*$",
        led=("what", "which", "wich", "whats"),
    ),
)
YES_NO = re.compile(
    r"^(?:and |so |but |ok |then ){0,9}(?:did|do|does|was|were|is|are|am|has|have|had|can|could|"
    r"will|would|should|must|may|might|didn't|wasn't|isn't|aren't|weren't|hasn't)\b",
    re.IGNORECASE,
)
WERE_FOR_WHERE = re.compile(r"^were (?:was|is|did|were|will)\b", re.IGNORECASE)  # a common slip
_TERM = r"[\w&/’'.-]{1,80}"
MEANING = re.compile(
    rf"^(?:and )?what(?:'s|’s| is| are) (?:an? |the )?(?P<it>{_TERM}(?: {_TERM}){{0,4}})\s?\??$"
    r"|^(?P<that>[\w&/-]{1,80})(?: what is (?:it|that))?\s?\?+$"
    r"|^(?P<this>[\w&/-]{1,80}) what is (?:it|that)\b",
    re.IGNORECASE,
)
WH = re.compile(r"\b(?:who|whom|whose|which|wich|what|whats|where|when|why|how)\b", re.IGNORECASE)
WHO = re.compile(r"\bwho(?:m|se|'s|s)?\b", re.IGNORECASE)
WHO_IS = re.compile(
    r"^(?:and |so )?who(?:'s| is| was| are) (?!(?:the|in|on|at|a|an|his|her|their) )",
    re.IGNORECASE,
)
HOW_MANY = re.compile(r"\b(?:how many|howmany|number of)\b", re.IGNORECASE)
HOW = re.compile(r"\bhow\b", re.IGNORECASE)
BEFORE_HEAD = re.compile(
    r"\b(?:which|what|wich|how many|howmany|number of)\b(?: (?:of the|are the|were the|is the|was "
    r"the|kinds? of|types? of|sorts? of|other)){0,4}",
    re.IGNORECASE,
)
