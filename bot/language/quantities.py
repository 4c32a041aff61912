"""Sums of money, percentages and counts as texts write them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.language.tagging import Tagged

_AMOUNT = r"(?:\d{1,3}(?:[,.\s]\d{3}){1,6}(?:\.\d{1,6})?|\d{1,18}(?:[.,]\d{1,6})?)"
_SCALE = r"(?:\s{0,20}(?:million|billion|thousand|trillion|bn|mn|m|k)\b)?"
_ISSUER = r"(?:US\s|(?:[A-Z][a-z]{2,12}\s){1,2})"  # "New Zealand", "East Caribbean"
_UNIT = (
    r"(?:dollars?|euros?|pounds?|yen|baht|rupees?|rupiah|ringgit|pesos?|francs?|kroner?|kronor|"
    r"kronur|dong|yuan|rand|shillings?|cents?|dinars?|dirhams?|riyals?|rials?|leva|lev|lei|leu|"
    r"lari|lira|lire|liras|forints?|koruna|korunas|zloty|zlotys|hryvnia|hryvnias|roubles?|rubles?|"
    r"tenge|soms?|somoni|manat|drams?|takas?|kyats?|kip|riel|kwachas?|birr|nairas?|cedis?|leones?|"
    r"dalasi|pulas?|meticais|metical|escudos?|gourdes?|quetzals?|quetzales|lempiras?|colones|"
    r"cordobas?|soles|bolivianos?|reais|guaranis?|tala|pa[’']anga|vatu|kina|tugriks?|afghanis?|"
    r"shekels?|ariary|loti|maloti|lilangeni|ouguiya|kuna|denars?)"
)
_ISSUED = rf"(?:{_ISSUER}(?:won|real|colon)|{_ISSUER}?{_UNIT})"  # "won" alone is a verb
_SIGN = r"[$€£¥₹]"
_SIGNS = r"(?:US\$|A\$|NZ\$|C\$|S\$|HK\$|[$€£¥₹₽₩₫฿₱])"
_WORDS = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|"
    r"a hundred|half a)"
)
# ISO 4217 codes that are more often words or other short forms in capitals, or no money at all.
_OTHER_WORDS = frozenset("ALL COP CUP MOP PEN SOS TOP TRY XTS".split())
PERCENT = re.compile(
    rf"(?:{_AMOUNT}|\b(?:one|two|three|four|five|ten|twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety|hundred)(?:-\w{1,9})?)\s?"
    r"(?:%|per\s?cent\b|percent\b|percentage points\b)",
)
A_PERCENT = re.compile(r"%|per\s?cent")  # no percentage is without one
A_NUMBER = re.compile(rf"\d|\b{_WORDS}\s")  # nor a sum without one of these
ROUGH = re.compile(
    r"\b(?:(?:(?:well\s+)?(?:more|fewer|less)\s+than|(?:well\s+)?over|under|about|around|nearly|"
    r"almost|at\s+least|at\s+most|up\s+to|some|approximately|roughly|close\s+to|a\s+total\s+of|"
    r"only|just)\s+)+$",
    re.IGNORECASE,
)
REACH = 30  # characters before a number that ROUGH looks at
ROUND = frozenset({"hundred", "thousand", "dozen", "million"})  # "a hundred"


class Count(NamedTuple):
    """A number in words or digits from `number` on, and "more than" and the like before it.

    `value` is its digits, or "" where they aren't plain.
    """

    start: int
    number: int
    end: int
    value: str


def money_in(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the sums of money in order."""
    if A_NUMBER.search(text) is None:
        return []
    return [match.span() for match in _money().finditer(text)]


@lru_cache(maxsize=1)
def _money() -> re.Pattern[str]:
    """Return the pattern of a number beside a sign, an ISO 4217 code or a currency's name."""
    import pycountry  # noqa: PLC0415 - its data load only when a text is read

    codes = sorted({c.alpha_3 for c in pycountry.currencies} - _OTHER_WORDS)
    code = f"(?:{'|'.join(codes)})"
    return re.compile(
        rf"\b(?:{_SIGNS}|{code})\s?{_AMOUNT}{_SCALE}|{_SIGN}\s?{_AMOUNT}{_SCALE}"
        rf"|{_AMOUNT}{_SCALE}\s?(?:{_SIGN}(?!\w)|{_ISSUED}\b|{code}\b)"
        rf"|\b{_WORDS}\s{{1,20}}(?:(?:hundred|million|billion|thousand)\s{{1,20}})?{_ISSUED}\b"
    )


def percents_in(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the percentages in order."""
    if A_PERCENT.search(text) is None:
        return []
    return [match.span() for match in PERCENT.finditer(text)]


def counts_in(sentence: Tagged) -> Iterator[Count]:
    """Yield the numbers of the sentence, those of other quantities too."""
    letters, tokens = sentence.letters, sentence.tokens
    i = letters.find("C")
    while i >= 0:
        last = i + 1
        while letters[last : last + 1] == "C" or letters[last : last + 2] == "-C":
            last += 1
        start = _start(sentence, i, last)
        rough = ROUGH.search(sentence.text, max(0, start - REACH), start)
        values = [int(t) for t in sentence.terms[i:last] if t.isdecimal()]
        yield Count(
            rough.start() if rough else start,
            tokens[i].start,
            tokens[last - 1].end,
            str(sum(values)) if values else "",
        )
        i = letters.find("C", last)


def _start(sentence: Tagged, first: int, last: int) -> int:
    """Return the start of a number, with the "a" of "a hundred"."""
    word = sentence.tokens[first].text.lower()
    if first and last - first == 1 and word in ROUND:
        before = sentence.tokens[first - 1]
        if before.text.lower() in {"a", "half", "the"}:
            return before.start
    return sentence.tokens[first].start
