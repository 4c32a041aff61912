"""What admins say is right where a report's sheet is wrong, and the messages that asked them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from bot.store.database import Database
from bot.store.schema import corrections, prompts


@dataclass(frozen=True, slots=True)
class Corrected:
    """A slot of the report at this path."""

    path: str
    slot: str


class Corrections:
    """Report path and slot → the right value."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> Mapping[str, Mapping[str, str]]:
        """Path → slot → value, of every correction."""
        found: dict[str, dict[str, str]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(select(corrections).order_by(corrections.c.path)):
                found.setdefault(row.path, {})[row.slot] = row.value
        return found

    def put(self, what: Corrected, value: str | None, at: float) -> None:
        """Keep the value instead of a former one; None: the report's own words count again."""
        mine = (corrections.c.path == what.path, corrections.c.slot == what.slot)
        with self._database.writing() as connection:
            connection.execute(delete(corrections).where(*mine))
            if value is not None:
                values = {"path": what.path, "slot": what.slot, "value": value, "at": at}
                connection.execute(insert(corrections), values)

    def ask(self, chat_id: int, message_id: int, what: Corrected, at: float) -> None:
        """The reply to this message of the bot will be the right value."""
        values = {"path": what.path, "slot": what.slot, "at": at}
        statement = insert(prompts).values(chat_id=chat_id, message_id=message_id, **values)
        with self._database.writing() as connection:
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=list(prompts.primary_key), set_=values
                )
            )

    def asked(self, chat_id: int, message_id: int) -> Corrected | None:
        """What this message of the bot asked for."""
        mine = (prompts.c.chat_id == chat_id, prompts.c.message_id == message_id)
        with self._database.reading() as connection:
            row = connection.execute(select(prompts).where(*mine)).first()
        return Corrected(row.path, row.slot) if row else None

    def purge(self, before: float) -> int:
        """Forget the messages that asked before; corrections stay. How many those were."""
        with self._database.writing() as connection:
            return connection.execute(delete(prompts).where(prompts.c.at < before)).rowcount
