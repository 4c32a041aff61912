"""What replicas count together, and what tells them that another changed something."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, delete, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_or

from bot.errors import StoreError, StoreUnreachableError
from bot.store.postgres import Postgres, handle_of
from bot.store.schema import CALL, LONG, generations, moments

LISTEN: Final = "LISTEN generations"  # `shared_schema` says when there is something to hear
WAIT: Final = 1.0  # seconds of one wait, so that closing takes no longer
AGAIN: Final = 2.0  # seconds until a server that was lost is listened to again

log = logging.getLogger(__name__)


class Listener:
    """Calls back, from a thread of its own, each time that a replica changed something.

    It has a connection of its own. While that is lost nothing is heard, so whoever listens looks
    now and then all the same; once there is a new one, it calls back for what it may have missed.
    """

    def __init__(self, database: Postgres, changed: Callable[[], None]) -> None:
        self._database = database
        self._changed = changed
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="store listening", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Hear nothing more."""
        self._closed.set()
        self._thread.join(2 * WAIT)

    def _run(self) -> None:
        while not self._closed.is_set():
            try:
                session = self._database.session()
                try:
                    self._listen(session)
                finally:
                    session.invalidate()  # closed at once, also where the server is frozen
                    session.close()
            except StoreError as error:
                log.debug("Other replicas aren't heard: %s", error)
                self._closed.wait(AGAIN)

    def _listen(self, session: Connection) -> None:
        import psycopg  # noqa: PLC0415  an extra

        with (
            self._database.refusals(),
            self._database.deadlines.within(handle_of(session), CALL),
        ):
            session.exec_driver_sql(LISTEN)
        self._call_back()
        driver: Any = session.connection.driver_connection
        try:
            while not self._closed.is_set():
                for _ in driver.notifies(timeout=WAIT):
                    self._call_back()
        except psycopg.Error as error:
            raise StoreUnreachableError(f"{self._database.address}: {error}") from error

    def _call_back(self) -> None:
        if not self._closed.is_set():
            self._changed()


REPORTS: Final = "reports"  # the generation of what is read and published

T = TypeVar("T")
Times = Sequence[float]
Change = Callable[[Times], tuple[Times, T]]

