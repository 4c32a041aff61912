"""The stage that keeps what was read and indexed, so that it is read and indexed but once.

Each folder of reports has a generation folder of its own.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import shutil
import sys
import unicodedata
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

import bot
from bot.corpus import Corpus
from bot.errors import StoredIndexError
from bot.index import EncodedDocuments, Generation, Index, load_generation, save_generation
from bot.index_cache.indexed import (
    IndexedCorpus,
    Share,
    completed,
    no_reports,
    read_sheet,
    unpacked,
    updated,
)
from bot.model import Problem, Report
from bot.reading import Times
from bot.retrieval import Indexes, Library
from bot.retrieval.table import Entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from bot.index_cache.indexed import Packed

__all__ = [
    "IndexedCorpus",
    "Share",
    "completed",
    "keep",
    "kept_in",
    "no_reports",
    "read_sheet",
    "updated",
]


MOST = 8  # folders of reports whose indexes are kept
NAME = re.compile(r"corpus-[0-9a-f]{12}")
STREAMS = ("passages", "reports")
READING = (
    "corpus", "errors.py", "event.py", "index", "index_cache", "layout.py", "model.py",
    "reader/network.py", "reader/windows.py", "reader/weights/reader.json",
    "reader/weights/tokenizer.json", "reading.py", "retrieval/table.py",
    "slots.py", "text",
)  # fmt: skip
LIBRARIES = (
    "charset-normalizer", "msgspec", "nltk", "numpy", "onnxruntime", "pycountry", "pypdfium2",
    "pystemmer", "python-docx", "pyyaml", "rank-bm25", "tokenizers", "trafilatura",
)  # fmt: skip

log = logging.getLogger(__name__)


def kept_in(place: Path, corpus: Path) -> IndexedCorpus | None:
    """Return what is kept of a folder of reports; None where it can't be used, which is logged."""
    folder, now = _folder(place, corpus), fingerprint()
    if not os.path.exists(folder / "CURRENT"):  # False where one may not look
        return None
    try:
        kept = load(folder, now)
    except StoredIndexError as error:
        log.warning("The kept index can't be used and is built anew: %s", error)
        return None
    if kept is None:
        log.info("The index in %s is of another version and is built anew", folder)
    return kept


def keep(place: Path, corpus: Path, kept: IndexedCorpus) -> None:
    """Keep the index for the next start; where that can't be done, a line is logged."""
    folder = _folder(place, corpus)
    try:
        save(folder, kept, fingerprint())
    except (StoredIndexError, ValueError) as error:
        log.warning("The index can't be kept, so the next start reads all again: %s", error)
    else:
        with suppress(OSError):
            _remove_oldest(place)


def save(folder: Path, kept: IndexedCorpus, version: str) -> None:
    """Keep all of it in the folder in place of what was there, as of this version of the program.

    Raises:
        StoredIndexError: the folder can't be written.
    """
    indexes, corpus = kept.indexes, kept.corpus
    warnings = tuple((w.path, w.reason, w.line) for w in corpus.warnings)
    manifest = Manifest(version, warnings, kept.unread)
    contents: dict[str, Any] = {
        "head": msgspec.json.encode(manifest),
        **_pieces("records", [msgspec.msgpack.encode(r) for r in _records(kept)]),
        **_pieces("readings", kept.packed),
        **dict(_columns(indexes.entries)),
        **indexes.by_passage.files("by_passage"),
        **indexes.by_report.files("by_report", vocabulary=False),
    }
    save_generation(folder, contents)


def load(folder: Path, version: str) -> IndexedCorpus | None:
    """Return what the folder keeps, or None where another version of the program kept it.

    Raises:
        StoredIndexError: it keeps nothing, or it is torn, truncated or foreign.
    """
    generation = load_generation(folder)
    try:
        manifest = msgspec.json.decode(generation.blob("head"), type=Manifest)
        return _loaded(generation, manifest) if manifest.fingerprint == version else None
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise StoredIndexError(
            f"{generation.path}: is no index of this program ({error})"
        ) from error


class Manifest(msgspec.Struct, frozen=True):
    """What a generation says of itself."""

    fingerprint: str
    warnings: tuple[tuple[str, str, int | None], ...]
    unread: tuple[int, ...] = ()


