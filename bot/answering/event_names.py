"""A report -> the name of its event, as one of its passages has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.language.classes import classes_of
from bot.language.grammar import phrase_end

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from bot.reading import ReportReading

OPENING = 8  # passages in which a report names its event
LONGEST = 12  # words
PART_OF_NAME = frozenset({"of", "on", "for"})
FITTING = 0.5  # what a passage that fits the question is preferred by, in words of the title


class EventName(NamedTuple):
    """A stretch of a passage's text."""

    passage: int
    start: int
    end: int


def event_name(reading: ReportReading, fitting: Collection[int] = ()) -> EventName | None:
    """Return the name that has most of the title's words, in a passage of `fitting` if it can be.

    None where no passage names an event.
    """
    numbers = sorted({*range(min(OPENING, len(reading.sentences))), *fitting})
    found = [(name, n) for n in numbers for name in _names(reading, n)]
    if not found:
        return None
    title = set(reading.title)

    def merit(entry: tuple[tuple[int, int], int]) -> tuple[float, int, int]:
        (first, last), number = entry
        held = set(reading.sentences[number].tagged.terms[first:last])
        proper = "M" in reading.sentences[number].tagged.letters[first:last]
        good = len(held & title) + FITTING * (number in fitting) + FITTING * proper
        return good, -number, first - last

    (first, last), number = max(found, key=merit)
    tokens = reading.sentences[number].tagged.tokens
    return EventName(number, tokens[first].start, tokens[last - 1].end)


def _names(reading: ReportReading, number: int) -> Iterator[tuple[int, int]]:
    """Yield the token ranges of noun groups for events, alone and with what belongs to them."""
    sentence = reading.sentences[number]
    tagged = sentence.tagged
    for group in sentence.groups:
        if "n.event" not in classes_of(tagged.terms[group.head]):
            continue
        first = group.first + (tagged.letters[group.first] == "D" and group.last - group.first > 1)
        yield first, group.last
        following = (
            tagged.tokens[group.last].text.lower() if group.last < len(tagged.tokens) else ""
        )
        last = phrase_end(tagged, group, sentence.groups)
        dated = "C" in tagged.letters[group.last : last]
        if following in PART_OF_NAME and group.last < last <= first + LONGEST and not dated:
            yield first, last
