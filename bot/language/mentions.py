"""Sentence -> typed mentions with offsets: who, where, when, how long, how many, how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.language.abbreviations import short_forms_in
from bot.language.countries import countries_in
from bot.language.names import EVENTS, names_in
from bot.language.quantities import counts_in, money_in, percents_in
from bot.language.times import FREQUENCY, When, dates_in, durations_in
from bot.model import Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.language.tagging import Tagged


class Mention(Value, frozen=True):
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


def mentions_in(sentence: Tagged) -> Mentions:
    """Return the typed mentions of the sentence; counts don't overlap with other quantities."""
    dates = tuple(dates_in(sentence.text))
    found = list(_quantities(sentence, dates))
    currencies = [m for m in found if m.kind == "money"]
    names = [n for n in _names(sentence) if not any(_holds(m, n) for m in currencies)]
    found += _with_short_forms(sentence.text, names)
    return Mentions(tuple(sorted(found, key=lambda m: (m.start, -m.end))), dates)


def _holds(outer: Mention, inner: Mention) -> bool:
    """Say whether one lies in the other: "NZ" in "NZ$5 million" is no name."""
    return outer.start <= inner.start and inner.end <= outer.end


class _Taken:
    """Which code points of a text are part of a quantity already."""

    def __init__(self, size: int) -> None:
        self._marks = bytearray(size)

    def take(self, start: int, end: int) -> None:
        self._marks[start:end] = b"\1" * (end - start)

    def holds_any(self, start: int, end: int) -> bool:
        return 1 in self._marks[start:end]


def _quantities(sentence: Tagged, dates: tuple[When, ...]) -> Iterator[Mention]:
    """Yield dates, then what is no part of one, then the counts that are part of nothing else."""
    text = sentence.text
    taken = _Taken(len(text))
    for date in dates:
        taken.take(date.start, date.end)
        yield Mention("date", date.start, date.end)
    others = [
        Mention(kind, start, end)
        for kind, spans in (
            ("money", money_in(text)),
            ("percent", percents_in(text)),
            ("duration", durations_in(text)),
        )
        for start, end in spans
        if not taken.holds_any(start, end)
    ]
    others += (Mention("frequency", *match.span()) for match in FREQUENCY.finditer(text))
    for mention in others:
        taken.take(mention.start, mention.end)
        yield mention
    for count in counts_in(sentence):
        if not taken.holds_any(count.number, count.end):
            yield Mention("count", count.start, count.end, count.value)


def _names(sentence: Tagged) -> list[Mention]:
    countries = countries_in(sentence.text)
    codes = {c.start: c.code for c in countries}
    found = []
    for name in names_in(sentence, countries):
        start, end = sentence.tokens[name.first].start, sentence.tokens[name.last - 1].end
        value = codes.get(start, "")
        if name.kind == "person":
            value = sentence.slice(name.core, name.last)
        found.append(Mention(name.kind, start, end, value))
    return found


def _with_short_forms(text: str, names: list[Mention]) -> list[Mention]:
    """Return the names, what a short form stands for as one: "Search and Rescue (SAR)"."""
    if "(" not in text:
        return names
    for form in short_forms_in(text):
        if form.long is None:
            continue
        inside = [m for m in names if m.start < form.end and form.long < m.end]
        if len(inside) == 1 and inside[0].end == form.start:
            continue
        start = min([form.long, *(m.start for m in inside)])
        names = [m for m in names if m not in inside]
        kind = "event" if _names_event(text[start : form.start]) else "body"
        names.append(Mention(kind, start, form.start))
    return names


def _names_event(name: str) -> bool:
    words = name.lower().split()
    return words[-1] in EVENTS and not (words[-1] in {"programme", "initiative"} and len(words) > 2)
