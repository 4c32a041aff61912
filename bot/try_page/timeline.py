"""The reports' events in time: when and where, as far as the opening sentences of a report say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.language.times import When
    from bot.model import Report
    from bot.reading import ReportReading
    from bot.reading.sentence import Sentence
    from bot.snapshot import Snapshot

LEAD: Final = 4  # sentences in which a report says what it is about
DAY: Final = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
ISO: Final = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WORD: Final = r"[^\W\d_a-z][\w.’'-]{0,40}"
_NAME: Final = rf"{_WORD}(?:\s(?:{_WORD}|of|de)){{0,5}}"
LOCATED: Final = re.compile(rf"\b(?i:in|at)\s(?:the\s)?({_NAME}(?:,\s{_NAME})?)$")
BEFORE: Final = re.compile(rf"({_NAME}),\s$")


@dataclass(frozen=True, slots=True)
class Event:
    """What one report tells of.

    `starts` is ISO 8601, as much of it as is known; `stated` says whether the report's text gives
    it: else it is the day of publication. `quote` is the sentence that says so.
    """

    report: str
    title: str
    starts: str | None
    stated: bool
    when: str | None = None
    where: str | None = None
    quote: str | None = None


def events(snapshot: Snapshot) -> tuple[Event, ...]:
    """The events of all reports, the earliest first, the undated last."""
    pairs = zip(snapshot.library.readings, snapshot.reports, strict=True)
    found = [event_of(reading, report) for reading, report in pairs]
    return tuple(sorted(found, key=lambda event: (event.starts or "9999", event.title)))


def event_of(reading: ReportReading, report: Report) -> Event:
    """When and where this report's event was."""
    lead = reading.sentences[:LEAD]
    for sentence, date in _dates(lead):
        starts = first_day(sentence.text[date.start : date.end], date, report)
        if starts and not _later(starts, report.date):
            where = place_in(sentence) or _first_place(lead)
            when = sentence.text[date.start : date.end]
            return Event(report.path, report.title, starts, True, when, where, sentence.text)
    where = _first_place(lead)
    return Event(report.path, report.title, report.date, False, where=where)


def first_day(written: str, date: When, report: Report) -> str | None:
    """The day, month or year that a date begins with, in ISO 8601; None without a year.

    One that is not written is that of publication, or stands in the title.
    """
    if plain := ISO.search(written):
        return plain[0]
    if not date.months:
        return f"{min(date.years)}" if date.years else None
    month = min(date.months)
    year = min(date.years) if date.years else _year_of(month, report)
    day = DAY.search(written) if date.days else None
    return f"{year}-{month:02}" + (f"-{int(day[0]):02}" if day else "") if year else None


def place_in(sentence: Sentence) -> str | None:
    """The place that the sentence says something was in.

    One with its country ("Koper, Slovenia") comes first, then one that stands after "in" or "at",
    then a dateline ("Bangkok, 6 September").
    """
    text = sentence.text
    places = [m for m in sentence.mentions if m.kind in {"place", "country"}]
    countries = {m.end for m in places if m.kind == "country"}
    others = countries | {m.end for m in sentence.mentions if m.kind == "person"}
    for mention in places:
        before = BEFORE.search(text, max(0, mention.start - 60), mention.start)
        if mention.end in countries and before and before.end(1) not in others:
            return f"{before[1]}, {text[mention.start : mention.end]}"
    for mention in reversed(places):
        if located := LOCATED.search(text, max(0, mention.end - 120), mention.end):
            return located[1]
    dated = sentence.dates[0].start if sentence.dates else 0
    line = BEFORE.match(text, 0, dated)
    return line[1] if line else None


def _first_place(sentences: tuple[Sentence, ...]) -> str | None:
    return next(filter(None, map(place_in, sentences)), None)


def _dates(sentences: tuple[Sentence, ...]) -> Iterator[tuple[Sentence, When]]:
    for sentence in sentences:
        for date in sentence.dates:
            if date.months or date.years or ISO.search(sentence.text[date.start : date.end]):
                yield sentence, date


def _year_of(month: int, report: Report) -> int | None:
    """The year of the last such month before the report was published."""
    if report.date:
        year, published = int(report.date[:4]), int(report.date[5:7] or 12)
        return year if month <= published else year - 1
    named = YEAR.search(report.title)
    return int(named[0]) if named else None


def _later(starts: str, published: str | None) -> bool:
    """Whether a date lies after the publication, as far as both are known."""
    known = min(len(starts), len(published or ""))
    return starts[:known] > (published or "")[:known]
