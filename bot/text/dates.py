"""Dates and durations as texts write them, found by patterns of bounded length."""

from __future__ import annotations

import re

from bot.model import Value
from bot.text.tokens import fold
from bot.text.words import MONTHS, NUMBERS, WEEKDAYS

_S = r"\s{1,20}"
_S0 = r"\s{0,20}"
_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_YEAR = r"(?:19|20)\d\d"
_WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
_ON = rf"(?:{_WEEKDAY},?{_S})?"
_DAY = rf"{_ON}(?:the{_S})?(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d:.]{{0,20}}\d)"
_JOIN = rf"{_S0}(?:-|–|—|,{_S0}and|,|and|&|to|until|till|through){_S0}"
_DAYS = rf"{_DAY}(?:{_JOIN}{_DAY}){{0,4}}"
_MONTH_YEAR = rf"(?:{_S}of)?{_S}{_MONTH}(?:,?{_S}(?:of{_S})?{_YEAR})?"
_DAY_MONTH = rf"{_DAYS}{_MONTH_YEAR}"
_MONTH_DAY = rf"{_ON}{_MONTH}{_S}{_DAYS}(?:,?{_S}{_YEAR})?(?!\d)"
_FULL = rf"(?:{_DAY_MONTH}|{_MONTH_DAY})"
_RANGE = rf"{_S0}(?:to|until|till|through|-|–|—|and){_S0}"
_PART = rf"(?:(?:early|late|mid|the{_S}(?:beginning|middle|end){_S}of)[\s-]{{1,20}})?"
_MONTHS = rf"{_PART}{_MONTH}(?:(?:{_S0}(?:,|and|to|-|–|until){_S0}{_MONTH}){{1,3}})?"
_SEASON = r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)"
_FEAST = rf"(?:Christmas|Easter|Ramadan|Diwali|Eid|Lent|Pentecost|New{_S}Year)"
_NEXT = rf"(?:[Nn]ext|[Ll]ast|[Tt]his|[Tt]he{_S}(?:following|same|previous))"
_STARTS = r"(?=[\dABCDEFJLMNOPRSTWabelmnstwy])"  # with these a date may begin; most words don't
DATE = re.compile(
    rf"""\b{_STARTS}(?:
    {_FULL}(?:{_RANGE}{_FULL})?
    |{_DAYS}{_RANGE}{_FULL}
    |\d{{4}}-\d\d-\d\d
    |{_MONTHS}(?:,?{_S}(?:of{_S})?{_YEAR})?
    |{_SEASON}{_S}(?:of{_S})?{_YEAR}
    |(?:early|mid|late)-{_YEAR}
    |{_NEXT}{_S}(?:{_MONTH}|{_WEEKDAY}|week|month|year|spring|summer|autumn|winter)
    |(?:[Tt]he{_S})?{_SEASON}(?!{_S}of{_S}life)
    |(?:[Bb]efore{_S}|[Bb]y{_S}|[Aa]fter{_S})?{_FEAST}
    |\d{{1,2}}(?:[.:]\d\d)?\s?(?:a\.m\.|p\.m\.|am\b|pm\b|o[’']clock)
    |(?:tomorrow|yesterday|today|tonight)
    |{_YEAR}(?:{_S0}(?:-|–|—|to|until|and){_S0}(?:{_YEAR}|\d\d(?!\d)))?
    )(?![\w%])""",
    re.VERBOSE,
)
SPAN_WORD = re.compile(r"\b(?:[Ff]rom|[Bb]etween)\s+$")
TWO_NUMBERS = re.compile(r"\d\D{1,80}\d")
DATING = re.compile(r"\b(?:[Ii]n|[Ss]ince|[Bb]y|[Oo]f|[Uu]ntil|[Ll]ast|[Nn]ext|[Tt]his)\s+$")

_WORDS = f"(?:{'|'.join(w for w in NUMBERS if w != 'zero')})"
_NUMBER = rf"(?:\d{{1,4}}(?:\.\d)?|an?|half{_S}an?|a{_S}single|{_WORDS}(?:-{_WORDS})?)"
_UNIT = r"(?:minute|hour|day|week|fortnight|month|year|decade)s?"
_ABOUT = rf"(?:more{_S}than|about|around|nearly|almost|at{_S}least|up{_S}to){_S}"
_AND_A_HALF = r"[\s-]{1,20}and[\s-]{1,20}a[\s-]{1,20}half"
DURATION = re.compile(
    rf"\b(?:{_ABOUT})?(?:{_NUMBER}(?:{_AND_A_HALF})?|several|a{_S}few|many|half{_S}a)"
    rf"[\s-]{_UNIT}(?:-long|{_S}and{_S}a{_S}half)?\b",
    re.IGNORECASE,
)
A_UNIT = re.compile(rf"[\s-]{_UNIT}", re.IGNORECASE)  # no duration is without one

_MONTH_WORD = re.compile(rf"\b{_MONTH}")
_DAY_NUMBER = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")
_YEAR_NUMBER = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
_SUFFIX = re.compile(r"(?:st|nd|rd|th)\b")


class When(Value, frozen=True):
    """A date as written, with what it names: years, months (1-12) and days, each maybe empty."""

    start: int
    end: int
    years: frozenset[int]
    months: frozenset[int]
    days: frozenset[int]


def dates_in(text: str) -> list[When]:
    """Return the dates of the text in order; "from" and "between" belong to a range."""
    found = []
    for match in DATE.finditer(text):
        start, end = match.span()
        if not _plausible(text, start, end):
            continue
        before = SPAN_WORD.search(text, max(0, start - 10), start)
        if before is not None and TWO_NUMBERS.search(match[0]) is not None:
            start = before.start()
        found.append(_when(match[0], start, end))
    return found


def without_dates(text: str) -> str:
    """Return the text with a space in place of each date."""
    for date in reversed(dates_in(text)):
        text = f"{text[: date.start]} {text[date.end :]}"
    return text


def durations_in(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the durations ("two-day", "about three weeks") in order."""
    if A_UNIT.search(text) is None:
        return []
    return [match.span() for match in DURATION.finditer(text)]


def month_number(name: str) -> int:
    """Return 1-12 for an English month name or an abbreviation, in any case; 0 for another word."""
    start = fold(name).rstrip(".")
    if len(start) < 3:
        return 0
    return next((n for n, month in enumerate(MONTHS, 1) if month.lower().startswith(start)), 0)


def _plausible(text: str, start: int, end: int) -> bool:
    """Say whether it is a date: a lone year may be a number, and "May" another word."""
    word = text[start:end]
    if word in {"May", "March"}:
        return DATING.search(text, max(0, start - 12), start) is not None
    if not word.isdigit():
        return True
    return text[end : end + 1] not in {"-", "/"} and text[max(0, start - 1) : start] not in set(
        "/€$£-"
    )


def _when(written: str, start: int, end: int) -> When:
    years = frozenset(map(int, _YEAR_NUMBER.findall(written)))
    rest = _YEAR_NUMBER.sub(" ", written)
    months = frozenset(map(month_number, _MONTH_WORD.findall(rest)))
    days = map(int, _DAY_NUMBER.findall(_SUFFIX.sub("", rest))) if months else ()
    return When(start, end, years, months, frozenset(days))
