"""Reports and passages <-> documents of the engine, in the indexes of a generation.

Words go by their numbers in the generation's head, so that the engine's own analysis changes
nothing: "12 7 12" is a text of three words. Three indexes: passages and reports are searched,
`texts` has the reports themselves with what was read of them.
"""

from __future__ import annotations

import base64
import re
import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np

from bot.errors import SearchError
from bot.index import EncodedDocuments, Parameters
from bot.index_cache.indexed import row_in, unpack
from bot.model import Report
from bot.opensearch.connection import SLOW
from bot.retrieval import BY_PASSAGE, BY_REPORT
from bot.retrieval.table import EventRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from opensearchpy import OpenSearch

    from bot.event import Event
    from bot.index_cache import IndexedCorpus
    from bot.model import Progress
    from bot.opensearch.connection import Connection
    from bot.opensearch.head import Naming
    from bot.reading import Reading


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


Document = Mapping[str, Any]
# With replicas a copy is on every node; while nodes come and go they are tried again and again.
COPIED: Final = {"auto_expand_replicas": "0-all", "allocation.max_retries": 1000}
LONGEST_WORD: Final = 1 << 20  # code points, so that no word is cut


class Text(msgspec.Struct, array_like=True, frozen=True):
    """A report: its body, what was read of it, and the words of its passages."""

    body: bytes
    packed: bytes
    tokens: bytes  # int32
    lengths: bytes  # int32


@dataclass(frozen=True)
class OpenedReport:
    """A report with what was read of it."""

    reading: Reading
    event: Event
    words: Sequence[NDArray[np.int32]]  # of each passage


def settings_of(kind: str, shards: int) -> dict[str, Any]:
    """Return the settings and fields of an index that is about to be filled."""
    index: dict[str, Any] = {
        "number_of_shards": shards,
        "number_of_replicas": 0,
        "refresh_interval": -1,
    }
    number, word = {"type": "integer"}, {"type": "keyword"}
    fields: dict[str, Any] = {}
    if kind in {"passages", "reports"}:
        by = BY_PASSAGE if kind == "passages" else BY_REPORT
        index["similarity"] = {"ours": _similarity(by)}
        terms = {"type": "text", "analyzer": "words", "similarity": "ours"}
        fields = {"n": number, "t": terms}
        own = {"keys": word, "about": _said(), "said": _said()}
        fields |= {"k": word} if kind == "passages" else own
    tokenizer = {"type": "whitespace", "max_token_length": LONGEST_WORD}
    analyzer = {"type": "custom", "tokenizer": "words"}
    index["analysis"] = {"tokenizer": {"words": tokenizer}, "analyzer": {"words": analyzer}}
    if kind == "texts":
        index["codec"] = "best_compression"
    mappings: dict[str, Any] = {"dynamic": False, "properties": fields}
    if kind == "reports":
        mappings["_source"] = {"excludes": ["keys", "about", "said"]}
    return {"settings": {"index": index}, "mappings": mappings}


def _similarity(by: Parameters) -> dict[str, Any]:
    return {"type": "BM25", "k1": by.k1, "b": by.b}


def _said() -> dict[str, Any]:
    """Return the field of what is written anywhere in a report, to be looked through by parts."""
    return {"type": "text", "analyzer": "words", "index_options": "docs", "norms": False}


def documents_of(
    kept: IndexedCorpus, names: Names, numbers: NDArray[np.int32], progress: Progress
) -> Iterator[Document]:
    """Yield all documents, each with its index.

    `numbers` has for each word of the kept vocabulary its number in the head.
    """
    entries = kept.indexes.entries
    passages, reports = _parts(entries.passages, numbers), _parts(entries.reports, numbers)
    listed = enumerate(progress(kept.corpus.reports, "reports"))
    first = 0
    for number, report in listed:
        own = [next(passages) for _ in range(int(entries.counts[number]))]
        for at, tokens in enumerate(own, first):
            key = kept.library.passages[at].key
            passage = {"_id": at, "n": at, "t": _written(tokens), "k": key}
            yield {"_index": names.of("passages"), **passage}
        first += len(own)
        packed = bytes(kept.packed[number])
        about = _report(number, report, next(reports), packed)
        yield {"_index": names.of("reports"), **about}
        yield {"_index": names.of("texts"), "_id": number, "d": _text(report, packed, own)}


def _parts(encoded: EncodedDocuments, numbers: NDArray[np.int32]) -> Iterator[NDArray[np.int32]]:
    end = 0
    for length in encoded.lengths.tolist():
        start, end = end, end + length
        yield numbers[encoded.tokens[start:end]]


def _written(tokens: NDArray[np.int32]) -> str:
    return " ".join(map(str, tokens.tolist()))


def _report(
    number: int, report: Report, tokens: NDArray[np.int32], packed: bytes
) -> dict[str, Any]:
    row = row_in(packed)
    about = f"{report.title} {report.date or ''} {report.path}"
    return {
        "_id": number,
        "n": number,
        "t": _written(tokens),
        "row": encoded64(msgspec.msgpack.encode(row)),
        "keys": sorted(row.keys),
        "about": " ".join(said_in(about)),
        "said": " ".join(said_in(report.body)),
    }


def said_in(text: str) -> list[str]:
    """Return the words of a text as they are looked for, whatever their case, each once."""
    return sorted(set(text.casefold().encode("utf-8", "replace").decode().split()))


def _text(report: Report, packed: bytes, own: Sequence[NDArray[np.int32]]) -> str:
    tokens = np.concatenate([np.empty(0, np.int32), *own])
    lengths = np.array([len(part) for part in own], np.int32)
    body = report.body.encode("utf-8", "surrogatepass")
    text = Text(body, packed, tokens.tobytes(), lengths.tobytes())
    return encoded64(msgspec.msgpack.encode(text))


def encoded64(data: bytes | memoryview) -> str:
    """Return bytes as a document has them."""
    return base64.b64encode(data).decode("ascii")


def decoded64(written: str) -> bytes:
    """Return what `encoded64` was given."""
    return base64.b64decode(written)


def tokens_in(written: str) -> NDArray[np.int32]:
    """Return the numbers of the words of a passage or report."""
    return np.array(written.split(), np.int32)


def row_of(written: str) -> EventRow:
    """Return a report's row of the table."""
    return msgspec.msgpack.decode(decoded64(written), type=EventRow)


def opened(report: StoredReport, written: str) -> OpenedReport:
    """Return what the document of a text has; the report has its body from now on."""
    text = msgspec.msgpack.decode(decoded64(written), type=Text)
    report.filled(text.body.decode("utf-8", "surrogatepass"))
    reading, event = unpack(report, text.packed)
    ends = np.cumsum(np.frombuffer(text.lengths, np.int32))
    words = np.split(np.frombuffer(text.tokens, np.int32), ends[:-1])
    return OpenedReport(reading, event, words)


class StoredReport(Report):
    """A report whose body is fetched when it is asked for."""

    def __init__(self, naming: Naming, fetch: Callable[[], str]) -> None:
        for name in ("path", "title", "date", "source", "url", "digest"):
            self.__dict__[name] = getattr(naming, name)
        self.__dict__["_fetch"] = fetch

    @cached_property
    def body(self) -> str:
        """Return the text, fetched once."""
        fetched: str = self.__dict__["_fetch"]()
        return fetched

    def filled(self, body: str) -> None:
        """Take the body that came with something else."""
        self.__dict__.setdefault("body", body)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, StoredReport):
            return NotImplemented
        return (self.path, self.digest, self.date) == (other.path, other.digest, other.date)

    def __hash__(self) -> int:
        return hash((self.path, self.digest))
