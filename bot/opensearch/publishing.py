"""What was read and indexed -> a new generation in the engine, and the switch to it.

The files of its head are in the engine, and in a folder of each bot.
"""

from __future__ import annotations

import logging
import re
import shutil
import time
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np

from bot.errors import SearchError, StoredIndexError
from bot.index import load_generation, save_generation
from bot.index_cache import fingerprint
from bot.model import no_progress
from bot.opensearch.connection import NEAREST, SLOW
from bot.opensearch.documents import (
    COPIED,
    GENERATION,
    KINDS,
    NOT_FOUND,
    Names,
    decoded64,
    documents_of,
    encoded64,
    remove_old,
    settings_of,
    switch,
)
from bot.opensearch.head import Head, head_files, order_of

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from opensearchpy import OpenSearch

    from bot.index_cache import IndexedCorpus
    from bot.model import Progress
    from bot.opensearch.connection import Connection


PIECE: Final = 1 << 20  # bytes of a file in one document
PATIENT: Final = 10.0  # seconds that the fetching of a piece may take
LIST: Final = "files"  # the document that names all files
OTHER_VERSION: Final = (
    "search: {index} was published by another version of the program: publish again"
)

log = logging.getLogger(__name__)


class File(msgspec.Struct, array_like=True, frozen=True):
    """A file of a head: an array of this type and shape, or bytes where the type is empty."""

    name: str
    kind: str
    shape: tuple[int, ...]
    pieces: int


def head_documents(
    files: Mapping[str, NDArray[Any] | bytes], fingerprint: str
) -> Iterator[dict[str, Any]]:
    """Yield the files of a head as documents, and last the one that lists them."""
    listed: list[File] = []
    for name, content in files.items():
        data = content if isinstance(content, bytes) else np.ascontiguousarray(content).tobytes()
        starts = range(0, len(data), PIECE)
        for number, start in enumerate(starts):
            yield {"_id": f"{name} {number}", "d": encoded64(data[start : start + PIECE])}
        kind = "" if isinstance(content, bytes) else content.dtype.str
        shape = () if isinstance(content, bytes) else content.shape
        listed.append(File(name, kind, shape, len(starts)))
    written = msgspec.json.encode(listed).decode()
    yield {"_id": LIST, "d": written, "fingerprint": fingerprint}


def fetched_head(connection: Connection, names: Names, place: Path, fingerprint: str) -> Head:
    """Return the head of a generation, from its folder or else from the engine.

    Raises:
        SearchError: the engine can't be asked, or another version of the program published it.
    """
    index = names.of("head")
    folder = place / index
    try:
        head = Head(load_generation(folder))
    except StoredIndexError:
        files = _files(connection, index, fingerprint)
        try:
            save_generation(folder, files)
            head = Head(load_generation(folder))
        except StoredIndexError as error:
            raise SearchError(f"search: the head can't be kept: {error}") from error
    if head.about.fingerprint != fingerprint:
        raise SearchError(OTHER_VERSION.format(index=index))
    _remove_others(place, names)
    return head


def _files(connection: Connection, index: str, fingerprint: str) -> dict[str, NDArray[Any] | bytes]:
    listed = connection.call(lambda client: client.get(index=index, id=LIST, preference=NEAREST))[
        "_source"
    ]
    if listed["fingerprint"] != fingerprint:
        raise SearchError(OTHER_VERSION.format(index=index))
    files: dict[str, NDArray[Any] | bytes] = {}
    for file in msgspec.json.decode(listed["d"], type=list[File]):
        ids = [f"{file.name} {number}" for number in range(file.pieces)]
        data = b"".join(_piece(connection, index, piece) for piece in ids)
        array = np.frombuffer(data, file.kind).reshape(file.shape) if file.kind else data
        files[file.name] = array
    return files


def _piece(connection: Connection, index: str, piece: str) -> bytes:
    found = connection.call(
        lambda client: client.get(
            index=index, id=piece, preference=NEAREST, request_timeout=PATIENT
        )
    )
    return decoded64(found["_source"]["d"])


def _remove_others(place: Path, names: Names) -> None:
    """Remove the folders of former heads; who has mapped them keeps them."""
    pattern = re.compile(f"{re.escape(names.name)}-{GENERATION}-head")
    for folder in place.iterdir():
        found = pattern.fullmatch(folder.name)
        if found and found[1] < names.generation:
            shutil.rmtree(folder, ignore_errors=True)


GREEN: Final = 600.0  # seconds to wait until each node has its copies
LOOK: Final = 5  # seconds of one look at that


def publish(connection: Connection, kept: IndexedCorpus, progress: Progress = no_progress) -> Names:
    """Build a generation of these reports, wait for its copies, and switch to it.

    Questions are answered from the generation before meanwhile. Where anything fails, that one
    stays in use, and what was built is removed.

    Raises:
        SearchError: the engine can't be reached, or refuses it.
    """
    names = Names.new(connection.settings.name)
    try:
        _build(connection, names, kept, progress)
        _copied(connection, names)
        switch(connection, names)
    except BaseException:
        _discard(connection, names)
        raise
    remove_old(connection)
    return names


def _build(connection: Connection, names: Names, kept: IndexedCorpus, progress: Progress) -> None:
    shards = connection.settings.shards
    for kind in KINDS:
        body = settings_of(kind, 1 if kind == "head" else shards)
        connection.call(partial(_create, names.of(kind), body))
    words, numbers = _words(kept)
    connection.write(documents_of(kept, names, numbers, progress))
    now = fingerprint()
    files = head_files(kept, words, now, names.generation, progress)
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
