"""The reports as a conversation in the terminal lists and shows them, each with its number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.assistant import Assistant
    from bot.model import Report

USAGE = "/report N shows what report N says at a glance, /report N text the whole of it."


@dataclass(frozen=True, slots=True)
class Listing:
    """Reports by number. A report keeps its number, whatever a reload adds or removes."""

    assistant: Assistant
    _numbers: dict[str, int] = field(default_factory=dict)

    def listed(self, words: str) -> str:
        """The reports that have all these words in title, date or address, a line each."""
        from bot.rendering.words import harmless, source

        lines = [f"{n}. {' · '.join(source(report))}" for n, report in self._numbered().items()]
        wanted = words.casefold().split()
        found = [line for line in lines if all(word in line.casefold() for word in wanted)]
        return harmless("\n".join(found) or f"No report holds {words}.")

    def shown(self, argument: str) -> str:
        """What the report of the number in the argument says, or why none is shown."""
        from bot.rendering.words import harmless

        number, _, more = argument.strip().partition(" ")
        if not (number.isascii() and number.isdigit()) or more.strip() not in {"", "text"}:
            return USAGE
        report = self._numbered().get(int(number[:9]))
        if report is None:
            return f"There is no report {number[:9]}; /reports lists them."
        lines = [report.body] if more else self._card(report)
        return harmless("\n".join((*self._head(report), *lines)).rstrip())

    def _numbered(self) -> dict[int, Report]:
        for report in self.assistant.snapshot.reports:
            self._numbers.setdefault(report.path, len(self._numbers) + 1)
        found = {self._numbers[r.path]: r for r in self.assistant.snapshot.reports}
        return dict(sorted(found.items()))

    def _head(self, report: Report) -> tuple[str, ...]:
        from bot.rendering.words import source

        return (" · ".join(source(report)), "")

    def _card(self, report: Report) -> Iterator[str]:
        from bot.answering.sheets import SUMMARY
        from bot.rendering.event_object import LABELS
        from bot.rendering.words import headline

        empty = True
        for slot in SUMMARY:
            if found := self.assistant.stated(report.path, slot, report.title):
                empty = False
                yield f"{LABELS.get(slot, slot).capitalize()}: {headline(found)}"
        if empty:
            yield "Nothing was found in it that a card shows; /report N text shows all of it."
