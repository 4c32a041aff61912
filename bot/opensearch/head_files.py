"""A head's files, in the engine and in a folder of each bot."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np

from bot.errors import SearchError, StoredIndexError
from bot.index import load_generation, save_generation
from bot.opensearch.connection import NEAREST
from bot.opensearch.documents import GENERATION, decoded64, encoded64
from bot.opensearch.head import Head

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from bot.opensearch.connection import Connection
    from bot.opensearch.documents import Names

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
