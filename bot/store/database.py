"""One SQLite file in WAL mode: checked, private, locked against a second process."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from bot.errors import StoreError
from bot.files import PRIVATE, lock_file
from bot.store.schema import CALL, STEPS, migrate

# Those of the first release: a file without them is no store.
TABLES: Final = frozenset({"inbox", "deliveries", "answers", "votes", "chats", "numbers"})
# What SQLite and the file system refuse, in words that an operator can act on.
MOVE: Final = "; move it away, and restore a backup or start with an empty one"
DAMAGED: Final = f"it is damaged{MOVE}"
READ_ONLY: Final = "it is read-only; make it and its folder writable"
REASONS: Final = {
    "database or disk is full": "the disk is full; free some space",
    "attempt to write a readonly database": READ_ONLY,
    "file is not a database": f"it is no SQLite file{MOVE}",
    "database disk image is malformed": DAMAGED,
    "unable to open database file": "it can't be opened; check the folder and its permissions",
    "database is locked": "another program holds it; stop that program",
}


class Database:
    """Transactions on one file. Used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = acquire_lock(path)
        self._engine = engine_of(path)
        try:
            with self.writing() as connection:
                _check(connection)
                migrate(connection)
        except StoreError as error:
            self.close()
            raise StoreError(_named(path, error)) from error
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self, *, limit: float = CALL, one_state: bool = True) -> Iterator[Connection]:  # noqa: ARG002  no machine between
        """Open a transaction that sees one state of the file.

        Raises:
            StoreError: SQLite refuses.
        """
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self, *, durable: bool = False, limit: float = CALL) -> Iterator[Connection]:  # noqa: ARG002
        """Open a transaction that survives a killed process and, where `durable`, a power cut.

        Raises:
            StoreError: SQLite refuses; the next transaction starts on a new connection.
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
        """Close the file and release its lock."""
        self._engine.dispose()
        os.close(self._lock)


@contextmanager
def read_only(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file as it is at one moment, also while the bot that it belongs to writes it.

    Raises:
        StoreError: it is no store, or one of a newer release.
    """
    if not path.is_file():
        raise StoreError(f"{path}: there is no such file")
    address = f"file:{quote(os.fsencode(path.resolve()))}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True, check_same_thread=False)) as connection:
            connection.isolation_level = None
            connection.execute("BEGIN")
            version_of(path, connection)
            yield connection
    except (sqlite3.Error, DatabaseError) as error:
        raise StoreError(f"{path}: {reason(error).removesuffix(MOVE)}") from error


def version_of(path: Path, connection: sqlite3.Connection) -> int:
    """Return the version of the store's tables.

    Raises:
        StoreError: it is no store, or one of a newer release.
    """
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


def engine_of(path: Path) -> Engine:
    """Return connections to the file, in WAL mode, whose transactions begin when asked to."""
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


def acquire_lock(path: Path) -> int:
    """Return the handle of a lock that ends with the process.

    Two bots on one file would answer everything twice.

    Raises:
        StoreError: another process has it, or the file can't be made or written.
    """
    lock = path.with_name(f"{path.name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for file in (path, lock):
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, PRIVATE))
            file.chmod(PRIVATE)  # SQLite gives -wal and -shm the mode of the file
        return lock_file(lock, PRIVATE)
    except BlockingIOError:
        raise StoreError(
            f"{path}: another rapporteur uses it; stop that one or set store.path"
        ) from None
    except OSError as error:
        raise StoreError(f"{path}: {reason(error)}") from None


def reason(error: Exception) -> str:
    """Return why it was refused, as short as it can be said."""
    if isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return READ_ONLY
    said = str(error.orig if isinstance(error, DatabaseError) else error)
    return REASONS.get(said) or str(getattr(error, "strerror", None) or said)


def _check(connection: Connection) -> None:
    """Raise a StoreError where the file is damaged."""
    damage = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if damage != "ok":
        raise StoreError(DAMAGED)


def _named(path: Path, error: StoreError) -> str:
    line = str(error)
    return line if line.startswith(str(path)) else f"{path}: {line}"
