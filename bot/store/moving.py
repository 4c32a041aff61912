"""A whole store from one place to another: from a file to a database, or back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Table, func, insert, select, text

from bot.errors import StoreError
from bot.store.database import Database, acquire_lock, read_only
from bot.store.postgres import IN_USE, Address, Postgres, migrate, require_tables_of_today
from bot.store.schema import answers, metadata
from bot.store.statistics import reading_file

Place = Path | Address

ROWS: Final = 1000  # at a time
NO_LIMIT: Final = 86_400.0  # seconds


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
            _copy(table, from_, to)
        return int(to.execute(select(func.count()).select_from(answers)).scalar_one())


def _copy(table: Table, from_: Connection, to: Connection) -> None:
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
