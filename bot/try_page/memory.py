"""What the bot keeps, read beside it: which question a message answered, and report numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Select, create_engine, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from bot.model import Turn
from bot.store.schema import answers, numbers


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the bot took it, with what it followed up."""

    question: str
    turn: Turn | None = None


class Memory:
    """The bot's store, opened to read only. What can't be read is as if it were not there."""

    def __init__(self, path: Path) -> None:
        uri = f"sqlite:///file:{quote(str(path.absolute()))}?mode=ro&uri=true"
        self._engine = create_engine(uri, poolclass=NullPool)

    def asked(self, chat_id: int, reply_id: int) -> Asked | None:
        """The question that this message of the bot answers; None where it answers none."""
        mine = (answers.c.chat_id == chat_id, answers.c.reply_id == reply_id)
        newest = select(answers).where(*mine).order_by(answers.c.id.desc()).limit(1)
        for row in self._rows(newest):
            return Asked(row["question"], self._turn(row) if row["before"] else None)
        return None

    def numbers(self) -> Mapping[str, int]:
        """Path → the number that people name the report by."""
        return {row["path"]: row["number"] for row in self._rows(select(numbers))}

    def _turn(self, row: Mapping[str, Any]) -> Turn:
        """The question before, and the report that answered it."""
        former = (
            select(answers.c.report)
            .where(answers.c.chat_id == row["chat_id"], answers.c.question == row["before"])
            .where(answers.c.id < row["id"], answers.c.report.is_not(None))
            .order_by(answers.c.id.desc())
            .limit(1)
        )
        reports = [found["report"] for found in self._rows(former)]
        return Turn(row["before"], reports[0] if reports else None)

    def _rows(self, query: Select[Any]) -> list[Mapping[str, Any]]:
        try:
            with self._engine.connect() as connection:
                return [dict(row) for row in connection.execute(query).mappings()]
        except DatabaseError:  # not made yet, or the bot is just closing it
            return []
