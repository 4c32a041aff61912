"""What a conversation in the terminal remembers from one line to the next."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model import Answer, Found, Turn

if TYPE_CHECKING:
    from bot.assistant import Assistant


@dataclass(slots=True)
class Conversation:
    """Questions and their follow-ups; what was asked `minutes` ago is no longer referred to."""

    assistant: Assistant
    minutes: float
    clock: Callable[[], float] = time.monotonic
    turn: Turn | None = None
    asked: float = 0.0

    def ask(self, question: str) -> Answer:
        """The answer to a question that may follow up the one before."""
        now = self.clock()
        if now - self.asked > self.minutes * 60:
            self.turn = None
        answer = self.assistant.ask(question, self.turn)
        if isinstance(answer, Found) or answer.why in {"not_stated", "closest"}:
            said = answer.answer if isinstance(answer, Found) else None
            self.turn, self.asked = Turn(question, self._focus(answer), answer=said), now
        return answer

    def _focus(self, answer: Answer) -> str | None:
        """The report that the talk is about: the answer's, else the former where it is near."""
        if isinstance(answer, Found):
            return answer.quotes[0].passage.report.path
        near = [scored.passage.report.path for scored in answer.passages]
        if self.turn and (not near or self.turn.report in near):
            return self.turn.report
        return near[0] if near else None
