"""The store as a whole elsewhere: one file as a backup, and back; from a file to a database."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Table, func, insert, select, text

from bot.errors import StoreError
from bot.files import PRIVATE, replacing
from bot.store.database import Database, acquire_lock, read_only, reason
from bot.store.postgres import IN_USE, Address, Postgres, migrate, require_tables_of_today
from bot.store.schema import answers, metadata
from bot.store.statistics import reading_file

Place = Path | Address
ROWS: Final = 1000  # at a time
NO_LIMIT: Final = 86_400.0  # seconds


def back_up(path: Path, target: Path, *, replace: bool = False) -> int:
    """Copy the store as it is at one moment, also while a bot writes it; the copy has mode 0600.

    Returns:
        How many questions are in it.

    Raises:
        StoreError: the store can't be read or the copy not written, it is damaged, or `target`
            exists and `replace` is not set; the target is as it was.
    """
    if target.exists() and path.exists() and target.samefile(path):
        raise StoreError(f"{target}: is the store itself")
    _free(target, replace=replace)
    with read_only(path) as store, _beside(target) as copy:
        return _copy_file(path, store, copy)


def restore(source: Path, path: Path, *, replace: bool = False) -> int:
    """Put a backup in the place of the store; the next start brings its tables up to date.

    Returns:
        How many questions are in it.

    Raises:
        StoreError: a bot uses the store, the backup is damaged, foreign or of a newer release, or
            the store exists and `replace` is not set; it is as it was.
    """
    _free(path, replace=replace)
    with read_only(source) as backup:
        existed = path.exists()
        lock = acquire_lock(path)
        try:
            with _beside(path) as copy:
                questions = _copy_file(source, backup, copy)
                for companion in ("-wal", "-shm"):  # they belong to the former file
                    path.with_name(path.name + companion).unlink(missing_ok=True)
                return questions
        except BaseException:
            if not existed:
                path.unlink(missing_ok=True)  # the claim has made it
            raise
        finally:
            os.close(lock)


def _free(target: Path, *, replace: bool) -> None:
    if target.is_dir():
        raise StoreError(f"{target}: is a folder; name a file")
    if target.exists() and not replace:
        raise StoreError(f"{target}: exists already; --force replaces it")


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Open a private file that takes the target's place once it is whole and on the disk."""
    try:
        with replacing(target.resolve(), PRIVATE) as part:
            yield part
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{target}: {reason(error)}") from error


def _copy_file(source: Path, store: sqlite3.Connection, to: Path) -> int:
    with closing(sqlite3.connect(to)) as copy:
        store.backup(copy)
        try:
            (damage,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            damage = str(error)
        if damage != "ok":
            raise StoreError(f"{source}: it is damaged: {' '.join(damage.split())}")
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without companions
        return int(copy.execute("SELECT count(*) FROM answers").fetchone()[0])


def copy_store(source: Place, target: Place) -> int:
    """Copy everything, also what waits for its answer, to a store that is empty or new.

    Returns:
        How many questions were copied.

    Raises:
        StoreError: one of the two is in use or can't be used, or the target isn't empty; then
            nothing is copied.
    """
    if source == target:
        raise StoreError(f"{source}: is both the source and the target")
    with ExitStack() as opened:
        from_ = opened.enter_context(_read(source))
        to = opened.enter_context(_written(target))
        for table in metadata.sorted_tables:
            if to.execute(select(func.count()).select_from(table)).scalar_one():
                raise StoreError(f"{target}: isn't empty; name a new file or an empty database")
        for table in metadata.sorted_tables:
            _copy_table(table, from_, to)
        return int(to.execute(select(func.count()).select_from(answers)).scalar_one())


def _copy_table(table: Table, from_: Connection, to: Connection) -> None:
    rows = from_.execute(select(table).execution_options(yield_per=ROWS)).mappings()
    for some in rows.partitions():
        to.execute(insert(table), [dict(row) for row in some])
    if table.dialect_options["sqlite"]["autoincrement"]:
        key = table.primary_key.columns[0].name
        _count_on(to, table.name, key, _last(from_, table.name, key))


@contextmanager
def _read(place: Place) -> Iterator[Connection]:
    """Open the source, which nobody may be writing."""
    if isinstance(place, Path):
        with read_only(place):  # before the lock, which makes the file
            lock = acquire_lock(place)
        try:
            with reading_file(place) as connection:
                yield connection
        finally:
            os.close(lock)
        return
    with _unused(place) as database:
        require_tables_of_today(database)
        with database.reading(limit=NO_LIMIT, one_state=True) as connection:
            yield connection


@contextmanager
def _written(place: Place) -> Iterator[Connection]:
    """Open the target; what is written there is kept whole or not at all."""
    with ExitStack() as opened:
        if isinstance(place, Path):
            database: Database | Postgres = opened.enter_context(closing(Database(place)))
        else:
            database = opened.enter_context(_unused(place))
            migrate(database)
        yield opened.enter_context(database.writing(durable=True, limit=NO_LIMIT))


@contextmanager
def _unused(address: Address) -> Iterator[Postgres]:
    """Open the database and keep replicas from it."""
    with closing(Postgres(address)) as database, closing(database.session()) as session:
        lock = text("SELECT pg_try_advisory_lock(:a, :b)")
        with database.refusals():
            free = session.execute(lock, {"a": IN_USE[0], "b": IN_USE[1]}).scalar_one()
        if not free:
            raise StoreError(f"{address}: a bot uses it; stop all its replicas")
        yield database


def _last(connection: Connection, table: str, key: str) -> int:
    """Return the last id that the table gave; it may be gone, and is never given again."""
    if connection.dialect.name == "sqlite":
        query = text("SELECT seq FROM sqlite_sequence WHERE name = :table")
        return int(connection.execute(query, {"table": table}).scalar() or 0)
    sequence = connection.execute(
        text("SELECT pg_get_serial_sequence(:table, :key)"), {"table": table, "key": key}
    ).scalar_one()
    given = f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}"  # noqa: S608  the database's own name
    return int(connection.exec_driver_sql(given).scalar_one())


def _count_on(connection: Connection, table: str, key: str, last: int) -> None:
    """Let the table give ids after this one."""
    if last == 0:
        return
    if connection.dialect.name == "sqlite":
        about = {"table": table, "last": last}
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :table"), about)
        connection.execute(text("INSERT INTO sqlite_sequence VALUES (:table, :last)"), about)
        return
    connection.execute(
        text("SELECT setval(pg_get_serial_sequence(:table, :key), :last)"),
        {"table": table, "key": key, "last": last},
    )
