"""What was read and indexed -> a new generation in the engine, and the switch to it."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from bot.errors import SearchError
from bot.index_cache.storage import fingerprint
from bot.model import no_progress
from bot.opensearch.connection import SLOW
from bot.opensearch.documents import (
    COPIED,
    KINDS,
    NOT_FOUND,
    Names,
    documents_of,
    remove_old,
    settings_of,
    switch,
)
from bot.opensearch.head import head_files, order_of
from bot.opensearch.head_files import head_documents

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from opensearchpy import OpenSearch

    from bot.index_cache import IndexedCorpus
    from bot.model import Through
    from bot.opensearch.connection import Connection

GREEN: Final = 600.0  # seconds to wait until each node has its copies
LOOK: Final = 5  # seconds of one look at that

log = logging.getLogger(__name__)


def publish(connection: Connection, kept: IndexedCorpus, through: Through = no_progress) -> Names:
    """Build a generation of these reports, wait for its copies, and switch to it.

    Questions are answered from the generation before meanwhile. Where anything fails, that one
    stays in use, and what was built is removed.

    Raises:
        SearchError: the engine can't be reached, or refuses it.
    """
    names = Names.new(connection.settings.name)
    try:
        _build(connection, names, kept, through)
        _copied(connection, names)
        switch(connection, names)
    except BaseException:
        _discard(connection, names)
        raise
    remove_old(connection)
    return names


def _build(connection: Connection, names: Names, kept: IndexedCorpus, through: Through) -> None:
    shards = connection.settings.shards
    for kind in KINDS:
        body = settings_of(kind, 1 if kind == "head" else shards)
        connection.call(partial(_create, names.of(kind), body))
    words, numbers = _words(kept)
    connection.write(documents_of(kept, names, numbers, through))
    now = fingerprint()
    files = head_files(kept, words, now, names.generation, through)
    head = names.of("head")
    connection.write({"_index": head, **document} for document in head_documents(files, now))


def _create(index: str, body: Mapping[str, Any], client: OpenSearch) -> None:
    client.indices.create(index=index, body=body, request_timeout=SLOW)


def _words(kept: IndexedCorpus) -> tuple[list[str], NDArray[np.int32]]:
    """Return the words that reports have, as a head orders them, and each kept number's new one."""
    indexes = kept.indexes
    used = [
        str(word)
        for word in list(indexes.vocabulary)
        if indexes.by_passage.count_of(word) or indexes.by_report.count_of(word)
    ]
    words = sorted(used, key=order_of)
    numbers = np.zeros(len(indexes.vocabulary), np.int32)
    for number, word in enumerate(words):
        numbers[indexes.vocabulary[word]] = number
    return words, numbers


def _copied(connection: Connection, names: Names) -> None:
    """Let each node have its copies, and wait until all are there."""
    indexes = ",".join(names.all)
    settings: dict[str, Any] = {"index": {**COPIED, "refresh_interval": None}}
    connection.call(lambda client: client.indices.refresh(index=indexes, request_timeout=SLOW))
    connection.call(
        lambda client: client.indices.put_settings(
            index=indexes, body=settings, request_timeout=SLOW
        )
    )
    until = time.monotonic() + GREEN
    while time.monotonic() < until:
        found = connection.call(
            lambda client: client.cluster.health(
                index=indexes, wait_for_status="green", timeout=f"{LOOK}s",
                request_timeout=SLOW, ignore=408,
            )
        )  # fmt: skip
        if found.get("status") == "green":
            return
    raise SearchError(f"search: the copies of {names.of('head')} aren't there in {GREEN:.0f} s")


def _discard(connection: Connection, names: Names) -> None:
    try:
        connection.call(
            lambda client: client.indices.delete(
                index=",".join(names.all), ignore=NOT_FOUND, ignore_unavailable=True,
                request_timeout=SLOW,
            )
        )  # fmt: skip
    except SearchError as error:
        log.warning("What was built in vain can't be removed: %s", error)
