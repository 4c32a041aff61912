"""Sentence boundaries with exact offsets: nltk's Punkt with parameters of our own.

The parameters are fixed: training Punkt on the corpus would make one report's sentences depend on
the other reports, and measured no gain. Nothing of nltk's data is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

Offsets: TypeAlias = tuple[int, int]


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


# Stand before a name; written with a capital, they never end a sentence.
TITLES: Final = _words(
    "Mr Mrs Ms Mx Messrs Mme Mlle Dr Drs Prof Profs Assoc Asst Amb H.E H.E.M Hon Rt Rev Revd",
    "Fr Msgr Gen Maj Lt Col Brig Cmdr Cdr Capt Cpt Sgt Cpl Insp Supt Det Pres Sen Rep Gov",
    "St Ste Mt Ft Dep Dir Eng Adv Amb Sec Min",
)
# Stand before a number; before a word they may be words themselves ("no", "art").
COUNTED: Final = _words(
    "no nos nr art arts sec sect para paras fig figs vol vols ch chap p pp ed tel ext ref res",
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun",
    "ca circa c approx max min app annex",
)
# Always run on.
RUN_ON: Final = _words("e.g i.e cf viz vs approx ca incl excl esp resp")
# End a sentence only where the next word is one that sentences start with.
NAMED: Final = _words(
    "u.s u.s.a u.n u.k u.a.e e.u a.u d.c d.r.c p.r.c ph.d d.phil b.a m.a b.sc m.sc ll.m ll.b m.d",
    "l.p s.a n.v b.v inc ltd co corp llc plc bros dept govt univ inst assn intl natl est jr sr",
    "esq al",
)
ABBREVIATIONS: Final = NAMED | RUN_ON
STARTERS: Final = _words(
    "the this these those that there then they their it its he his she her we our you in on at by",
    "for from with as after before during when while since although but and however meanwhile",
    "moreover also both all some many most several each participants delegates members no not",
)
# After these the next word's capital is no sign: "5 p.m. GMT", "6 a.m. Monday".
HOURS: Final = _words("a.m p.m")

WINDOW: Final = 4000  # code points shown to Punkt at once, so that its cost stays linear
CLOSING: Final = r"\"'”’»›)\]}*_"
POSSIBLE_END: Final = re.compile(  # the groups are those that Punkt asks for
    r"[.?!](?=(?P<after_tok>[)\";}\]*:@'({\[‘’“”«»?!]|\s+(?P<next_tok>\S+)))"
)
CLOSING_MARKS: Final = re.compile(r"[\"')\]}‘’“”«»]{1,9}(?:\s+|(?=--)|\Z)")
# Stops of other scripts need no space after them, and careless typing has none: "agreed.The".
OTHER_END: Final = re.compile(
    rf"[。！？؟۔।]{{1,9}}[{CLOSING}」』]{{0,3}}"
    r"|[.?!](?<=[^\W\d_][^\W\d_][^\W\d_].)(?=(?:The|This|These|They|There|It|In|He|She|We)\s)"
    r"|\.(?<=\s[A-Z]\.)(?=\s{1,9}(?:The|This|These|They|There)\s)"
)
STRAY_CLOSING: Final = re.compile(r"(?:[”’»›)\]]|\[\d{1,3}\]){1,6}(?=\s|[A-Z“‘]|\Z)")
ENUMERATOR: Final = re.compile(r"\W{0,2}(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]", re.IGNORECASE)
LAST_WORD: Final = re.compile(rf"([\w.&'’-]{{1,40}}?)([.?!]+)([{CLOSING}]{{0,4}})\Z")
NEXT_WORD: Final = re.compile(r"[\"'“‘«‹„(\[*_]{0,3}(\w[\w.’'-]{0,40})")
MONTH: Final = re.compile(
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?\b",
    re.IGNORECASE,
)
ZONE_OR_DAY: Final = re.compile(r"[A-Z]{2,5}\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
PLAIN: Final = re.compile(r"(?:\S{0,80}[\"'“‘(-])?([^\W\d_]{2,40})[.?!]\s+[^\W\d_]{2,40},?")


@cache
def _punkt() -> PunktSentenceTokenizer:
    """Return Punkt with our parameters. nltk takes half a second, and only reading needs it."""
    from nltk.tokenize import punkt  # noqa: PLC0415

    class English(punkt.PunktLanguageVars):  # type: ignore[misc]
        """Punkt's patterns without the clock that nltk puts on each: a machine may sleep."""

        re_boundary_realignment = CLOSING_MARKS

        def period_context_re(self) -> re.Pattern[str]:
            return POSSIBLE_END

    class Punkt(punkt.PunktSentenceTokenizer):  # type: ignore[misc]
        """Punkt that doesn't take the plain cases to pieces; its decision there is the same."""

        def text_contains_sentbreak(self, text: str) -> bool:
            ended = PLAIN.fullmatch(text)
            if ended and ended.group(1).lower() not in ABBREVIATIONS:
                return True
            return decided(text)

    @lru_cache(maxsize=4096)
    def decided(text: str) -> bool:
        return bool(punkt.PunktSentenceTokenizer.text_contains_sentbreak(tokenizer, text))

    parameters = punkt.PunktParameters()
    parameters.abbrev_types = set(ABBREVIATIONS)
    parameters.sent_starters = set(STARTERS)
    tokenizer = Punkt(parameters, lang_vars=English())
    return tokenizer


