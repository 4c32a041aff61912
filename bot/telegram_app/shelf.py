"""The reports with the numbers that people call them by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.model import Report
from bot.telegram_app.storing import Storage


@dataclass(frozen=True, slots=True)
class Entry:
    """A report and its number."""

    number: int
    report: Report


class Shelf:
    """Number ↔ report, renewed after each reload."""

    def __init__(self, storage: Storage) -> None:
        self.entries: tuple[Entry, ...] = ()
        self._storage = storage
        self._numbers: Mapping[str, int] = {}

    async def fill(self, reports: tuple[Report, ...]) -> None:
        """Number these reports; while the store fails, the new ones stay without."""
        numbers = self._storage.store.numbers
        paths = [report.path for report in reports]
        found = await self._storage.attempt(numbers.assign, paths)
        self._numbers = found or self._numbers
        known = [Entry(self._numbers[r.path], r) for r in reports if r.path in self._numbers]
        self.entries = tuple(sorted(known, key=lambda entry: entry.number))

    def get(self, number: int) -> Report | None:
        """The report of this number."""
        return next((e.report for e in self.entries if e.number == number), None)

    def number(self, path: str) -> int | None:
        """The number of the report at this path."""
        return self._numbers.get(path)
