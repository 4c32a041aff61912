"""The days that a text names, in the styles that people write, and the day that a report is of."""

from __future__ import annotations

import re
from datetime import date
from itertools import islice, pairwise
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from bot.corpus.blocks import BULLET, TextLine, is_sentence, read_lines

MONTHS: Final = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?"
YEAR: Final = r"(?P<year>(?:19|20)\d\d)(?![\d/])"
A_YEAR: Final = re.compile(r"(?:19|20)\d\d")
MONTH: Final = rf"(?P<month>{MONTHS})\b\.?"
TO: Final = r"(?:\s{0,2}(?:[-–—/&,]|\bto\b|\band\b|\buntil\b)\s{0,2})"
WEEKDAY: Final = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s{1,2})?"
# The end of a range of days; the range counts as its first one.
MORE_DAYS: Final = rf"(?:{TO}{WEEKDAY}\d{{1,2}}(?:st|nd|rd|th)?\.?){{0,5}}"
OTHER_END: Final = rf"(?:{TO}{WEEKDAY}\d{{1,2}}(?:st|nd|rd|th)?\.?\s{{0,2}}(?:{MONTHS})\b\.?)?"
US_END: Final = rf"(?:{TO}(?:{MONTHS})\b\.?\s{{1,2}}\d{{1,2}}(?:st|nd|rd|th)?)?"
START: Final = r"(?<![\w/.:-])(?<!\d,)"
STYLES: Final = tuple(
    re.compile(style, re.IGNORECASE)
    for style in (
        r"(?<!\d)(?<!\d[/.-])(?P<year>(?:19|20)\d\d)(?P<mark>[-/._])(?P<month>\d{1,2})(?P=mark)"
        r"(?P<day>\d{1,2})(?!\d)",
        rf"(?<![\d/.-])(?P<year>(?:19|20)\d\d)[-/. ](?P<month>{MONTHS})\.?[-/. ]"
        r"(?P<day>\d{1,2})\b",
        rf"{START}{DAY}{MORE_DAYS}[\s/-]{{0,2}}(?:of\s)?{MONTH}{OTHER_END},?[\s/-]{{0,2}}{YEAR}",
        rf"\b{MONTH}\s{{0,2}}{DAY}{US_END}{MORE_DAYS},?\s{{1,2}}{YEAR}",
        rf"{START}{DAY}{MORE_DAYS}[\s/.-](?P<month>(?-i:[IVX]{{1,4}}))[\s/.-]{YEAR}",
        # 9-10.4.2021, 30.4.-2.5.2021
        rf"{START}(?P<day>\d{{1,2}})\.?(?:{TO}\d{{1,2}})?\.\s?(?P<month>\d{{1,2}})"
        rf"(?:\.?{TO}\d{{1,2}}\.\s?\d{{1,2}})?\.\s?{YEAR}",
        rf"{START}(?P<either>\d{{1,2}})(?P<mark>[/_-])(?P<other>\d{{1,2}})(?P=mark){YEAR}",
    )
)
COMPACT: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)")
LABEL: Final = re.compile(
    r"(?:[^\w$]|_){0,4}(?:(?:meeting|event|session|report|workshop)\s)?"
    r"(?:dates?(?:\s(?:and|&|of|/)\s[\w ,&]{1,30})?|when|held(?:\son)?|day|published|posted|issued)"
    r"[\s*_]{0,4}(?P<end>[:|\t]|\Z)",
    re.IGNORECASE,
)
OTHER_LABEL: Final = re.compile(r"(?:\W|_){0,4}[^\W\d_][^:|\t\d]{0,40}[:|\t]")
# Days of something else: of another meeting, of a change of the file, of a letter that is quoted.
OTHERS: Final = re.compile(
    r"\b(?:next|previous|last|following)\s(?:\w+\s){0,2}?"
    r"(?:meetings?|sessions?|forum|conference|workshop|call|event|date)\b|\A\W*next\b\W*[:|]"
    r"|\bwrote\b|\$\w+:",
    re.IGNORECASE,
)
CHANGED: Final = (
    r"approv(?:ed|al)|adopted|revis(?:ed|ion)|rev|updated?|modified|changed|version|saved|printed|"
    r"downloaded|retrieved|accessed|deadline|expires?|copyright|born"
)
BEFORE: Final = re.compile(
    rf"(?:\b(?:{CHANGED})\b|©)(?:[\s:.,(]{{1,3}}\w{{1,12}}){{0,4}}[\s:.,(|]{{0,3}}\Z"
    r"|\b(?:by|before|until|till|since|due)(?:\s(?:the|on|by))?[\s:]{0,3}\Z",
    re.IGNORECASE,
)
AFTER: Final = re.compile(rf"[\s,;(–-]{{0,3}}(?:{CHANGED})\b", re.IGNORECASE)
TELLS: Final = re.compile(
    r"\b(?:was|were|is|are|has|have|had|been|took|met|will|which|who|that)\b", re.IGNORECASE
)
OPENS: Final = re.compile(
    r"\W*(?:held|minutes|record|meeting|summary|notes|report|mon|tue|wed|thu|fri|sat|sun|\d)",
    re.IGNORECASE,
)
DATELINE: Final = re.compile(r"\s{0,2}(?:[-–—:]|\()")
CELLS: Final = re.compile(r"\s*[|\t]\s*")
LONGEST_LINE: Final = 200
PLACED: Final = 80  # code points of a longer one in which its place and day stand
MOST_WORDS: Final = 18
FIRST: Final = 12  # lines, blank ones left out, that may say the day without a label
HEAD: Final = 60  # lines in which a label is looked for


