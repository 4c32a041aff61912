"""Figures over what was asked: days, shares, votes, and what the reports did not answer."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Protocol

from sqlalchemy import (
    Connection,
    Engine,
    Label,
    RowMapping,
    StaticPool,
    Subquery,
    Table,
    create_engine,
    func,
    select,
)

from bot.errors import StoreError
from bot.store.database import read_only, version_of
from bot.store.postgres import Address, Postgres, require_tables_of_today
from bot.store.schema import LONG, STEPS, answers, corrections, reported, votes

DAY = 86_400
NO_QUESTIONS = ("chatter", "no_question")  # why nothing could be answered
GAPS = ("not_stated", "closest", "unknown_event")  # why the reports did not answer


@dataclass(frozen=True, slots=True)
class DayFigures:
    """A day's questions; `start` is its beginning in UTC, seconds since the epoch.

    `median` is in seconds, of the time to find an answer.
    """

    start: int
    asked: int
    answered: int
    median: float = 0.0


@dataclass(frozen=True, slots=True)
class UsageFigures:
    """What was asked in a time. `median` and `slowest` are seconds to find an answer.

    `corrected` counts the values that admins corrected, `reported` the answers that people
    reported to the operators.
    """

    days: tuple[DayFigures, ...]
    asked: int
    answered: int
    right: int
    wrong: int
    median: float
    slowest: float
    corrected: int = 0
    reported: int = 0


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that the reports did not answer, as last worded, with how often it was asked.

    `event` is the path of the report that it is about, `slot` what it asks for; `reported` counts
    who reported its answer, `answer`, as wrong.
    """

    question: str
    count: int
    answer_id: int
    event: str | None = None
    slot: str | None = None
    reported: int = 0
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class ExportLine:
    """A question with what came of it, for export; `why` says more of what was not answered."""

    asked: float
    question: str
    outcome: str  # sure, closest, not_stated
    why: str | None
    event: str | None
    slot: str | None
    answer: str | None
    report: str | None
    confidence: float
    right: int
    wrong: int
    reported: int = 0


class Readable(Protocol):
    """A store, as far as it is read."""

    def reading(
        self, *, limit: float = LONG, one_state: bool = True
    ) -> AbstractContextManager[Connection]:
        """Open a transaction that sees one state of it."""
        ...


