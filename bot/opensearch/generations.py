"""Published reports by generation: what its indexes are called, and which one is in use."""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from bot.errors import SearchError
from bot.opensearch.connection import SLOW

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

    from bot.opensearch.connection import Connection

KINDS: Final = ("passages", "reports", "texts", "head")
STAMP: Final = "%Y%m%d%H%M%S%f"
GENERATION: Final = r"(\d{20}-[0-9a-f]{6})"
KEPT: Final = 600.0  # seconds for which questions may still ask the generation before
SWITCHED: Final = "switched"  # the document of the head that says since when it is in use
NOT_FOUND: Final = 404
LED: Final = 5.0  # seconds in which the nodes have chosen another leader, who knows the aliases


@dataclass(frozen=True, slots=True)
class Names:
    """The indexes of a generation; the name in use is an alias of its head."""

    name: str
    generation: str

    @classmethod
    def new(cls, name: str) -> Names:
        """Return a generation that begins now."""
        return cls(name, f"{datetime.now(UTC):{STAMP}}-{secrets.token_hex(3)}")

    def of(self, kind: str) -> str:
        """Return what the index of this kind is called."""
        return f"{self.name}-{self.generation}-{kind}"

    @property
    def all(self) -> tuple[str, ...]:
        """Return what all of them are called."""
        return tuple(map(self.of, KINDS))


def current_generation(connection: Connection) -> Names | None:
    """Return the generation in use; None where nothing was published yet.

    Raises:
        SearchError: the engine can't be asked.
    """
    name = connection.settings.name
    found = connection.look(
        lambda c: c.indices.get_alias(name=name, ignore=NOT_FOUND, request_timeout=LED)
    )
    indexes = [index for index, about in found.items() if isinstance(about, dict)]
    heads = [match[1] for i in indexes if (match := re.fullmatch(f"{name}-{GENERATION}-head", i))]
    if not heads:
        return None
    if len(heads) > 1:
        raise SearchError(f"search: the alias {name} leads to several generations")
    return Names(name, heads[0])


def switch(connection: Connection, new: Names) -> None:
    """Make a generation the one in use from now on, in one call for all of its aliases.

    Raises:
        SearchError: the engine refuses it; the one before stays in use.
    """
    before = current_generation(connection)
    actions: list[dict[str, dict[str, str]]] = []
    for kind in KINDS:
        alias = new.name if kind == "head" else f"{new.name}-{kind}"
        if before is not None:
            actions.append({"remove": {"index": before.of(kind), "alias": alias}})
        actions.append({"add": {"index": new.of(kind), "alias": alias}})
    connection.write([{"_index": new.of("head"), "_id": SWITCHED, "at": time.time()}])
    body = {"actions": actions}
    connection.call(lambda c: c.indices.update_aliases(body=body, request_timeout=SLOW))


def _switched(connection: Connection, used: Names) -> float:
    """Return since when a generation is in use, in seconds since the epoch."""
    found = connection.call(lambda c: c.get(index=used.of("head"), id=SWITCHED))
    return float(found["_source"]["at"])


def remove_old(connection: Connection, now: float | None = None) -> tuple[str, ...]:
    """Remove the generations before the one in use, ten minutes after it came into use.

    Return the names of the indexes removed. One that is being built is newer, and stays.

    Raises:
        SearchError: the engine can't be asked.
    """
    used = current_generation(connection)
    now = time.time() if now is None else now
    if used is None or now - _switched(connection, used) < KEPT:
        return ()
    name = connection.settings.name
    found = connection.call(lambda c: c.indices.get_alias(index=f"{name}-*", ignore=NOT_FOUND))
    pattern = re.compile(f"{name}-{GENERATION}-(?:{'|'.join(KINDS)})")
    old = sorted(
        index
        for index in found
        if (match := pattern.fullmatch(index)) and match[1] < used.generation
    )
    for index in old:
        connection.call(partial(_delete, index))
    return tuple(old)


def _delete(index: str, client: OpenSearch) -> None:
    client.indices.delete(index=index, ignore=NOT_FOUND, request_timeout=SLOW)