KEPT: Final = 3600.0  # seconds for which a moment may count at most
# Of each call the row keeps until when it counts. The server's clock counts, so that those of
# replicas may differ. One statement, for a replica that freezes must not keep the row locked.
COUNTED: Final = "ARRAY(SELECT time FROM unnest(kept.times) AS time WHERE time > excluded.latest)"
TAKEN: Final = text(
    f"""WITH clock AS MATERIALIZED (
        SELECT CAST(extract(epoch FROM clock_timestamp()) AS DOUBLE PRECISION) AS now
    ), taken AS (
        INSERT INTO moments AS kept (key, times, latest)
        SELECT :key, ARRAY[now + :longest], now FROM clock
        ON CONFLICT (key) DO UPDATE
            SET times = {COUNTED} || excluded.times, latest = excluded.latest
            WHERE cardinality({COUNTED}) < :count
        RETURNING key
    )
    SELECT EXISTS (SELECT FROM taken), now + :longest, (
        SELECT min(time) - now FROM moments, unnest(times) AS time WHERE key = :key AND time > now
    ) FROM clock"""  # noqa: S608  constants
)
ENDED: Final = text(
    """UPDATE moments SET times[array_position(times, :until)] = now + :seconds, latest = now
    FROM (SELECT CAST(extract(epoch FROM clock_timestamp()) AS DOUBLE PRECISION) AS now) AS clock
    WHERE key = :key AND :until = ANY (times)"""
)
NOW: Final = text("SELECT extract(epoch FROM clock_timestamp())")
SETTLED: Final = text(
    """UPDATE moments SET
        times[cardinality(times)] = greatest(times[cardinality(times)], now),
        latest = greatest(latest, now)
    FROM extract(epoch FROM clock_timestamp()) AS now WHERE key = :key AND cardinality(times) > 0"""
)


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most `count` events in any `seconds`."""

    count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class CallTurn:
    """A call's place among those that count.

    Attributes:
        until: when it counts no more if its end isn't told, by the server's clock, in seconds;
            None where there was no room.
        wait: seconds until there may be room.
    """

    until: float | None
    wait: float = 0.0


class Moments:
    """When things happened, of all replicas together: for limits and Telegram's flood control."""

    def __init__(self, database: Postgres, bot_id: int) -> None:
        self._database = database
        self._bot = bot_id

    def count(self, key: str, at: float, window: RateLimit, *, same: bool = False) -> bool:
        """Count an event at this time; say whether the window had room for it.

        With `same`, one that was counted at exactly this time has room: it is tried again.
        """

        def counted(times: Times) -> tuple[Times, bool]:
            recent = [time for time in times if time > at - window.seconds]
            if same and at in recent:
                return recent, True
            if len(recent) < window.count:
                return [*recent, at], True
            return recent, False

        with self._database.writing() as connection:
            return self._changed(connection, key, counted)

    def reserve(self, key: str, windows: Sequence[RateLimit]) -> float:
        """Return the seconds until the next event may happen, and count it there."""
        most = max(window.count for window in windows)
        longest = max(window.seconds for window in windows)
        with self._database.writing() as connection:
            now = float(connection.execute(NOW).scalar_one())

            def reserved(times: Times) -> tuple[Times, float]:
                full = (window for window in windows if len(times) >= window.count)
                slot = max((times[-window.count] + window.seconds for window in full), default=now)
                slot = max(slot, now)
                recent = [time for time in times if time > slot - longest]
                return [*recent, slot][-most:], slot - now

            return self._changed(connection, key, reserved)

    def settle(self, key: str) -> None:
        """Count the event that was reserved last as happening now, if its place was sooner."""
        with self._database.at_once() as connection:
            connection.execute(SETTLED, {"key": f"{self._bot} {key}"})

    def take(self, key: str, window: RateLimit, longest: float) -> CallTurn:
        """Count a call that begins now, where the window has room for it.

        It arrives somewhere between its beginning and its end. So it counts while it is under way,
        `longest` seconds at most, and for the window's seconds from its end on. Of the calls that
        arrive within one window, look at the one that was begun last: the others counted then.
        """
        name = f"{self._bot} {key}"
        values = {"key": name, "count": window.count, "longest": longest}
        with self._database.at_once() as connection:
            taken, until, free = connection.execute(TAKEN, values).one()
        # One that is under way may end now, and counts for the window's seconds then.
        return CallTurn(until) if taken else CallTurn(None, min(free or 0.0, window.seconds))

    def end(self, key: str, turns: Sequence[CallTurn], window: RateLimit) -> None:
        """Say that these calls ended, whatever came of them."""
        with self._database.at_once() as connection:
            for turn in turns:
                values = {"key": f"{self._bot} {key}", "until": turn.until}
                connection.execute(ENDED, {**values, "seconds": window.seconds})

    def purge(self, now: float) -> int:
        """Forget what counts no more; return how many keys that were."""
        with self._database.writing(limit=LONG) as connection:
            old = delete(moments).where(moments.c.latest < now - KEPT)
            return connection.execute(old).rowcount

    def _changed(self, connection: Connection, key: str, change: Change[T]) -> T:
        """Change the key's times, which nobody else changes meanwhile; return what that gave."""
        name = f"{self._bot} {key}"
        mine = moments.c.key == name
        new = insert_or(moments).values(key=name, times=[], latest=0.0).on_conflict_do_nothing()
        connection.execute(new)
        held = select(moments.c.times).where(mine).with_for_update()
        times, result = change(connection.execute(held).scalar_one())
        latest = times[-1] if times else 0.0
        connection.execute(update(moments).where(mine).values(times=list(times), latest=latest))
        return result


class Generations:
    """Counts the changes of what replicas keep at hand: settings, corrections, reports."""

    def __init__(self, database: Postgres) -> None:
        self._database = database

    def all(self) -> Mapping[str, int]:
        """Return name → number of changes."""
        with self._database.at_once() as connection:
            return {row.name: row.number for row in connection.execute(select(generations))}

    def advance(self, name: str) -> int:
        """Say that this changed; return its number. Tables do so by themselves."""
        with self._database.writing() as connection:
            statement = insert_or(generations).values(name=name, number=1)
            more = {"number": generations.c.number + 1}
            statement = statement.on_conflict_do_update(index_elements=["name"], set_=more)
            advanced = connection.execute(statement.returning(generations.c.number))
            return int(advanced.scalar_one())

    def listen(self, changed: Callable[[], None]) -> Listener:
        """Call back, from another thread, soon after any of them changed, until it is closed."""
        return Listener(self._database, changed)