def split(text: str) -> list[Offsets]:
    """Return the sentences of a paragraph: half-open, in code points, in order, not overlapping.

    White space around a sentence belongs to none, every other character to one. Takes time linear
    in the length of the text.
    """
    sentences: list[Offsets] = []
    for span in _ended_otherwise(text, _joined(text, _by_punkt(text))):
        start, end = _trimmed(text, *span)
        if start < end:
            sentences.append((start, end))
    return sentences


def _by_punkt(text: str) -> Iterator[Offsets]:
    """Yield Punkt's spans, found window by window; the last sentence of a window is seen again."""
    begin = at = 0  # of the open sentence, of the window
    while at < len(text):
        window = text[at : at + WINDOW]
        spans = list(_punkt().span_tokenize(window)) if POSSIBLE_END.search(window) else []
        final = at + WINDOW >= len(text)
        for _, stop in spans if final else spans[:-1]:
            yield begin, at + stop
            begin = at + stop
        if final:
            yield begin, len(text)
            return
        at = at + spans[-1][0] if len(spans) > 1 else at + _last_words(window)


def _last_words(window: str) -> int:
    """Return the offset of a window's last but one word, so that the next one sees it whole."""
    words = window.rsplit(None, 2)
    return len(words[0]) if len(words) == 3 and words[0] else len(window)


def _joined(text: str, spans: Iterator[Offsets]) -> Iterator[Offsets]:
    """Yield the spans with those put together that Punkt should not have split."""
    left: Offsets | None = None
    for span in spans:
        start, end = _trimmed(text, *span)
        if left is None:
            left = (start, end)
            continue
        stray = STRAY_CLOSING.match(text, start, end) if start == left[1] else None
        if stray:
            left = (left[0], stray.end())
            start = _trimmed(text, stray.end(), end)[0]
        if start == end or _belong_together(text, left, start):
            left = (left[0], max(end, left[1]))
        else:
            yield left
            left = (start, end)
    if left is not None:
        yield left


def _belong_together(text: str, left: Offsets, start: int) -> bool:
    head = text[max(left[0], left[1] - 60) : left[1]]
    if left[1] - left[0] < 10 and ENUMERATOR.fullmatch(head):
        return True
    following = NEXT_WORD.match(text, start)
    if following is None:  # a mark such as the next dot of ". . ."
        return text[start] in ".,;:!?…)]}"
    last = LAST_WORD.search(head)
    if last is None:
        return following.group(1)[0].islower()
    word, mark, closing = last.groups()
    return _runs_on(word, following.group(1), plain=mark == "." and not closing)


def _runs_on(word: str, following: str, *, plain: bool) -> bool:
    """Say whether a sentence goes on after a word and full stop, or other marks if not `plain`."""
    if following[0].islower():
        return not plain or len(word) < 6
    if not plain:
        return False
    low = word.lower()
    if low in HOURS:
        return ZONE_OR_DAY.match(following) is not None
    if following[0].isdecimal():
        return low in COUNTED or low in RUN_ON
    if word.isdecimal():
        return len(word) < 3 and MONTH.fullmatch(following) is not None
    return word in TITLES or (word.isupper() and word.title() in TITLES) or low in RUN_ON


def _ended_otherwise(text: str, spans: Iterator[Offsets]) -> Iterator[Offsets]:
    for start, end in spans:
        at = start
        for match in OTHER_END.finditer(text, start, end):
            if any(map(str.isalnum, text[match.end() : match.end() + 9])):
                yield at, match.end()
                at = match.end()
        yield at, end


def _trimmed(text: str, start: int, end: int) -> Offsets:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
