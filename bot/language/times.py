"""Dates, durations and frequencies as texts write them, found by patterns of bounded length."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.text.tokens import fold
from bot.text.words import MONTHS, NUMBERS, WEEKDAYS

_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_YEAR = r"(?:19|20)\d\d"
_WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
_DAY = rf"(?:{_WEEKDAY},?\s+)?(?:the\s+)?(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d:.]*\d)"
_JOIN = r"\s*(?:-|–|—|,\s*and|,|and|&|to|until|till|through)\s*"
_DAYS = rf"{_DAY}(?:{_JOIN}{_DAY}){{0,4}}"
_MONTH_YEAR = rf"(?:\s+of)?\s+{_MONTH}(?:,?\s+(?:of\s+)?{_YEAR})?"
_DAY_MONTH = rf"{_DAYS}{_MONTH_YEAR}"
_MONTH_DAY = rf"(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAYS}(?:,?\s+{_YEAR})?(?!\d)"
_FULL = rf"(?:{_DAY_MONTH}|{_MONTH_DAY})"
_PART = r"(?:(?:early|late|mid|the\s+(?:beginning|middle|end)\s+of)[\s-]+)?"
_SEASON = rf"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)(?:\s+(?:of\s+)?{_YEAR})"
DATE = re.compile(
    rf"""\b(?:
    {_FULL}(?:\s*(?:to|until|till|through|-|–|—|and)\s*{_FULL})?
    |{_DAYS}(?:\s*(?:to|until|till|through|-|–|—|and)\s*){_FULL}
    |\d{{4}}-\d\d-\d\d
    |{_PART}{_MONTH}(?:(?:\s*(?:,|and|to|-|–|until)\s*{_MONTH}){{1,3}})?(?:,?\s+(?:of\s+)?{_YEAR})?
    |{_SEASON}
    |(?:early|mid|late)-{_YEAR}
    |(?:[Nn]ext|[Ll]ast|[Tt]his|[Tt]he\s+(?:following|same|previous))\s+(?:{_MONTH}|{_WEEKDAY}|week|month|year|spring|summer|autumn|winter)
    |(?:[Tt]he\s+)?(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)(?!\s+of\s+life)
    |(?:[Bb]efore\s+|[Bb]y\s+|[Aa]fter\s+)?(?:Christmas|Easter|Ramadan|Diwali|Eid|Lent|Pentecost|New\s+Year)
    |\d{{1,2}}(?:[.:]\d\d)?\s?(?:a\.m\.|p\.m\.|am\b|pm\b|o[’']clock)
    |(?:tomorrow|yesterday|today|tonight)
    |{_YEAR}(?:\s*(?:-|–|—|to|until|and)\s*(?:{_YEAR}|\d\d(?!\d)))?
    )(?![\w%])""",
    re.VERBOSE,
)
SPAN_WORD = re.compile(r"\b(?:[Ff]rom|[Bb]etween)\s+$")

_WORDS = f"(?:{'|'.join(w for w in NUMBERS if w != 'zero')})"
_NUMBER = rf"(?:\d{{1,4}}(?:\.\d)?|an?|half\s+an?|a\s+single|{_WORDS}(?:-{_WORDS})?)"
_UNIT = r"(?:minute|hour|day|week|fortnight|month|year|decade)s?"
_ROUGH = r"(?:(?:more\s+than|about|around|nearly|almost|at\s+least|up\s+to)\s+)?"
DURATION = re.compile(
    rf"\b{_ROUGH}(?:{_NUMBER}(?:[\s-]+and[\s-]+a[\s-]+half)?|several|a\s+few|many|half\s+a)"
    rf"[\s-]{_UNIT}(?:-long|\s+and\s+a\s+half)?\b",
    re.IGNORECASE,
)
FREQUENCY = re.compile(
    r"\b(?:every\s+(?:other\s+|second\s+|\w{2,6}\s+)?(?:day|week|month|quarter|year)s?"
    r"|(?:once|twice|\w{2,6}\s+times)\s+(?:a|per|every)\s+\w{3,8}"
    r"|annually|yearly|monthly|weekly|daily|biennially|quarterly|each\s+year)\b",
    re.IGNORECASE,
)


class When(NamedTuple):
    """A date as written, with what it names: years, months (1-12) and days, each maybe empty."""

    start: int
    end: int
    years: frozenset[int]
    months: frozenset[int]
    days: frozenset[int]


_MONTH_WORD = re.compile(rf"\b{_MONTH}")
_DAY_NUMBER = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")
_YEAR_NUMBER = re.compile(rf"(?<!\d){_YEAR}(?!\d)")


def dates_in(text: str) -> list[When]:
    """Return the dates of the text in order; "from" and "between" belong to a range."""
    found = []
    for match in DATE.finditer(text):
        start, end = match.span()
        if not _plausible(text, start, end):
            continue
        before = SPAN_WORD.search(text, max(0, start - 10), start)
        ranged = before is not None and re.search(r"\d\D+\d", match[0]) is not None
        found.append(_when(match[0], before.start() if before and ranged else start, end))
    return found


def _plausible(text: str, start: int, end: int) -> bool:
    """A lone year may be a plain number, and "May" or "March" other words."""
    word = text[start:end]
    if word in {"May", "March"}:
        return (
            re.search(
                r"\b(?:[Ii]n|[Ss]ince|[Bb]y|[Oo]f|[Uu]ntil|[Ll]ast|[Nn]ext|[Tt]his)\s+$",
                text[:start][-12:],
            )
            is not None
        )  # noqa: E501 - one pattern
    if word.isdigit() and text[end : end + 1] in {"-", "/"}:
        return False
    return not (word.isdigit() and text[max(0, start - 1) : start] in {"/", "€", "$", "£", "-"})


def _when(written: str, start: int, end: int) -> When:
    years = frozenset(int(y) for y in _YEAR_NUMBER.findall(written))
    rest = _YEAR_NUMBER.sub(" ", written)
    months = frozenset(month_number(m) for m in _MONTH_WORD.findall(rest))
    days = frozenset(int(d) for d in _DAY_NUMBER.findall(re.sub(r"(?:st|nd|rd|th)\b", "", rest)))
    return When(start, end, years, months, days if months else frozenset())


def month_number(name: str) -> int:
    """Return 1-12 for an English month name or its abbreviation, in any case; 0 for another word."""
    start = fold(name)[:3]
    for number, month in enumerate(MONTHS, 1):
        if month[:3].lower() == start and month.lower().startswith(fold(name).rstrip(".")[:4]):
            return number
    return 0
