"""What an event's sheet says, and the report's text cut where its values are."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from bot.reader.labels import SLOTS
from bot.rendering.event_object import LABELS, SHOWN
from bot.rendering.words import day

if TYPE_CHECKING:
    from bot.event import Event, Value
    from bot.reading import Reading


def sheet_of(reading: Reading, event: Event) -> dict[str, Any]:
    """The report, its sheet as `slots`, and its text as `parts`, which are the body if joined.

    Each value has a number, by which a part says of which values it is a piece; `passages` are
    the numbers of the values whose passage it belongs to.
    """
    report = reading.report
    found = [(slot, value) for slot in SLOTS for value in event.values(slot, SHOWN)]
    slots: dict[str, list[dict[str, Any]]] = {}
    for number, (slot, value) in enumerate(found):
        text = " ".join(report.body[value.start : value.end].split())
        slots.setdefault(slot, []).append(
            {"number": number, "text": text, "probability": value.probability}
        )
    return {
        "report": report.path,
        "title": report.title,
        "date": day(report.date),
        "slots": [
            {"label": LABELS.get(slot, slot).capitalize(), "values": values}
            for slot, values in slots.items()
        ],
        "parts": _parts(reading, [value for _, value in found]),
    }


def _parts(reading: Reading, values: list[Value]) -> list[dict[str, Any]]:
    body = reading.report.body
    quoted = [reading.passages[value.passage] for value in values]
    cuts = {0, len(body)}
    for one in (*values, *quoted):
        cuts |= {one.start, one.end}
    edges = sorted(cuts)
    return [
        {
            "text": body[start:end],
            "values": [n for n, v in enumerate(values) if v.start <= start < v.end],
            "passages": [n for n, p in enumerate(quoted) if p.start <= start < p.end],
        }
        for start, end in pairwise(edges)
    ]
