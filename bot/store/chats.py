"""What admins set for single chats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.store.database import Database
from bot.store.schema import answers, chats


@dataclass(frozen=True, slots=True)
class Settings:
    """A chat's own settings; None: as configured."""

    groups: str | None = None
    language: str | None = None


class Chats:
    """Chat id → settings."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> Mapping[int, Settings]:
        """The settings of every chat that has its own."""
        with self._database.reading() as connection:
            rows = connection.execute(select(chats))
            return {r.chat_id: Settings(r.groups, r.language) for r in rows}

    def set(self, chat_id: int, settings: Settings) -> None:
        """Keep these settings for the chat."""
        values = {"groups": settings.groups, "language": settings.language}
        statement = insert(chats).values(chat_id=chat_id, **values)
        with self._database.writing() as connection:
            connection.execute(
                statement.on_conflict_do_update(index_elements=["chat_id"], set_=values)
            )

    def forget(self, chat_id: int) -> None:
        """The chat has no settings of its own any more."""
        with self._database.writing() as connection:
            connection.execute(delete(chats).where(chats.c.chat_id == chat_id))

    def migrate(self, old: int, new: int) -> None:
        """A group became a supergroup: its settings and its answers go with it."""
        with self._database.writing() as connection:
            if connection.execute(select(chats).where(chats.c.chat_id == old)).first():
                connection.execute(delete(chats).where(chats.c.chat_id == new))
            connection.execute(update(chats).where(chats.c.chat_id == old).values(chat_id=new))
            connection.execute(update(answers).where(answers.c.chat_id == old).values(chat_id=new))
