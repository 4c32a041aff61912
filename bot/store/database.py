"""One SQLite file in WAL mode: checked, private, locked against a second process."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from bot.errors import StoreError
from bot.store.migrations import migrate
from bot.store.reasons import DAMAGED, reason


class Database:
    """Transactions on one file. Used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = claim(path)
        self._engine = engine_of(path)
        try:
            with self.writing() as connection:
                check(connection)
                migrate(connection)
        except StoreError as error:
            self.close()
            raise StoreError(_named(path, error)) from error
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the file. Raises StoreError where SQLite refuses."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self, *, durable: bool = False) -> Iterator[Connection]:
        """A transaction that survives a killed process and, where `durable`, a power cut.

        Raises StoreError where SQLite refuses; the next transaction starts on a new connection.
        """
        with self._transaction("BEGIN IMMEDIATE", "FULL" if durable else "NORMAL") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str, level: str = "NORMAL") -> Iterator[Connection]:
        try:
            with self._engine.connect().execution_options(begin=begin) as connection:
                driver = connection.connection.driver_connection
                if isinstance(driver, sqlite3.Connection):
                    driver.execute(f"PRAGMA synchronous = {level}")
                with connection.begin():
                    yield connection
        except (DatabaseError, OSError) as error:
            self._engine.dispose()
            raise StoreError(f"{self.path}: {reason(error)}") from error

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()
        os.close(self._lock)


def engine_of(path: Path) -> Engine:
    """Connections to the file, in WAL mode, whose transactions begin when they are told to."""
    engine = create_engine(
        f"sqlite:///{path}", pool_size=1, max_overflow=0, connect_args={"check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = (
            None  # SQLAlchemy begins; the driver's own begin comes too late
        )
        for setting in ("journal_mode = WAL", "busy_timeout = 2000", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))

    return engine


def claim(path: Path) -> int:
    """A lock that ends with the process: two bots on one file would answer everything twice."""
    lock = path.with_name(f"{path.name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for file in (path, lock):
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
            file.chmod(0o600)  # SQLite gives -wal and -shm the mode of the file
        claimed = os.open(lock, os.O_RDWR)
    except OSError as error:
        raise StoreError(f"{path}: {reason(error)}") from None
    try:
        fcntl.flock(claimed, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(claimed)
        raise StoreError(
            f"{path}: another rapporteur uses it; stop that one or set store.path"
        ) from None
    return claimed


def check(connection: Connection) -> None:
    """Raise StoreError where the file is damaged."""
    damage = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if damage != "ok":
        raise StoreError(DAMAGED)


def _named(path: Path, error: StoreError) -> str:
    line = str(error)
    return line if line.startswith(str(path)) else f"{path}: {line}"