class Statistics:
    """Reads the answers and votes."""

    def __init__(self, database: Readable) -> None:
        self._database = database

    def figures(self, since: float) -> UsageFigures:
        """Return what was asked since then; small talk is no question."""
        asked = (
            select(answers.c.asked, answers.c.why.is_(None), answers.c.seconds)
            .where(answers.c.asked >= since)
            .where(answers.c.why.is_(None) | answers.c.why.not_in(NO_QUESTIONS))
            .order_by(answers.c.asked)
        )
        voted = select(func.sum(votes.c.good), func.count()).where(votes.c.at >= since)
        corrected = select(func.count()).where(corrections.c.at >= since)
        wrong = select(func.count(reported.c.answer_id.distinct())).where(reported.c.at >= since)
        with self._database.reading(limit=LONG, one_state=True) as connection:
            rows = [
                (int(at // DAY), bool(good), float(took))
                for at, good, took in connection.execute(asked)
            ]
            right, both = connection.execute(voted).one()
            counted = [int(connection.execute(of).scalar_one()) for of in (corrected, wrong)]
        seconds = [took for _, _, took in rows]
        return UsageFigures(
            days=tuple(_day(start, list(of)) for start, of in groupby(rows, itemgetter(0))),
            asked=len(rows),
            answered=sum(good for _, good, _ in rows),
            right=int(right or 0),
            wrong=int(both - (right or 0)),
            median=statistics.median(seconds or [0.0]),
            slowest=max(seconds, default=0.0),
            corrected=counted[0],
            reported=counted[1],
        )

    def gaps(self, since: float, limit: int) -> tuple[Gap, ...]:
        """Return the questions since then that went unanswered, or whose answer was reported.

        Those of one event are together, slot by slot; first those reported, then the most frequent.
        """
        said = _counted(reported, func.count().label("said"))
        query = (
            select(answers, said.c.said)
            .join(said, said.c.answer_id == answers.c.id, isouter=True)
            .where(answers.c.why.in_(GAPS) | said.c.said.is_not(None), answers.c.asked >= since)
            .order_by(answers.c.id)
        )
        found: dict[tuple[object, ...], Gap] = {}
        with self._database.reading(limit=LONG, one_state=True) as connection:
            for row in connection.execute(query).mappings():
                same = " ".join(row["question"].casefold().strip(" ?!.").split())
                key = (row["event"], row["slot"], same)
                found[key] = _added(row, found.get(key))
        return _together(found.values())[:limit]

    def lines(self) -> Iterator[ExportLine]:
        """Yield all questions, oldest first."""
        counted = _counted(votes, func.sum(votes.c.good).label("good"), func.count().label("both"))
        said = _counted(reported, func.count().label("said"))
        query = (
            select(answers, counted.c.good, counted.c.both, said.c.said)
            .join(counted, counted.c.answer_id == answers.c.id, isouter=True)
            .join(said, said.c.answer_id == answers.c.id, isouter=True)
            .order_by(answers.c.id)
        )
        with self._database.reading(limit=LONG, one_state=True) as connection:
            for r in connection.execute(query).mappings():
                right, both = int(r["good"] or 0), int(r["both"] or 0)
                yield ExportLine(
                    r["asked"], r["question"], _outcome(r["why"]), r["why"], r["event"], r["slot"],
                    r["answer"], r["report"], r["confidence"], right, both - right,
                    int(r["said"] or 0),
                )  # fmt: skip


@contextmanager
def open_statistics(path: Path) -> Iterator[Statistics]:
    """Open the figures of a store that a bot may be writing.

    Raises:
        StoreError: there is no store, or it can't be read.
    """
    if not path.exists():
        raise StoreError(f"{path}: there is no store yet; the bot makes it when it first runs")
    with reading_file(path) as connection:
        yield Statistics(_ReadOnly(connection.engine))


@contextmanager
def reading_file(path: Path) -> Iterator[Connection]:
    """Open the file as it is at one moment.

    Raises:
        StoreError: it is no store, or not one with today's tables.
    """
    with read_only(path) as driver:
        if version_of(path, driver) < len(STEPS):
            raise StoreError(f"{path}: of an older release; start the bot, which brings it up")
        engine = create_engine("sqlite://", creator=lambda: driver, poolclass=StaticPool)
        with engine.connect() as connection:
            yield connection


@contextmanager
def open_shared_statistics(address: Address) -> Iterator[Statistics]:
    """Open the figures of a store that replicas may be writing.

    Raises:
        StoreError: it can't be reached or read, or is not one with today's tables.
    """
    with closing(Postgres(address)) as database:
        require_tables_of_today(database)
        yield Statistics(database)


@dataclass(frozen=True, slots=True)
class _ReadOnly:
    engine: Engine

    @contextmanager
    def reading(self, *, limit: float = LONG, one_state: bool = True) -> Iterator[Connection]:  # noqa: ARG002
        with self.engine.connect() as connection:
            yield connection


def _counted(table: Table, *columns: Label[int]) -> Subquery:
    """Return the columns for each answer that has any rows in the table."""
    return select(table.c.answer_id, *columns).group_by(table.c.answer_id).subquery()


def _outcome(why: str | None) -> str:
    """Return the outcome as answer objects name it."""
    return "sure" if why is None else "closest" if why == "closest" else "not_stated"


def _added(row: RowMapping, before: Gap | None) -> Gap:
    return Gap(
        row["question"],
        before.count + 1 if before else 1,
        row["id"],
        row["event"],
        row["slot"],
        int(row["said"] or 0) + (before.reported if before else 0),
        row["answer"] if row["said"] else before.answer if before else None,
    )


def _together(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    events: dict[str | None, dict[str | None, list[Gap]]] = {}
    for gap in sorted(gaps, key=lambda gap: (-gap.reported, -gap.count, -gap.answer_id)):
        events.setdefault(gap.event, {}).setdefault(gap.slot, []).append(gap)
    by_slot = [sorted(slots.values(), key=_urgency) for slots in events.values()]
    by_event = sorted(by_slot, key=lambda groups: _urgency(chain.from_iterable(groups)))
    return tuple(chain.from_iterable(chain.from_iterable(by_event)))


def _urgency(gaps: Iterable[Gap]) -> tuple[int, int]:
    """Return what those sort by that were reported, then asked, most often: the least first."""
    group = list(gaps)
    return -sum(gap.reported for gap in group), -sum(gap.count for gap in group)


def _day(number: int, rows: Sequence[tuple[int, bool, float]]) -> DayFigures:
    answered = sum(good for _, good, _ in rows)
    return DayFigures(
        number * DAY, len(rows), answered, statistics.median(took for *_, took in rows)
    )
