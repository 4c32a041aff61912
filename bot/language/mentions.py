"""Sentence -> typed mentions with offsets: who, where, when, how long, how many, how much."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bot.language.countries import CountryName, countries_in
from bot.language.names import EVENTS, names_in
from bot.language.times import DURATION, FREQUENCY, When, dates_in
from bot.text.tokens import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.language.grammar import Group
    from bot.language.tagging import Tagged

_AMOUNT = r"\d{1,3}(?:[,.\s]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
_SCALE = r"(?:\s*(?:million|billion|thousand|trillion|bn|mn|m|k)\b)?"
_UNIT = (
    r"(?:(?:US|Australian|Canadian|Namibian|Hong\sKong|New\sZealand|[A-Z][a-z]{3,12})\s)?(?:dollars?|euros?|"
    r"pounds?|yen|baht|rupees?|rupiah|ringgit|pesos?|francs?|kroner?|kronor|kronur|dong|yuan|rand|shillings?|"
    r"cents?|dinars?|dirhams?|riyals?|rials?|leva|lev|lei|leu|lari|lira|lire|liras|forints?|koruna|korunas|"
    r"zloty|zlotys|hryvnia|hryvnias|roubles?|rubles?|tenge|soms?|somoni|manat|drams?|takas?|kyats?|kip|riel|"
    r"kwachas?|birr|nairas?|cedis?|leones?|dalasi|pulas?|meticais|metical|escudos?|gourdes?|quetzals?|quetzales|"
    r"lempiras?|colones|colon|cordobas?|soles|bolivianos?|reais|real|guaranis?|tala|pa[’']anga|vatu|kina|won|"
    r"tugriks?|afghanis?|shekels?|ariary|loti|maloti|lilangeni|ouguiya|kuna|denars?|dollars)"
)
_CODE = r"(?:US\$|A\$|NZ\$|C\$|S\$|HK\$|[$€£¥₹₽₩₫฿₱]|(?!(?:PDF|COP|UTC|GMT)\b)(?:USD|AUD|NZD|CAD|EUR|GBP|CHF|JPY|THB|SGD|[A-Z]{3}))"
_WORDS = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|a hundred|half a)"
MONEY = re.compile(
    rf"\b{_CODE}\s?(?:{_AMOUNT}){_SCALE}|[$€£¥₹]\s?(?:{_AMOUNT}){_SCALE}"
    rf"|(?:{_AMOUNT}){_SCALE}\s?(?:[$€£¥₹](?!\w)|{_UNIT}\b|(?:USD|AUD|NZD|CAD|EUR|GBP|CHF|JPY|THB|SGD)\b)"
    rf"|\b{_WORDS}\s+(?:(?:hundred|million|billion|thousand)\s+)?{_UNIT}\b",
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
        taken = [(m.start, m.end) for m in found if m.kind == "date"]
        found += (
            Mention(kind, m.start(), m.end())
            for m in pattern.finditer(text)
            if not any(s < m.end() and m.start() < e for s, e in taken)
        )
    found += (Mention("frequency", m.start(), m.end()) for m in FREQUENCY.finditer(text))
    quantities = [(m.start, m.end) for m in found]
    found += _counts(sentence, groups, quantities)
    found += _with_short_forms(text, list(_names(sentence, countries_in(text))))
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
            yield Mention(
                "count", rough.start() if rough else start, end, _digits(sentence, i, last)
            )
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


SHORT = re.compile(r"\s*\(([A-Z][A-Za-z/&-]{1,14}(?: [A-Z]{2,8})?)\)")
SMALL = frozenset("of the for and on in to at a an de la against".split())


def _with_short_forms(text: str, names: list[Mention]) -> list[Mention]:
    """What a short form in brackets stands for is one name: "Search and Rescue (SAR)"."""
    for match in SHORT.finditer(text):
        start = long_form(text, match.start(), match[1])
        end = match.start()
        if start is None or not any(c.isupper() for c in text[start:end]):
            continue
        inside = [m for m in names if m.start < match.end() and start < m.end]
        if len(inside) == 1 and inside[0].end == end:
            continue
        start = min([start, *(m.start for m in inside)])
        names = [m for m in names if m not in inside]
        names.append(Mention(_body_or_event(text[start:end]), start, end))
    return names


def _body_or_event(name: str) -> str:
    return "event" if name.rsplit(None, 1)[-1].lower() in EVENTS else "body"


def long_form(text: str, end: int, short: str) -> int | None:
    """Return where the words before a bracket at `end` begin that its letters stand for."""
    words = list(re.finditer(r"[^\W_]+", text[max(0, end - 160) : end]))
    offset = max(0, end - 160)
    capitals = [c.lower() for c in short if c.isupper()]
    for back in range(1, min(len(words), 2 * len(capitals) + 4) + 1):
        word = words[-back]
        if (
            fold(word[0])[:1] == capitals[0]
            and word[0][0].isupper()
            and _spells(words[-back:], capitals)
        ):
            return word.start() + offset
    return None


def _spells(words: list[re.Match[str]], capitals: list[str]) -> bool:
    """Say whether the letters stand in the words in order, at least two thirds as initials."""
    initials = [fold(w[0])[:1] for w in words if w[0].lower() not in SMALL or len(words) <= 2]
    at = hits = 0
    for letter in capitals:
        if letter in initials[at:]:
            at = initials.index(letter, at) + 1
            hits += 1
    return hits >= 2 and hits * 3 >= len(capitals) * 2 and len(initials) <= len(capitals) + 2
