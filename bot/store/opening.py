"""The store as one value: its parts on one file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.store.answers import Answers
from bot.store.chats import Chats
from bot.store.corrections import Corrections
from bot.store.database import Database
from bot.store.inbox import Inbox
from bot.store.numbers import Numbers
from bot.store.statistics import Statistics


@dataclass(frozen=True, slots=True)
class Store:
    """All that is kept, for one bot."""

    inbox: Inbox
    answers: Answers
    chats: Chats
    corrections: Corrections
    numbers: Numbers
    statistics: Statistics
    close: Callable[[], None]


def open_store(path: Path, bot_id: int) -> Store:
    """The store in this file, made or migrated where needed.

    Raises StoreError where the file is damaged, unwritable, from a newer release or in use.
    """
    database = Database(path)
    return Store(
        inbox=Inbox(database, bot_id),
        answers=Answers(database),
        chats=Chats(database),
        corrections=Corrections(database),
        numbers=Numbers(database),
        statistics=Statistics(database),
        close=database.close,
    )
