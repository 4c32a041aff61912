"""A PostgreSQL database in transactions: each within its deadline, on a server of two or more."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from sqlalchemy import Connection, Engine, NullPool, QueuePool, create_engine, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.errors import StoreError, StoreUnreachableError
from bot.store.schema import CALL, LONG, SHARED_STEPS, STEPS, missing, on_postgres

if TYPE_CHECKING:
    import psycopg

TICK: Final = 0.25  # seconds between two looks at what is overdue
SCHEME: Final = "postgresql+psycopg://"
CONNECTIONS: Final = 8
MIGRATING: Final = (0x72617070, 1)  # names of advisory locks
IN_USE: Final = (0x72617070, 2)
# What the address may set otherwise. A server that is cut off is noticed as fast as a frozen one.
DEFAULTS: Final = {
    "connect_timeout": "2",
    "target_session_attrs": "read-write",  # of several hosts the one that is no standby
    "keepalives_idle": "2",
    "keepalives_interval": "1",
    "keepalives_count": "3",
    "tcp_user_timeout": "3000",
    "application_name": "rapporteur",
    "options": f"-c statement_timeout={LONG:.0f}s",
}


class Deadlines:
    """Breaks connections whose calls take too long.

    A thread that waits for a frozen server sleeps in the driver; only its socket can wake it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watched: dict[int, tuple[float, socket.socket]] = {}
        self._closed = threading.Event()
        self._count = 0
        self._thread = threading.Thread(target=self._run, name="store deadlines", daemon=True)
        self._thread.start()

    @contextmanager
    def within(self, handle: int, seconds: float) -> Iterator[None]:
        """Break the connection of this file handle where the block takes longer."""
        # A copy of the handle names this connection, also once the driver has closed its own.
        watched = socket.socket(fileno=os.dup(handle))
        with self._lock:
            self._count += 1
            number = self._count
            self._watched[number] = (time.monotonic() + seconds, watched)
        try:
            yield
        finally:
            with self._lock:
                del self._watched[number]
            watched.close()

    def close(self) -> None:
        """End the watching."""
        self._closed.set()
        self._thread.join(4 * TICK)

    def _run(self) -> None:
        while not self._closed.wait(TICK):
            now = time.monotonic()
            with self._lock:
                for due, watched in self._watched.values():
                    if due <= now:
                        with contextlib.suppress(OSError):  # broken already
                            watched.shutdown(socket.SHUT_RDWR)


class CircuitBreaker:
    """While the server doesn't answer, lets one call at a time look whether it does again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._trouble: str | None = None
        self._probed = False

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Pass through, unless another call looks already.

        Raises:
            StoreUnreachableError: with the former trouble, at once.
        """
        with self._lock:
            if self._probed:
                raise StoreUnreachableError(self._trouble or "")
            probing = self._probed = self._trouble is not None
        trouble: str | None = None
        try:
            yield
        except StoreUnreachableError as error:
            trouble = str(error)
            raise
        finally:
            with self._lock:
                self._trouble = trouble
                self._probed = self._probed and not probing


@dataclass(frozen=True, slots=True)
class Address:
    """Where the database is, without a secret; and the secret, which is never shown."""

    url: str
    password: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        parts = urlsplit(self.url)
        return f"{parts.netloc.rpartition('@')[2]}{parts.path}"


