"""Questions + what answers them → scores and times."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from bot.evaluation.questions import Question
from bot.evaluation.scoring import Score, score
from bot.model import Answer, Found, Turn


class Answerer(Protocol):
    """Whatever answers questions: the assistant, or a variant to compare it with."""

    def ask(self, question: str, turn: Turn | None = None) -> Answer:
        """The answer to a question that may follow up another."""


@dataclass(frozen=True, slots=True)
class Result:
    """A score, and how long the answer took."""

    score: Score
    milliseconds: float


def evaluate(answerer: Answerer, questions: Iterable[Question]) -> Iterator[Result]:
    """The results in the order of the questions; a follow-up's context is asked before it."""
    for question in questions:
        turn = turn_of(answerer, question.context)
        started = time.perf_counter()
        answer = answerer.ask(question.question, turn)
        elapsed = (time.perf_counter() - started) * 1000
        yield Result(score(question, answer), elapsed)


def turn_of(answerer: Answerer, context: str | None) -> Turn | None:
    """What a follow-up to the question `context` refers to: that question and its first quote."""
    if not context:
        return None
    before = answerer.ask(context)
    if not isinstance(before, Found):
        return Turn(context)
    passage = before.quotes[0].passage
    return Turn(context, passage.report.path, passage.start, before.answer)
