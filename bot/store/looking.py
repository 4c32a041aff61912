"""Reads a store while the bot that it belongs to may be writing it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import Connection, Engine, StaticPool, create_engine
from sqlalchemy.exc import DatabaseError

from bot.errors import StoreError
from bot.store.migrations import STEPS
from bot.store.reasons import MOVE, reason
from bot.store.statistics import Statistics

TABLES: Final = frozenset({"inbox", "deliveries", "answers", "votes", "chats", "numbers"})


@contextmanager
def looking(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as it is at one moment, to be read.

    Raises StoreError where it is no store, or one of a newer release.
    """
    if not path.is_file():
        raise StoreError(f"{path}: there is no such file")
    address = f"file:{quote(os.fsencode(path.resolve()))}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True, check_same_thread=False)) as connection:
            connection.isolation_level = None
            connection.execute("BEGIN")
            _version(path, connection)
            yield connection
    except (sqlite3.Error, DatabaseError) as error:
        raise StoreError(f"{path}: {reason(error).removesuffix(MOVE)}") from error


@contextmanager
def open_statistics(path: Path) -> Iterator[Statistics]:
    """The figures of a store that a bot may be writing. Raises StoreError."""
    if not path.exists():
        raise StoreError(f"{path}: there is no store yet; the bot makes it when it first runs")
    with looking(path) as connection:
        if _version(path, connection) < len(STEPS):
            raise StoreError(f"{path}: of an older release; start the bot, which brings it up")
        engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
        yield Statistics(_Look(engine))


def _version(path: Path, connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if version < 1 or not names >= TABLES:
        raise StoreError(f"{path}: it is a database of something else, not of rapporteur")
    if version > len(STEPS):
        raise StoreError(
            f"{path}: written by a newer release (tables of version {version}, this release knows "
            f"{len(STEPS)}); install that release"
        )
    return int(version)


@dataclass(frozen=True, slots=True)
class _Look:
    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            yield connection
