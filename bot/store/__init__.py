"""What the bot remembers, in one SQLite file: updates, answers, votes, settings, report numbers.

Synchronous, and free of Telegram and asyncio. Times are seconds since the epoch. Every call is one
transaction; what the file system or SQLite refuses is a StoreError.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.store.answers import Answers, QuestionOrigin, StoredAnswer
from bot.store.backup import back_up, restore
from bot.store.database import Database
from bot.store.inbox import Arrival, Inbox, InboxItem, UpdateKey
from bot.store.settings import ChatOverrides, Chats, CorrectedSlot, Corrections, ReportNumbers
from bot.store.statistics import (
    DayFigures,
    ExportLine,
    Gap,
    Statistics,
    UsageFigures,
    open_statistics,
)

__all__ = [
    "Answers",
    "Arrival",
    "ChatOverrides",
    "Chats",
    "CorrectedSlot",
    "Corrections",
    "DayFigures",
    "ExportLine",
    "Gap",
    "Inbox",
    "InboxItem",
    "QuestionOrigin",
    "ReportNumbers",
    "Statistics",
    "Store",
    "StoredAnswer",
    "UpdateKey",
    "UsageFigures",
    "back_up",
    "open_statistics",
    "open_store",
    "restore",
]


@dataclass(frozen=True, slots=True)
class Store:
    """All that is kept, for one bot."""

    inbox: Inbox
    answers: Answers
    chats: Chats
    corrections: Corrections
    numbers: ReportNumbers
    statistics: Statistics
    close: Callable[[], None]


def open_store(path: Path, bot_id: int) -> Store:
    """Return the store in this file, made or migrated where needed.

    Raises:
        StoreError: the file is damaged, unwritable, from a newer release or in use.
    """
    database = Database(path)
    return Store(
        inbox=Inbox(database, bot_id),
        answers=Answers(database),
        chats=Chats(database),
        corrections=Corrections(database),
        numbers=ReportNumbers(database),
        statistics=Statistics(database),
        close=database.close,
    )