class Postgres:
    """Transactions on one database. Used by many threads at a time."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._pooled = self._engine(
            poolclass=QueuePool, pool_size=CONNECTIONS, max_overflow=0, pool_timeout=CALL
        )
        self._single = self._engine(poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self._breaker = CircuitBreaker()
        self.deadlines = Deadlines()

    @contextmanager
    def reading(self, *, limit: float = CALL, one_state: bool = False) -> Iterator[Connection]:
        """Open the database for a query, or with `one_state` for several that see the same.

        Raises:
            StoreError: the server refuses; StoreUnreachableError: it doesn't answer in time.
        """
        opened = self._transaction("REPEATABLE READ", limit) if one_state else self.at_once(limit)
        with opened as connection:
            yield connection

    @contextmanager
    def writing(self, *, durable: bool = False, limit: float = CALL) -> Iterator[Connection]:  # noqa: ARG002  each is
        """Open a transaction that survives a killed process and a power cut.

        Raises:
            StoreError: the server refuses; StoreUnreachableError: it doesn't answer in time.
        """
        with self._transaction("READ COMMITTED", limit) as connection:
            yield connection

    @contextmanager
    def at_once(self, limit: float = CALL) -> Iterator[Connection]:
        """Open a connection whose statements are each a transaction, in one call to the server.

        Raises:
            StoreError: the server refuses; StoreUnreachableError: it doesn't answer in time.
        """
        with (
            self._breaker.passing(),
            self.refusals(),
            self._pooled.connect() as found,
            self.deadlines.within(handle_of(found), limit),
        ):
            yield found.execution_options(isolation_level="AUTOCOMMIT")

    def session(self) -> Connection:
        """Return a connection of its own, for locks that last as long as it does.

        Raises:
            StoreError: the server refuses; StoreUnreachableError: it can't be reached.
        """
        with self.refusals():
            return self._single.connect()

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turn what the driver raises into a StoreError."""
        try:
            yield
        except (SQLAlchemyError, OSError) as error:
            raise _refusal(self.address, error) from error

    def close(self) -> None:
        """Close all connections."""
        self._pooled.dispose()
        self._single.dispose()
        self.deadlines.close()

    @contextmanager
    def _transaction(self, level: str, limit: float) -> Iterator[Connection]:
        with (
            self._breaker.passing(),
            self.refusals(),
            self._pooled.connect() as found,
            self.deadlines.within(handle_of(found), limit),
        ):
            connection = found.execution_options(isolation_level=level)
            with connection.begin():
                yield connection

    def _engine(self, **more: Any) -> Engine:  # noqa: ANN401  what create_engine takes
        try:
            return create_engine(SCHEME, creator=lambda: _connect(self.address), **more)
        except ImportError:
            raise StoreError(
                "store.url: PostgreSQL needs an extra: pip install 'rapporteur[postgres]'"
            ) from None


def handle_of(connection: Connection) -> int:
    """Return the file handle of the connection's socket."""
    driver: Any = connection.connection.driver_connection
    return int(driver.fileno())


def _connect(address: Address) -> psycopg.Connection[Any]:
    import psycopg  # noqa: PLC0415  an extra
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415

    given = conninfo_to_dict(f"postgresql://{address.url.removeprefix(SCHEME)}")
    secret = {"password": address.password} if address.password else {}
    return psycopg.connect(**{**DEFAULTS, **given, **secret})  # type: ignore[arg-type]


def _refusal(address: Address, error: Exception) -> StoreError:
    """Return the error in one line, and whether the server may answer later."""
    said = error.orig if isinstance(error, DBAPIError) else error
    line = " ".join(str(said).split())
    line = line if len(line) <= 300 else f"{line[:296]} …"
    passing = isinstance(error, OperationalError | InterfaceError | PoolTimeoutError | OSError)
    if passing or (isinstance(error, DBAPIError) and error.connection_invalidated):
        return StoreUnreachableError(f"{address}: {line or 'the server does not answer'}")
    return StoreError(f"{address}: {line}")


def migrate(database: Postgres) -> None:
    """Bring the database to today's tables, by one replica at a time: whole or not at all.

    Raises:
        StoreError: a newer release made the tables, or the server refuses.
    """
    with database.writing(limit=LONG) as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:a, :b)"), _named(MIGRATING))
        connection.exec_driver_sql(
            "CREATE TABLE IF NOT EXISTS store_version "
            "(part TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL)"
        )
        try:
            _advance(connection, "tables", STEPS)
            _advance(connection, "shared", SHARED_STEPS)
        except StoreError as error:
            raise StoreError(f"{database.address}: {error}") from error


def require_tables_of_today(database: Postgres) -> None:
    """Raise a StoreError where the database has no tables of this release."""
    exists = text("SELECT to_regclass('store_version') IS NOT NULL")
    query = text("SELECT part, version FROM store_version")
    with database.reading() as connection:
        found = connection.execute(exists).scalar_one() and connection.execute(query).all()
    if not found:
        line = "there is no store yet; the bot makes it when it first runs"
    elif {row.part: row.version for row in found} != {
        "tables": len(STEPS),
        "shared": len(SHARED_STEPS),
    }:
        line = "of another release; start a bot of this one, which brings it up"
    else:
        return
    raise StoreError(f"{database.address}: {line}")


def _advance(connection: Connection, part: str, steps: Sequence[Sequence[str]]) -> None:
    found = connection.execute(
        text("SELECT version FROM store_version WHERE part = :p"), {"p": part}
    )
    for statement in missing(found.scalar() or 0, steps):
        connection.exec_driver_sql(on_postgres(statement))
    connection.execute(
        text(
            "INSERT INTO store_version VALUES (:p, :v) "
            "ON CONFLICT (part) DO UPDATE SET version = excluded.version"
        ),
        {"p": part, "v": len(steps)},
    )


def _named(lock: tuple[int, int]) -> dict[str, int]:
    return {"a": lock[0], "b": lock[1]}
