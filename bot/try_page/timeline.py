"""The reports' events in time: when and where, as their sheets say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.event import Event as Sheet
    from bot.reading import Reading
    from bot.snapshot import Snapshot

SURE: Final = 0.5  # probability from which a value is shown


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
    library = snapshot.library
    found = [event_of(r, e) for r, e in zip(library.readings, library.events, strict=True)]
    return tuple(sorted(found, key=lambda event: (event.starts or "9999", event.title)))


def event_of(reading: Reading, sheet: Sheet) -> Event:
    """When and where this report's event was."""
    report = reading.report
    when, where = sheet.best("when"), sheet.best("where")
    place = report.body[where.start : where.end] if where and where.probability >= SURE else None
    if when is None or when.probability < SURE or sheet.starts is None:
        return Event(report.path, report.title, report.date, stated=False, where=place)
    return Event(
        report.path,
        report.title,
        sheet.starts,
        stated=True,
        when=report.body[when.start : when.end],
        where=place,
        quote=reading.passages[when.passage].text,
    )
