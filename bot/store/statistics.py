"""Figures over what was asked: days, shares, votes, and what the reports did not answer."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Protocol

from sqlalchemy import Connection, func, select

from bot.store.schema import answers, votes

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Day:
    """A day's questions; `start` is its beginning in UTC, seconds since the epoch.

    `median` is in seconds, of the time to find an answer.
    """

    start: int
    asked: int
    answered: int
    median: float = 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """What was asked in a time. `median` and `slowest` are seconds to find an answer."""

    days: tuple[Day, ...]
    asked: int
    answered: int
    right: int
    wrong: int
    median: float
    slowest: float


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that the reports did not answer, as last worded, with how often it was asked."""

    question: str
    count: int
    answer_id: int


@dataclass(frozen=True, slots=True)
class Line:
    """A question with what came of it, for export."""

    asked: float
    question: str
    outcome: str
    answer: str | None
    report: str | None
    confidence: float
    right: int
    wrong: int


class Readable(Protocol):
    """A store, as far as it is read."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that sees one state of it."""
        ...


class Statistics:
    """Reads the answers and votes."""

    def __init__(self, database: Readable) -> None:
        self._database = database

    def figures(self, since: float) -> Figures:
        """What was asked since then."""
        day = (answers.c.asked / DAY).cast(answers.c.id.type).label("day")
        asked = (
            select(day, answers.c.why.is_(None), answers.c.seconds)
            .where(answers.c.asked >= since)
            .order_by("day")
        )
        voted = select(func.sum(votes.c.good), func.count()).where(votes.c.at >= since)
        with self._database.reading() as connection:
            rows = [
                (int(d), bool(good), float(took)) for d, good, took in connection.execute(asked)
            ]
            right, both = connection.execute(voted).one()
        seconds = [took for _, _, took in rows]
        return Figures(
            days=tuple(_day(start, list(of)) for start, of in groupby(rows, itemgetter(0))),
            asked=len(rows),
            answered=sum(good for _, good, _ in rows),
            right=int(right or 0),
            wrong=int(both - (right or 0)),
            median=statistics.median(seconds or [0.0]),
            slowest=max(seconds, default=0.0),
        )

    def gaps(self, since: float, limit: int) -> tuple[Gap, ...]:
        """The questions that the reports did not answer since then, the most frequent first."""
        query = (
            select(answers.c.question, answers.c.id)
            .where(
                answers.c.why.in_(("not_stated", "closest", "unknown_event")),
                answers.c.asked >= since,
            )
            .order_by(answers.c.id)
        )
        grouped: dict[str, Gap] = {}
        with self._database.reading() as connection:
            for question, answer_id in connection.execute(query):
                same = " ".join(question.casefold().strip(" ?!.").split())
                before = grouped.get(same)
                grouped[same] = Gap(question, before.count + 1 if before else 1, answer_id)
        ordered = sorted(grouped.values(), key=lambda gap: (-gap.count, -gap.answer_id))
        return tuple(ordered[:limit])

    def lines(self) -> Iterator[Line]:
        """All questions, oldest first."""
        counted = (
            select(
                votes.c.answer_id,
                func.sum(votes.c.good).label("good"),
                func.count().label("both"),
            )
            .group_by(votes.c.answer_id)
            .subquery()
        )
        query = (
            select(answers, counted.c.good, counted.c.both)
            .join(counted, counted.c.answer_id == answers.c.id, isouter=True)
            .order_by(answers.c.id)
        )
        with self._database.reading() as connection:
            for r in connection.execute(query).mappings():
                right, both = int(r["good"] or 0), int(r["both"] or 0)
                yield Line(
                    r["asked"], r["question"], r["why"] or "answered", r["answer"], r["report"],
                    r["confidence"], right, both - right,
                )  # fmt: skip


def _day(number: int, rows: Sequence[tuple[int, bool, float]]) -> Day:
    answered = sum(good for _, good, _ in rows)
    return Day(number * DAY, len(rows), answered, statistics.median(took for *_, took in rows))
