"""Sentence boundaries with exact offsets, by nltk's Punkt with parameters of our own.

The parameters are fixed: training Punkt on the corpus would make one report's sentences depend on
the other reports, and measured no gain. Nothing is loaded from nltk's data.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

Offsets = tuple[int, int]

# Before a name: never the end of a sentence, whatever follows.
TITLES: Final = frozenset(
    "mr mrs ms mx messrs mme mlle dr drs prof profs assoc asst dep amb h.e h.e.m hon rt rev revd fr msgr gen "
    "maj lt col brig cmdr cdr capt cpt sgt cpl insp supt det pres sen rep gov min st ste mt ft "
    "no nos nr art arts sec sect para paras fig figs vol vols ch chap app p pp ed eds al cf e.g i.e viz "
    "approx ca circa incl excl resp esp tel ext ref op vs v".split()
)
# May end a sentence; a capital after them is mostly a name, a sentence starter is not.
OTHERS: Final = frozenset(
    "etc a.m p.m u.s u.s.a u.n u.k e.u a.u d.c ph.d b.a m.a b.sc m.sc ll.m m.d inc ltd co corp "
    "llc plc bros dept govt univ inst assn intl natl est jr sr esq jan feb mar apr jun jul aug "
    "sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun ave blvd rd hr hrs mins secs "
    "kg km cm mm ha sq cu lb lbs oz mil bn tn b.c a.d n.b p.s r.i.p s.a".split()
)
STARTERS: Final = frozenset(
    "the this these those that there then they their it its he she his her we our in on at by for "
    "from with as after before during when while since although but and however meanwhile "
    "moreover also both all some many most several each participants delegates members".split()
)
MONTHS: Final = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
)

OPENING: Final = r"[\"'“‘«„(\[*_]"
CLOSING: Final = r"[\"'”’»)\]*_]"
WINDOW: Final = 4000  # code points handed to Punkt at once: its own cost stays linear

# Nothing can end inside a text without one of these; Punkt needn't look at it.
INNER_END: Final = re.compile(r"[.?!][^\w\s]{0,4}\s")
# Full stops of other scripts take no space after them; so does "agreed.The" in careless typing.
EXTRA_END: Final = re.compile(
    rf"[。！？؟۔।]{CLOSING[:-1]}」』]{{0,3}}\s{{0,9}}"
    r"|(?<=[^\W\d_][^\W\d_][^\W\d_])[.?!](?=(?:The|This|These|It|In|He|She|They|We|On|At)\s)"
    r"|(?<=\s[A-Z])\.\s{1,9}(?=(?:The|This|These|It|In|He|She|They|We|On|At)\s)"
)
LAST_WORD: Final = re.compile(r"[\w.&'’-]{1,40}\Z")
DAY_OR_ITEM: Final = re.compile(
    r"(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|[^\w]{1,9})\Z", re.IGNORECASE
)
FIRST_WORD: Final = re.compile(rf"{OPENING}{{0,3}}(\w[\w’'-]{{0,40}})")
STRAY_CLOSE: Final = re.compile(r"(?:[”’»)\]]|\[\d{1,3}\]){1,6}(?=\s|[A-Z“‘]|\Z)")
MONTH: Final = re.compile(rf"(?:{MONTHS})\b", re.IGNORECASE)


@cache
def _punkt() -> PunktSentenceTokenizer:
    parameters = PunktParameters()
    parameters.abbrev_types = set(TITLES | OTHERS)
    parameters.sent_starters = set(STARTERS)
    return PunktSentenceTokenizer(parameters)


def split(text: str) -> list[Offsets]:
    """The sentences of a paragraph as half-open offsets in code points, in order, not overlapping.

    White space around a sentence belongs to none. Takes time linear in the length of the text.
    """
    spans: list[Offsets] = []
    for start, end in _extra(text, _joined(text, _windows(text))):
        trimmed = _trim(text, start, end)
        if trimmed[0] < trimmed[1]:
            spans.append(trimmed)
    return spans


def _windows(text: str) -> list[Offsets]:
    spans: list[Offsets] = []
    start = 0
    while start < len(text):
        piece = text[start : start + WINDOW]
        found = _sentences(piece)
        last = start + WINDOW >= len(text)
        if not last and len(found) > 1:
            found.pop()  # it may go on after the window
        spans += [(start + a, start + b) for a, b in found]
        start = spans[-1][1] if found and not last else start + len(piece)
    return spans


def _sentences(piece: str) -> list[Offsets]:
    if not INNER_END.search(piece):
        return [(0, len(piece))]
    return list(_punkt().span_tokenize(piece)) or [(0, len(piece))]


def _joined(text: str, spans: list[Offsets]) -> list[Offsets]:
    joined: list[Offsets] = []
    for start, end in spans:
        if joined and _belong_together(text, joined[-1], (start, end)):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _belong_together(text: str, left: Offsets, right: Offsets) -> bool:
    if left[1] == right[0] and text[right[0]].isalnum():
        return True
    head = text[max(left[0], left[1] - 50) : left[1]]
    if left[1] - left[0] < 10 and DAY_OR_ITEM.fullmatch(head):
        return True
    word = LAST_WORD.search(head)
    first = FIRST_WORD.match(text, right[0])
    if first is None:
        return not any(map(str.isalnum, text[right[0] : right[0] + 3]))
    if word is None:
        return first.group(1)[0].islower()
    last = word.group().rstrip(".")
    if last.lower() in TITLES and head.endswith("."):
        return True
    if last.isdecimal() and len(last) < 3:
        return MONTH.match(first.group(1)) is not None
    return first.group(1)[0].islower() and len(last) < 6


def _extra(text: str, spans: list[Offsets]) -> list[Offsets]:
    out: list[Offsets] = []
    for start, end in spans:
        at = start
        for match in EXTRA_END.finditer(text, start, end):
            out.append((at, match.end()))
            at = match.end()
        out.append((at, end))
    return out


def _trim(text: str, start: int, end: int) -> Offsets:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
