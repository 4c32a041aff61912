"""What a conversation in the terminal remembers from one line to the next."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.model import Answer, Found, Turn
from bot.talk import Act, act_on, act_spoken, spoken

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.model import Report

LIKELIEST: Final = 3  # events that are offered at first
FURTHER: Final = 9  # and each time that others are wanted


@dataclass(frozen=True, slots=True)
class PendingQuestion:
    """A question that waits for the choice of an event, and how many of these were shown.

    Without a question it is the event alone that is chosen.
    """

    question: str | None
    act: Act
    offered: tuple[Report, ...]
    shown: int = LIKELIEST


@dataclass(slots=True)
class Conversation:
    """Questions and their follow-ups; what was asked `minutes` ago is no longer referred to."""

    assistant: Assistant
    minutes: float
    clock: Callable[[], float] = time.monotonic
    turn: Turn | None = None
    asked: float = 0.0
    answer: Answer | None = None  # the last one of the reports
    pending: PendingQuestion | None = None

    def say(self, line: str) -> Act:
        """Return what is done about a line: an answer, a choice of events, a report, a text."""
        pending, self.pending = self.pending, None
        if pending and (act := self._chosen(pending, line)):
            return act
        if said := spoken(line):
            self._expire()
            act = act_spoken(said, self.assistant, self._report())
            return replace(act, answer=self.answer) if act.reports else act
        return self._about(line)

    def offer(self) -> Act:
        """Return the events to choose from, newest first, where no question waits for it."""
        act = Act("which", line="ask_usage")
        self.pending = PendingQuestion(None, act, self._newest())
        return replace(act, reports=self.pending.offered[:LIKELIEST])

    def _newest(self) -> tuple[Report, ...]:
        reports = self.assistant.snapshot.reports
        return tuple(sorted(reports, key=lambda r: r.date or "", reverse=True))

    def _about(self, line: str) -> Act:
        self._expire()
        before = self.turn
        answer = self.assistant.ask(line, before)
        act = act_on(answer, self.assistant, before)
        if act.kind == "which":
            others = [report for report in self._newest() if report not in act.reports]
            self.pending = PendingQuestion(line, act, (*act.reports, *others))
            return replace(act, reports=self.pending.offered[:LIKELIEST])
        if act.kind == "answer":
            self._remember(line, answer)
        elif len(act.reports) == 1:
            self.turn, self.asked = Turn(line, act.reports[0].path), self.clock()
        return act

    def _chosen(self, pending: PendingQuestion, line: str) -> Act | None:
        """Return what comes of a choice; None where the line is none."""
        said = line.strip().casefold()
        if said in {"more", "another"}:
            self.pending = replace(pending, shown=pending.shown + FURTHER)
            return replace(pending.act, reports=pending.offered[: self.pending.shown])
        if not (said.isascii() and said.isdigit() and len(said) < LIKELIEST + FURTHER):
            return None
        number = int(said)
        if not 1 <= number <= min(pending.shown, len(pending.offered)):
            return None
        report = pending.offered[number - 1]
        if pending.question is None:
            self.turn, self.asked = Turn(report.title, report.path), self.clock()
            return Act("card", reports=(report,))
        answer = self.assistant.ask(pending.question, Turn(report.title, report.path))
        self._remember(pending.question, answer)
        said_before = answer.answer if isinstance(answer, Found) else None
        self.turn = Turn(pending.question, report.path, answer=said_before)
        return Act("answer", answer)

    def _report(self) -> str | None:
        """Return the path of the report that is talked of; where there is none, of the nearest."""
        if self.turn and self.turn.report:
            return self.turn.report
        near = self.answer.passages if self.answer else ()
        return near[0].passage.report.path if near else None

    def _expire(self) -> None:
        if self.clock() - self.asked > self.minutes * 60:
            self.turn = None

    def _remember(self, question: str, answer: Answer) -> None:
        """Note what follow-ups are about. A refusal is no new subject where there is one."""
        if isinstance(answer, Found):
            path = answer.quotes[0].passage.report.path
            self.turn, self.asked = Turn(question, path, answer=answer.answer), self.clock()
            self.answer = answer
        elif answer.why in {"not_stated", "closest"}:
            self.answer = answer
            if answer.event and not (self.turn and self.turn.report):
                self.turn, self.asked = Turn(question, answer.event.path), self.clock()
