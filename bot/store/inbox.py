"""Updates between their arrival and the reply: nothing that was accepted is forgotten."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, and_, delete, func, select, tuple_, update

from bot.store.schema import LONG, Transactions, deliveries, inbox, insert_into

# Where an update names a person, or a chat that speaks in its own name.
NAMED: Final = frozenset({"from", "sender_chat", "sender_user", "forward_from"})


@dataclass(frozen=True, slots=True, order=True)
class UpdateKey:
    """Names an update: Telegram counts them for each bot."""

    bot_id: int
    update_id: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as it came, as JSON in ASCII; those of one lane are answered in order."""

    key: UpdateKey
    lane: str
    payload: str
    received: float


@dataclass(frozen=True, slots=True)
class InboxItem:
    """An update that waits for its reply, after `attempts` that failed.

    One that was put off has the time until which in `due`; any other has 0 there.
    """

    key: UpdateKey
    lane: str
    payload: str
    received: float
    attempts: int = 0
    due: float = 0.0


class Inbox:
    """The updates of one bot. An update is pending until it is done or set aside.

    The file may have those of another bot, from before the token was changed.
    """

    def __init__(self, database: Transactions, bot_id: int) -> None:
        self._database = database
        self._bot = bot_id
        self._mine = inbox.c.bot_id == bot_id

    def add(self, arrivals: Iterable[Arrival]) -> int:
        """Keep what is new, in this order, durably; return how many that were."""
        rows = [
            {
                "bot_id": a.key.bot_id,
                "update_id": a.key.update_id,
                "lane": a.lane,
                "state": "pending",
                "received": a.received,
                "due": 0.0,
                "attempts": 0,
                "payload": a.payload,
            }
            for a in arrivals
        ]
        with self._database.writing(durable=True) as connection:
            statement = insert_into(connection, inbox)
            statement = statement.on_conflict_do_nothing(index_elements=["bot_id", "update_id"])
            new = statement.returning(inbox.c.seq)
            return sum(connection.execute(new, row).first() is not None for row in rows)

    def heads(self, busy: Collection[str], limit: int, now: float) -> tuple[InboxItem, ...]:
        """Return the oldest pending update of each lane that is due and not busy, oldest first."""
        first = (
            select(func.min(inbox.c.seq))
            .where(self._mine, inbox.c.state == "pending", inbox.c.lane.not_in(busy))
            .group_by(inbox.c.lane)
        )
        query = (
            select(inbox)
            .where(inbox.c.seq.in_(first), inbox.c.due <= now)
            .order_by(inbox.c.seq)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return tuple(
                InboxItem(
                    UpdateKey(r.bot_id, r.update_id),
                    r.lane,
                    r.payload,
                    r.received,
                    r.attempts,
                    r.due,
                )
                for r in connection.execute(query)
            )

    def done(self, keys: Iterable[UpdateKey]) -> None:
        """Mark as done what was replied to; only the ids are kept, to know a second delivery."""
        self._close(keys, state="done", payload="", error=None)

    def aside(self, key: UpdateKey, error: str) -> None:
        """Keep what can't be handled for a person to look at."""
        self._close([key], state="aside", error=error[:500])

    def later(self, key: UpdateKey, due: float, error: str, *, counted: bool = True) -> None:
        """Put the update off to another attempt at `due`, before anything else in its lane.

        What is not `counted` was no attempt.
        """
        with self._database.writing() as connection:
            connection.execute(
                update(inbox)
                .where(_is(key))
                .values(due=due, attempts=inbox.c.attempts + int(counted), error=error[:500])
            )

    def pending(self) -> int:
        """Return how many updates wait."""
        return self.counts().get("pending", 0)

    def counts(self) -> Mapping[str, int]:
        """Return how many updates are pending, done and set aside."""
        query = select(inbox.c.state, func.count()).where(self._mine).group_by(inbox.c.state)
        with self._database.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def next_due(self) -> float | None:
        """Return when the next of the postponed updates is to be tried."""
        postponed = (self._mine, inbox.c.state == "pending", inbox.c.due > 0)
        query = select(func.min(inbox.c.due)).where(*postponed)
        with self._database.reading() as connection:
            due: float | None = connection.execute(query).scalar_one()
        return due

    def sent(self, key: UpdateKey) -> Mapping[int, int]:
        """Return step → message id of what went out for this update so far."""
        query = select(deliveries.c.step, deliveries.c.message_id).where(_is(key, deliveries))
        with self._database.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def record(self, key: UpdateKey, step: int, message_id: int) -> None:
        """Record that this step of the update's replies went out, so that it is not repeated."""
        row = {"bot_id": key.bot_id, "update_id": key.update_id}
        with self._database.writing() as connection:
            statement = insert_into(connection, deliveries).on_conflict_do_nothing()
            connection.execute(statement, {**row, "step": step, "message_id": message_id})

    def purge(self, done_before: float, aside_before: float) -> int:
        """Forget what was received before; return how many updates that were."""
        old = ((inbox.c.state == "done") & (inbox.c.received < done_before)) | (
            (inbox.c.state == "aside") & (inbox.c.received < aside_before)
        )
        with self._database.writing(limit=LONG) as connection:
            return connection.execute(delete(inbox).where(self._mine, old)).rowcount

    def purge_others(self, before: float) -> int:
        """Forget what other bots received before, also what waits; return how many that were."""
        old = (inbox.c.bot_id != self._bot, inbox.c.received < before)
        kept = select(inbox.c.bot_id, inbox.c.update_id)
        steps = tuple_(deliveries.c.bot_id, deliveries.c.update_id)
        with self._database.writing(limit=LONG) as connection:
            count = connection.execute(delete(inbox).where(*old)).rowcount
            foreign = delete(deliveries).where(deliveries.c.bot_id != self._bot)
            connection.execute(foreign.where(steps.not_in(kept)))
            return count

    def forget_user(self, user_id: int) -> None:
        """Empty what was set aside of a person, and what still waits for another bot."""
        idle = (inbox.c.state == "aside") | (
            (inbox.c.state == "pending") & (inbox.c.bot_id != self._bot)
        )
        query = select(inbox.c.seq, inbox.c.state, inbox.c.payload)
        with self._database.writing(limit=LONG) as connection:
            rows = connection.execute(query.where(idle, inbox.c.payload != "")).all()
            for row in (row for row in rows if _names(row.payload, user_id)):
                state = "aside" if row.state == "aside" else "done"
                connection.execute(
                    update(inbox).where(inbox.c.seq == row.seq).values(payload="", state=state)
                )

    def _close(self, keys: Iterable[UpdateKey], **values: str | None) -> None:
        with self._database.writing() as connection:
            for key in keys:
                connection.execute(update(inbox).where(_is(key)).values(**values))
                connection.execute(delete(deliveries).where(_is(key, deliveries)))


def _is(key: UpdateKey, table: Table = inbox) -> ColumnElement[bool]:
    return and_(table.c.bot_id == key.bot_id, table.c.update_id == key.update_id)


def _names(payload: str, user_id: int) -> bool:
    """Say whether the update is of this person, or repeats a message of theirs."""
    try:
        rest: list[Any] = [json.loads(payload)]
    except (ValueError, RecursionError):
        return True  # nobody can tell, and forgetting too much is the lesser evil
    while rest:
        value = rest.pop()
        if isinstance(value, dict):
            people = (value.get(key) for key in NAMED)
            if any(isinstance(one, dict) and one.get("id") == user_id for one in people):
                return True
            rest += value.values()
        elif isinstance(value, list):
            rest += value
    return False
