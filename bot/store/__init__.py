"""What the bot remembers: updates, answers, votes, settings, report numbers.

In one SQLite file, or for several replicas of the bot in PostgreSQL.

Synchronous, and free of Telegram and asyncio. Times are seconds since the epoch. Every call is one
transaction; what the file system or the database refuses is a StoreError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

from bot.store.copies import back_up, copy_store, restore
from bot.store.database import Database
from bot.store.inbox import Arrival, Inbox, InboxItem, UpdateKey
from bot.store.jobs import JOBS, Jobs
from bot.store.lanes import Lanes, OwnLanes, SharedLanes
from bot.store.postgres import CONNECTIONS, Address, Postgres, migrate, require_tables_of_today
from bot.store.records import (
    Answers,
    ChatOverrides,
    Chats,
    CorrectedSlot,
    Corrections,
    QuestionOrigin,
    ReportNumbers,
    StoredAnswer,
)
from bot.store.schema import Transactions
from bot.store.shared import (
    REPORTS,
    CallTurn,
    Generations,
    Listener,
    Moments,
    RateLimit,
)
from bot.store.statistics import (
    DayFigures,
    ExportLine,
    Gap,
    Statistics,
    UsageFigures,
    open_shared_statistics,
    open_statistics,
)

THREADS: Final = CONNECTIONS + 1  # one of them for the lanes

__all__ = [
    "JOBS",
    "REPORTS",
    "Address",
    "Answers",
    "Arrival",
    "CallTurn",
    "ChatOverrides",
    "Chats",
    "CorrectedSlot",
    "Corrections",
    "DayFigures",
    "ExportLine",
    "Gap",
    "Inbox",
    "InboxItem",
    "Jobs",
    "Lanes",
    "Listener",
    "OwnLanes",
    "QuestionOrigin",
    "RateLimit",
    "ReportNumbers",
    "Shared",
    "Statistics",
    "Store",
    "StoredAnswer",
    "UpdateKey",
    "UsageFigures",
    "announce",
    "back_up",
    "copy_store",
    "open_jobs",
    "open_shared_statistics",
    "open_shared_store",
    "open_statistics",
    "open_store",
    "restore",
]


class Shared(NamedTuple):
    """What the replicas of a bot have in common beside the state that one bot has."""

    moments: Moments
    generations: Generations
    jobs: Jobs


@dataclass(frozen=True, slots=True)
class Store:
    """All that is kept, for one bot. `shared` is None where no other process uses it.

    `threads` is how many may use it at a time.
    """

    inbox: Inbox
    answers: Answers
    chats: Chats
    corrections: Corrections
    numbers: ReportNumbers
    statistics: Statistics
    lanes: Lanes
    close: Callable[[], None]
    shared: Shared | None = None
    threads: int = 1


def open_store(path: Path, bot_id: int) -> Store:
    """Return the store in this file, made or migrated where needed.

    Raises:
        StoreError: the file is damaged, unwritable, from a newer release or in use.
    """
    database = Database(path)
    inbox = Inbox(database, bot_id)
    return _store(database, inbox, OwnLanes(inbox), database.close)


def open_shared_store(address: Address, bot_id: int) -> Store:
    """Return the store in this database, made or migrated where needed.

    Raises:
        StoreError: the server can't be reached, refuses, or has a newer release's tables.
    """
    database = Postgres(address)
    try:
        migrate(database)
    except BaseException:
        database.close()
        raise
    lanes = SharedLanes(database, bot_id)

    def close() -> None:
        lanes.close()
        database.close()

    store = _store(database, Inbox(database, bot_id), lanes, close)
    shared = Shared(Moments(database, bot_id), Generations(database), Jobs(database))
    return replace(store, shared=shared, threads=THREADS)


def announce(address: Address, name: str) -> None:
    """Tell the replicas that use this database that something changed, such as the reports.

    Raises:
        StoreError: the server can't be reached, or has no store of this release.
    """
    database = Postgres(address)
    try:
        require_tables_of_today(database)
        Generations(database).advance(name)
    finally:
        database.close()


@contextmanager
def open_jobs(address: Address) -> Iterator[Jobs]:
    """Open the table of jobs in this database, which the replicas that use it share.

    Raises:
        StoreError: the server can't be reached, or has no store of this release.
    """
    database = Postgres(address)
    try:
        require_tables_of_today(database)
        yield Jobs(database)
    finally:
        database.close()


def _store(database: Transactions, inbox: Inbox, lanes: Lanes, close: Callable[[], None]) -> Store:
    return Store(
        inbox=inbox,
        answers=Answers(database),
        chats=Chats(database),
        corrections=Corrections(database),
        numbers=ReportNumbers(database),
        statistics=Statistics(database),
        lanes=lanes,
        close=close,
    )
