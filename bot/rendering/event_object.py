"""An event's sheet -> the object of `rapporteur event --json`, and lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.rendering.words import day, harmless
from bot.slots import SLOTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.event import Event, SlotValue
    from bot.reading import Reading

SHOWN: Final = 0.3  # probability from which a value is shown to people
LABELS: Final = {
    "panellists": "on the panel", "count": "number", "next_when": "next, when",
    "next_where": "next, where",
}  # fmt: skip


def event_object(reading: Reading, event: Event) -> dict[str, Any]:
    """The sheet as a mapping that json.dumps takes: every slot of the contract, maybe empty."""
    return {
        "report": reading.report.path,
        "title": reading.report.title,
        "slots": {slot: [_value(reading, value) for value in event.values(slot)] for slot in SLOTS},
    }


def _value(reading: Reading, value: SlotValue) -> dict[str, Any]:
    report, passage = reading.report, reading.passages[value.passage]
    return {
        "value": report.body[value.start : value.end],
        "quote": {
            "text": passage.text,
            "report": report.path,
            "title": report.title,
            "date": report.date,
            "url": report.url,
            "start": passage.start,
            "end": passage.end,
            "highlights": [[value.start - passage.start, value.end - passage.start]],
        },
        "probability": value.probability,
    }


def event_lines(reading: Reading, event: Event) -> Iterator[str]:
    """The sheet for a person: title and date, then a line a value with what shows it."""
    report = reading.report
    date = day(report.date)
    yield harmless(f"{report.title}{f' · {date}' if date else ''}")
    empty = True
    for slot in SLOTS:
        for value in event.values(slot, SHOWN):
            empty = False
            words = " ".join(report.body[value.start : value.end].split())
            label = LABELS.get(slot, slot)
            yield harmless(f"{label}: {words} ({value.probability:.0%})")
            passage = " ".join(reading.passages[value.passage].text.split())
            yield harmless(f"  > {passage}")
    if empty:
        yield "The report states none of the slots."
