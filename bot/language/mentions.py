"""Sentence -> typed mentions with offsets: who, where, when, how long, how many, how much."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bot.language.countries import CountryName, countries_in
from bot.language.names import names_in
from bot.language.times import DURATION, FREQUENCY, When, dates_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.language.grammar import Group
    from bot.language.tagging import Tagged

_AMOUNT = r"\d{1,3}(?:[,.\s]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
_SCALE = r"(?:\s*(?:million|billion|thousand|trillion|bn|mn|m|k)\b)?"
_UNIT = (
    r"(?:US|Australian|Canadian|New\sZealand|Hong\sKong|Singapore)?\s?(?:dollars?|euros?|pounds?|yen|"
    r"baht|rupees?|rupiah|ringgit|pesos?|francs?|kroner?|kronor|dong|yuan|rand|shillings?|cents?)"
)
_CODE = r"(?:USD|US\$|AUD|A\$|NZ\$|CAD|C\$|EUR|GBP|CHF|JPY|THB|SGD|S\$|[$€£¥])"
_WORDS = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|a hundred|half a)"
MONEY = re.compile(
    rf"{_CODE}\s?(?:{_AMOUNT}){_SCALE}"
    rf"|(?:{_AMOUNT}){_SCALE}\s?(?:{_CODE}(?!\w)|{_UNIT}\b)"
    rf"|\b{_WORDS}\s+(?:(?:million|billion|thousand)\s+)?{_UNIT}\b",
)
PERCENT = re.compile(
    rf"(?:{_AMOUNT}|\b(?:one|two|three|four|five|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety|hundred)(?:-\w+)?)\s?(?:%|per\s?cent\b|percent\b|percentage points\b)",
)
ROUGH = re.compile(
    r"\b(?:(?:(?:well\s+)?(?:more|fewer|less)\s+than|(?:well\s+)?over|under|about|around|nearly|almost|"
    r"at\s+least|at\s+most|up\s+to|some|approximately|roughly|close\s+to|a\s+total\s+of|only|just)"
    r"\s+)+$",
    re.IGNORECASE,
)
FRACTION = frozenset("half third quarter majority most dozen dozens hundreds thousands".split())


class Mention(NamedTuple):
    """A typed stretch of a sentence, in code points of the sentence.

    `kind` is that of a name, or date, duration, frequency, count, money, percent. `value` is a
    country's code, a person's bare name, a count's digits or "".
    """

    kind: str
    start: int
    end: int
    value: str = ""


class Mentions(NamedTuple):
    """All mentions in order of their start; `dates` has what each date names."""

    all: tuple[Mention, ...]
    dates: tuple[When, ...]


def mentions_in(sentence: Tagged, groups: Iterable[Group]) -> Mentions:
    """Return the typed mentions of the sentence; counts don't overlap with other quantities."""
    text = sentence.text
    dates = tuple(dates_in(text))
    found = [Mention("date", d.start, d.end) for d in dates]
    for kind, pattern in (("money", MONEY), ("percent", PERCENT), ("duration", DURATION)):
        found += (Mention(kind, m.start(), m.end()) for m in pattern.finditer(text))
    found += (Mention("frequency", m.start(), m.end()) for m in FREQUENCY.finditer(text))
    quantities = [(m.start, m.end) for m in found]
    found += _counts(sentence, groups, quantities)
    found += _names(sentence, countries_in(text))
    return Mentions(tuple(sorted(found, key=lambda m: (m.start, -m.end))), dates)


def _counts(
    sentence: Tagged, groups: Iterable[Group], taken: list[tuple[int, int]]
) -> Iterator[Mention]:
    """Yield the numbers with "more than" and the like before them."""
    del groups
    letters = sentence.letters
    i = 0
    while i < len(letters):
        if letters[i] != "C":
            i += 1
            continue
        last = i + 1
        while letters[last : last + 1] == "C" or letters[last : last + 2] == "-C":
            last += 1
        start, end = sentence.tokens[i].start, sentence.tokens[last - 1].end
        if not any(s < end and start < e for s, e in taken):
            if i and sentence.tokens[i - 1].text.lower() in {"a", "half", "the"} and last - i == 1:
                written = sentence.tokens[i].text.lower()
                start = sentence.tokens[i - 1].start if not written[0].isdigit() and written in {
                    "hundred", "thousand", "dozen", "million"} else start  # fmt: skip
            rough = ROUGH.search(sentence.text, max(0, start - 30), start)
            yield Mention("count", rough.start() if rough else start, end, _digits(sentence, i, last))
        i = last


def _digits(sentence: Tagged, first: int, last: int) -> str:
    values = [int(t) for t in sentence.terms[first:last] if t.isdigit()]
    return str(sum(values)) if values else ""


def _names(sentence: Tagged, countries: list[CountryName]) -> Iterator[Mention]:
    codes = {c.start: c.code for c in countries}
    for name in names_in(sentence, countries):
        start, end = sentence.tokens[name.first].start, sentence.tokens[name.last - 1].end
        value = codes.get(start, "")
        if name.kind == "person":
            value = sentence.slice(name.core, name.last)
        yield Mention(name.kind, start, end, value)
