"""What is set once and looked up by its key: settings of chats, right values, report numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from bot.store.schema import (
    LONG,
    Transactions,
    answers,
    chats,
    corrections,
    insert_into,
    numbers,
    prompts,
)


@dataclass(frozen=True, slots=True)
class ChatOverrides:
    """A chat's own settings; None: as configured."""

    groups: str | None = None
    language: str | None = None


class Chats:
    """Chat id → what admins set for this chat."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    def all(self) -> Mapping[int, ChatOverrides]:
        """Return the settings of every chat that has its own."""
        with self._database.reading() as connection:
            rows = connection.execute(select(chats))
            return {r.chat_id: ChatOverrides(r.groups, r.language) for r in rows}

    def set(self, chat_id: int, settings: ChatOverrides) -> None:
        """Keep these settings for the chat."""
        values = {"groups": settings.groups, "language": settings.language}
        with self._database.writing() as connection:
            statement = insert_into(connection, chats).values(chat_id=chat_id, **values)
            connection.execute(
                statement.on_conflict_do_update(index_elements=["chat_id"], set_=values)
            )

    def forget(self, chat_id: int) -> None:
        """Delete the settings of the chat."""
        with self._database.writing() as connection:
            connection.execute(delete(chats).where(chats.c.chat_id == chat_id))

    def migrate(self, old: int, new: int) -> None:
        """Move the settings and the answers of a group that became a supergroup."""
        with self._database.writing() as connection:
            if connection.execute(select(chats).where(chats.c.chat_id == old)).first():
                connection.execute(delete(chats).where(chats.c.chat_id == new))
            connection.execute(update(chats).where(chats.c.chat_id == old).values(chat_id=new))
            connection.execute(update(answers).where(answers.c.chat_id == old).values(chat_id=new))


@dataclass(frozen=True, slots=True)
class CorrectedSlot:
    """A slot of the report at this path, whose value an admin says is another."""

    path: str
    slot: str


class Corrections:
    """Report path and slot → the right value, and the messages of the bot that asked for one."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    def all(self) -> Mapping[str, Mapping[str, str]]:
        """Return path → slot → value, of every correction."""
        found: dict[str, dict[str, str]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(select(corrections).order_by(corrections.c.path)):
                found.setdefault(row.path, {})[row.slot] = row.value
        return found

    def put(self, what: CorrectedSlot, value: str | None, at: float) -> None:
        """Keep the value instead of a former one; None: the report's own words count again."""
        mine = (corrections.c.path == what.path, corrections.c.slot == what.slot)
        with self._database.writing() as connection:
            connection.execute(delete(corrections).where(*mine))
            if value is not None:
                values = {"path": what.path, "slot": what.slot, "value": value, "at": at}
                connection.execute(insert(corrections), values)

    def ask(self, chat_id: int, message_id: int, what: CorrectedSlot, at: float) -> None:
        """Record that the reply to this message of the bot will be the right value."""
        values = {"path": what.path, "slot": what.slot, "at": at}
        with self._database.writing() as connection:
            statement = insert_into(connection, prompts)
            statement = statement.values(chat_id=chat_id, message_id=message_id, **values)
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=list(prompts.primary_key), set_=values
                )
            )

    def asked(self, chat_id: int, message_id: int) -> CorrectedSlot | None:
        """Return what this message of the bot asked for."""
        mine = (prompts.c.chat_id == chat_id, prompts.c.message_id == message_id)
        with self._database.reading() as connection:
            row = connection.execute(select(prompts).where(*mine)).first()
        return CorrectedSlot(row.path, row.slot) if row else None

    def purge(self, before: float) -> int:
        """Forget the messages that asked before; return how many. Corrections stay."""
        with self._database.writing() as connection:
            return connection.execute(delete(prompts).where(prompts.c.at < before)).rowcount


class ReportNumbers:
    """Path → number: `/report 3` names the same report for ever.

    A number is never given to another path, nor after its report went.
    """

    def __init__(self, database: Transactions) -> None:
        self._database = database

    def assign(self, paths: Iterable[str]) -> Mapping[str, int]:
        """Return the numbers of these paths, the new ones counted on in this order."""
        wanted = tuple(paths)
        every = select(numbers.c.path, numbers.c.number)
        with self._database.writing(limit=LONG) as connection:
            known = {row[0]: row[1] for row in connection.execute(every)}
            if new := [{"path": path} for path in dict.fromkeys(wanted) if path not in known]:
                # Another replica may number the same reports at this moment.
                connection.execute(insert_into(connection, numbers).on_conflict_do_nothing(), new)
                known = {row[0]: row[1] for row in connection.execute(every)}
        return {path: known[path] for path in wanted}