class Record(msgspec.Struct, array_like=True, frozen=True):
    """A report, its file's hash and its facts."""

    path: str
    title: str
    body: str
    date: str | None
    source: str | None
    url: str | None
    file: str
    times: Times


def _loaded(generation: Generation, manifest: Manifest) -> IndexedCorpus:
    decode = msgspec.msgpack.Decoder(Record).decode
    records = [decode(piece) for piece in _pieces_of(generation, "records")]
    reports = tuple(Report(r.path, r.title, r.body, r.date, r.source, r.url) for r in records)
    packed = tuple(_pieces_of(generation, "readings"))
    entries = _entries(generation, tuple(r.times for r in records))
    by_passage = Index.stored(generation, "by_passage")
    vocabulary = by_passage.vocabulary
    by_report = Index.stored(generation, "by_report", vocabulary)
    readings, events, table = unpacked(reports, packed)
    indexes = Indexes(entries, vocabulary, by_passage, by_report)
    library = Library.over(reports, readings, indexes, events)
    warnings = tuple(Problem(*warning) for warning in manifest.warnings)
    hashes = tuple(r.file for r in records)
    library = replace(library, table=table)
    corpus = Corpus(reports, (), warnings, hashes)
    return IndexedCorpus(corpus, packed, library, indexes, manifest.unread)


def _records(kept: IndexedCorpus) -> Iterator[Record]:
    rows = zip(kept.corpus.reports, kept.corpus.hashes, kept.indexes.entries.times, strict=True)
    for r, file, times in rows:
        yield Record(r.path, r.title, r.body, r.date, r.source, r.url, file, times)


def _columns(entries: Entries) -> Iterator[tuple[str, NDArray[Any]]]:
    yield "counts", entries.counts
    yield "bounds", entries.bounds
    for stream in STREAMS:
        encoded: EncodedDocuments = getattr(entries, stream)
        yield f"{stream}.tokens", encoded.tokens
        yield f"{stream}.lengths", encoded.lengths


def _entries(generation: Generation, times: tuple[Times, ...]) -> Entries:
    streams = {
        stream: EncodedDocuments(
            generation.array(f"{stream}.tokens"), generation.array(f"{stream}.lengths")
        )
        for stream in STREAMS
    }
    return Entries(generation.array("counts"), generation.array("bounds"), times=times, **streams)


def _pieces(name: str, pieces: Sequence[Packed]) -> Mapping[str, object]:
    sizes = np.array([len(piece) for piece in pieces], np.int64)
    return {name: pieces, f"{name}.sizes": sizes}


def _pieces_of(generation: Generation, name: str) -> Iterator[memoryview]:
    whole = generation.view(name).data
    ends = np.cumsum(generation.array(f"{name}.sizes")).tolist()
    for start, end in zip([0, *ends], ends, strict=False):
        yield whole[start:end]


def _folder(place: Path, corpus: Path) -> Path:
    name = hashlib.sha256(os.fsencode(_real(corpus))).hexdigest()
    return place / f"corpus-{name[:12]}"


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))  # unlike resolve(), it takes links that lead in a circle


def _remove_oldest(place: Path) -> None:
    def age(folder: Path) -> float:
        try:
            return -(folder / "CURRENT").stat().st_mtime
        except OSError:  # half-made, or being removed
            return -inf

    kept = (folder for folder in place.iterdir() if NAME.fullmatch(folder.name))
    for folder in sorted(kept, key=age)[MOST:]:
        shutil.rmtree(folder, ignore_errors=True)


@lru_cache(maxsize=1)  # a running program is what it was when it started
def fingerprint() -> str:
    """Return the hex SHA-256 of the source and data files that read, and of what they build on."""
    root = Path(bot.__file__).parent
    total = hashlib.sha256(f"{sys.version_info[:2]} {unicodedata.unidata_version}".encode())
    for library in LIBRARIES:
        total.update(f"{library} {_version(library)}\n".encode())
    for file in sorted(file for name in READING for file in _files(root / name)):
        total.update(f"{file.relative_to(root).as_posix()}\n".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return [f for f in path.rglob("*") if f.is_file() and "__pycache__" not in f.parts]


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"
