"""Who answers which chat: each lane of updates is one process's at a time."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, Protocol

from sqlalchemy import Connection, text

from bot.errors import StoreError
from bot.store.inbox import Inbox, InboxItem, UpdateKey
from bot.store.postgres import IN_USE, Postgres, handle_of
from bot.store.schema import CALL

MOST_LOOKED_AT: Final = 1000  # lanes, in one look for work
# A replica that is frozen itself loses its lanes, since it looks for work every second.
IDLE: Final = "SET idle_session_timeout = '15s'"
LEADER: Final = 0x6C656164  # names the advisory lock of the bot's leader

HEADS: Final = text(
    """SELECT lane, bot_id, update_id, payload, received, attempts, due FROM (
        SELECT DISTINCT ON (lane) * FROM inbox
        WHERE bot_id = :bot AND state = 'pending'
            AND (lane = ANY(CAST(:lanes AS text[]))) = :within
        ORDER BY lane, update_id
    ) AS heads WHERE due <= :now ORDER BY update_id LIMIT :most"""
)
LOCK: Final = text(
    "SELECT lane FROM unnest(CAST(:lanes AS text[])) AS lane "
    "WHERE pg_try_advisory_lock(hashtextextended(lane, :bot))"
)
UNLOCK: Final = text(
    "SELECT pg_advisory_unlock(hashtextextended(lane, :bot)) "
    "FROM unnest(CAST(:lanes AS text[])) AS lane"
)
LEAD: Final = text("SELECT pg_try_advisory_lock(:leader, hashtext(CAST(:bot AS text)))")
USE: Final = text("SELECT pg_try_advisory_lock_shared(:a, :b)")
LEAVE: Final = text("SELECT pg_advisory_unlock_all()")
ALIVE: Final = text("SELECT 1")


class Lanes(Protocol):
    """Shares the lanes out. Of one lane the oldest update comes first, and alone."""

    def claim(self, busy: Collection[str], limit: int, now: float) -> tuple[InboxItem, ...]:
        """Return updates that can be answered now; only the lanes in `busy` are kept besides."""
        ...

    def owns(self, lane: str) -> bool:
        """Say whether the lane is still this process's."""
        ...

    def leads(self) -> bool:
        """Say whether this process is the one that does what is done once for the bot."""
        ...

    def close(self) -> None:
        """Leave all lanes to others."""
        ...


class OwnLanes:
    """The lanes of a store that no other process uses."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    def claim(self, busy: Collection[str], limit: int, now: float) -> tuple[InboxItem, ...]:
        """Return the oldest update of each lane that is due and not busy."""
        return self._inbox.heads(busy, limit, now)

    def owns(self, lane: str) -> bool:  # noqa: ARG002
        """Say yes."""
        return True

    def leads(self) -> bool:
        """Say yes."""
        return True

    def close(self) -> None:
        """Do nothing: the file's lock is the database's."""


class SharedLanes:
    """Lanes as advisory locks of one session: they end with the process, however that ends.

    Not for servers behind a pool that gives each transaction another session.
    """

    def __init__(self, database: Postgres, bot_id: int) -> None:
        self._database = database
        self._bot = bot_id
        self._turn = threading.Lock()
        self._session: Connection | None = None
        self._owned: set[str] = set()
        self._leads = False

    def claim(self, busy: Collection[str], limit: int, now: float) -> tuple[InboxItem, ...]:
        """Return the oldest update of lanes that are due and no other replica's.

        Raises:
            StoreError: the server fails; all lanes may be others' by now.
        """
        with self._calls() as session:
            self._leave(session, self._owned - set(busy))
            query = {"bot": self._bot, "now": now, "lanes": list(busy), "most": MOST_LOOKED_AT}
            waiting = [row.lane for row in session.execute(HEADS, query | {"within": False})]
            taken: list[str] = []
            while waiting and len(taken) < limit:
                some, waiting = waiting[: limit - len(taken)], waiting[limit - len(taken) :]
                taken += [r.lane for r in session.execute(LOCK, self._named(some))]
            self._owned.update(taken)
            # What another replica answered between the look and the lock is no longer pending.
            query |= {"lanes": taken, "within": True}
            found = _items(session.execute(HEADS, query).mappings())
            self._leave(session, set(taken) - {item.lane for item in found})
            return found

    def owns(self, lane: str) -> bool:
        """Say whether the lane is still this replica's, by asking the server.

        Raises:
            StoreError: the server fails; the lane may be another's by now.
        """
        if lane not in self._owned:
            return False
        with self._calls() as session:
            session.execute(ALIVE)
            return lane in self._owned

    def leads(self) -> bool:
        """Say whether this replica leads the bot's; where none does, it does from now on.

        Raises:
            StoreError: the server fails; another may lead by now.
        """
        with self._calls() as session:
            if self._leads:
                session.execute(ALIVE)
            else:
                who = {"leader": LEADER, "bot": self._bot}
                self._leads = bool(session.execute(LEAD, who).scalar_one())
            return self._leads

    def close(self) -> None:
        """Leave all lanes to others."""
        if self._session is not None:
            with contextlib.suppress(StoreError), self._calls() as session:
                session.execute(LEAVE)
        with self._turn:
            self._end()

    @contextmanager
    def _calls(self) -> Iterator[Connection]:
        """Open the session for a few calls. Where one fails, the locks are gone with it."""
        with self._turn:
            try:
                session = self._session or self._begin()
                with (
                    self._database.refusals(),
                    self._database.deadlines.within(handle_of(session), CALL),
                ):
                    yield session
            except BaseException:
                self._end()
                raise

    def _begin(self) -> Connection:
        self._session = session = self._database.session()
        with (
            self._database.refusals(),
            self._database.deadlines.within(handle_of(session), CALL),
        ):
            session.exec_driver_sql(IDLE)
            if not session.execute(USE, {"a": IN_USE[0], "b": IN_USE[1]}).scalar_one():
                raise StoreError(f"{self._database.address}: it is being copied; start again later")
        return session

    def _end(self) -> None:
        self._owned.clear()
        self._leads = False
        session, self._session = self._session, None
        if session is not None:
            with contextlib.suppress(StoreError), self._database.refusals():
                session.invalidate()  # closed at once, without a word to a server that is frozen
                session.close()

    def _leave(self, session: Connection, lanes: Collection[str]) -> None:
        if lanes:
            session.execute(UNLOCK, self._named(lanes))
            self._owned -= set(lanes)

    def _named(self, lanes: Collection[str]) -> dict[str, object]:
        return {"lanes": list(lanes), "bot": self._bot}


def _items(rows: Iterable[Mapping[Any, Any]]) -> tuple[InboxItem, ...]:
    return tuple(
        InboxItem(
            UpdateKey(row["bot_id"], row["update_id"]),
            row["lane"],
            row["payload"],
            row["received"],
            row["attempts"],
            row["due"],
        )
        for row in rows
    )
