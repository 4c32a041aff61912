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


def sheet_of(reading: Reading, event: Event, quoted: tuple[int, int] = (0, 0)) -> dict[str, Any]:
    """The report, its sheet as `slots`, and its text as `parts`, which are the body if joined.

    Each value has a number, by which a part says of which values it is a piece; `passages` are
    the numbers of the values whose passage it belongs to. `quoted` is a range of the body, and a
    part says whether it lies within it.
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
        "parts": _parts(reading, [value for _, value in found], *quoted),
    }


def _parts(reading: Reading, values: list[Value], first: int, last: int) -> list[dict[str, Any]]:
    body = reading.report.body
    passages = [reading.passages[value.passage] for value in values]
    cuts = {0, len(body), *(max(0, min(len(body), place)) for place in (first, last))}
    cuts |= {place for v in values for place in (v.start, v.end)}
    cuts |= {place for p in passages for place in (p.start, p.end)}
    edges = sorted(cuts)
    return [
        {
            "text": body[start:end],
            "values": [n for n, v in enumerate(values) if v.start <= start < v.end],
            "passages": [n for n, p in enumerate(passages) if p.start <= start < p.end],
            "quoted": first <= start < last,
        }
        for start, end in pairwise(edges)
    ]
