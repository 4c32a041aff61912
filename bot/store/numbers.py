"""Report numbers: `/report 3` names the same report for ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from bot.store.database import Database
from bot.store.schema import numbers


class Numbers:
    """Path → number; a number is never given to another path, nor after its report went."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def assign(self, paths: Iterable[str]) -> Mapping[str, int]:
        """The numbers of these paths, the new ones counted on in this order."""
        wanted = tuple(paths)
        with self._database.writing() as connection:
            rows = connection.execute(select(numbers.c.path, numbers.c.number))
            known = {row[0]: row[1] for row in rows}
            for path in wanted:
                if path not in known:
                    made = connection.execute(insert(numbers), {"path": path})
                    known[path] = int(made.lastrowid)
        return {path: known[path] for path in wanted}