class DateMention(NamedTuple):
    """A day as ISO 8601 and where a text names it."""

    iso: str
    start: int
    end: int


def days_in(text: str) -> list[DateMention]:
    """Return the days that a line names, in order; of a range of days the first.

    A day and a month in figures that may be either, such as 03/04/2021, are none.
    """
    if not A_YEAR.search(text):
        return []
    found: list[tuple[int, int, str | None]] = []
    for style in STYLES:
        for match in style.finditer(text[: 5 * LONGEST_LINE]):
            start, end = match.span()
            if all(end <= a or start >= b for a, b, _ in found):
                found.append((start, end, _iso(match)))
    return [DateMention(iso, start, end) for start, end, iso in sorted(found) if iso]


def day_in(text: str) -> str | None:
    """Return the first day that a line names, as ISO 8601."""
    return next((day.iso for day in days_in(text)), None)


def date_of(title: str, body: str, path: str) -> str | None:
    """Return the day that a report is of, as its text or its file's name says it.

    The title says it best, then a heading, then one of the first lines that is no sentence, then
    what is after "Date:".
    """
    lines = list(islice((line for line in read_lines(body) if line.text), HEAD))
    heading = next((line.text for line in lines if line.text.startswith("#")), "")
    return (
        day_of_line(title)
        or day_of_line(heading)
        or next((day for line in lines[:FIRST] if (day := _in_line(line))), None)
        or _labelled(lines)
        or day_in_name(path)
    )


def day_in_name(path: str) -> str | None:
    """Return the day in a file's name: 2018-03-08.pdf, minutes_20180308.docx."""
    stem = PurePosixPath(path).stem
    compact = COMPACT.search(stem)
    written = (stem, re.sub(r"[-_]", " ", stem), re.sub(r"[ _]", "-", stem))
    found = next((day for name in written if (day := day_in(name))), None)
    return found or (_valid(*map(int, compact.groups())) if compact else None)


def day_of_line(line: str) -> str | None:
    """Return the day that a line names, None where it is that of something else."""
    return next((day.iso for day in days_in(line) if not _is_other(line, day)), None)


def _is_other(text: str, day: DateMention) -> bool:
    if OTHERS.search(text[: day.start]) or text.rstrip(" :").endswith("wrote"):
        return True
    near = text[max(0, day.start - 60) : day.start]
    return BEFORE.search(near) is not None or AFTER.match(text, day.end) is not None


def _in_line(line: TextLine) -> str | None:
    """Return the day that a line is there to tell: in its place and date, not in a sentence."""
    text = line.text if len(line.text) <= LONGEST_LINE else line.text[:PLACED]
    day = next((day for day in days_in(text) if not _is_other(text, day)), None)
    if day is None or text[0] == "|" or BULLET.match(text):
        return None
    if _is_dateline(text, day):
        return day.iso
    if len(line.text) > LONGEST_LINE or len(text.split()) > MOST_WORDS or TELLS.search(text):
        return None
    if is_sentence(text) and not OPENS.match(text):
        return None
    label = OTHER_LABEL.match(text)
    return None if label and not LABEL.match(text) and label.end() <= day.start else day.iso


def _is_dateline(text: str, day: DateMention) -> bool:
    """Say whether a line begins as news do: "SUVA, 3 May 2023 – The workshop was opened"."""
    before = text[: day.start]
    placed = (
        len(before.split()) <= 5 and not re.search(r"\b[a-z]{3,}", before) and ":" not in before
    )
    return placed and DATELINE.match(text, day.end) is not None


def _labelled(lines: list[TextLine]) -> str | None:
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        text = line.text[:LONGEST_LINE]
        if found := _in_a_form(text):
            return found
        label = LABEL.match(text)
        if label is None:
            continue
        value = text[label.end() :].strip(" *_|\t")
        if not value and following:
            value = following.text[:LONGEST_LINE]
        if found := day_in(value):
            return found
    return None


def _in_a_form(text: str) -> str | None:
    """Return the day in the cell after one that says "Date", wherever in the row they are."""
    cells = pairwise(CELLS.split(text))
    return next((day_in(value) for cell, value in cells if LABEL.fullmatch(cell)), None)


def _iso(match: re.Match[str]) -> str | None:
    said = match.groupdict()
    year = int(said["year"])
    if "either" in said:
        return _unambiguous(int(said["either"]), int(said["other"]), year)
    month = said["month"].lower()
    if month.isdigit():
        day, number = int(said["day"]), int(month)
        return _valid(year, number, day) or (
            _valid(year, day, number) if said.get("mark") is None and number > 12 else None
        )
    number = ROMAN.index(month) + 1 if month in ROMAN else _month(month)
    return _valid(year, number, int(said["day"]))


def _unambiguous(one: int, other: int, year: int) -> str | None:
    readings = {_valid(year, other, one), _valid(year, one, other)} - {None}
    return readings.pop() if len(readings) == 1 else None


def _month(name: str) -> int:
    names = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    return names.index(name[:3]) + 1 if name[:3] in names else 0


def _valid(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
