"""A corpus with what was read and indexed of it, as MessagePack; only what is new is read."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

import msgspec
import numpy as np

from bot.corpus import Corpus
from bot.errors import lost
from bot.event import UNREAD, Event, read_events
from bot.index import Vocabulary
from bot.model import Passage, Report, no_progress
from bot.reader import network
from bot.reading import Block, Reading, Structure, Times, read_report
from bot.retrieval import Indexes, Library
from bot.retrieval.table import Entries, EventRow, EventTable, Lazy, row_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from msgspec.msgpack import Decoder

    from bot.model import Progress

Packed: TypeAlias = "bytes | memoryview"
# New reports, each with the SHA-256 of its file -> the sheets, by path, that others have read. What
# is left out is read here.
Share: TypeAlias = "Callable[[Sequence[tuple[Report, str]]], Mapping[str, Event]]"
Sheets: TypeAlias = "Callable[[Sequence[Reading]], list[Event]]"
NONE: Times = Times(frozenset(), frozenset())
READY = 1024  # readings that are kept unpacked
STALE = 4  # numbers for each word of the reports, from which on unused ones are dropped
CHUNK = 16  # reports that are read before they are packed
AT_ONCE = 64  # reports whose events are read at once, where the others may be read later

log = logging.getLogger(__name__)


class PackedReading(msgspec.Struct, array_like=True, frozen=True):
    """What was read of a report, as rows of values; the table's row is read without the rest."""

    row: msgspec.Raw
    bounds: tuple[tuple[int, int], ...]
    blocks: tuple[Block, ...]
    block_of: tuple[int, ...]
    event: Event


def pack(reading: Reading, event: Event) -> bytes:
    """Return passages, layout and sheet without the report, and without what the indexes have."""
    structure = reading.structure
    bounds = tuple((p.start, p.end) for p in structure.passages)
    row = msgspec.Raw(msgspec.msgpack.encode(row_of(reading, event)))
    return msgspec.msgpack.encode(
        PackedReading(row, bounds, structure.blocks, structure.block_of, event)
    )


def unpack(report: Report, packed: Packed) -> tuple[Reading, Event]:
    """Return what was read of a report with the title and body of the one that was read.

    The reading comes without terms and times, which only indexing needs.

    Raises:
        ValueError: the bytes are those of another report, or of none.
    """
    rows = _decoder().decode(packed)
    passages = tuple(Passage(report, start, end) for start, end in rows.bounds)
    structure = Structure(passages, rows.blocks, rows.block_of)
    return Reading(report, structure, (), (), (), NONE), rows.event


def row_in(packed: Packed) -> EventRow:
    """Return the row of the table alone.

    Raises:
        ValueError: the bytes are those of something else.
    """
    return _row_decoder().decode(packed).row


class _PackedRow(msgspec.Struct, array_like=True, frozen=True):
    """The beginning of `PackedReading`; what follows is skipped."""

    row: EventRow


@lru_cache(maxsize=1)
def _decoder() -> Decoder[PackedReading]:
    return msgspec.msgpack.Decoder(PackedReading)


@lru_cache(maxsize=1)
def _row_decoder() -> Decoder[_PackedRow]:
    return msgspec.msgpack.Decoder(_PackedRow)


@dataclass(frozen=True, slots=True)
class IndexedCorpus:
    """A corpus as it was read, and what was read and indexed of each report, in its order.

    `unread` has the numbers of the reports whose events have still to be read.
    """

    corpus: Corpus
    packed: tuple[Packed, ...]
    library: Library
    indexes: Indexes
    unread: tuple[int, ...] = ()


def unpacked(
    reports: Sequence[Report], packed: Sequence[Packed]
) -> tuple[Sequence[Reading], Sequence[Event], EventTable]:
    """Return the readings, the sheets and their table, each unpacked when it is asked for."""
    both = Lazy(len(packed), lambda number: unpack(reports[number], packed[number]), READY)
    readings = Lazy(len(packed), lambda number: both[number][0], 0)
    events = Lazy(len(packed), lambda number: both[number][1], 0)
    return readings, events, EventTable(reports, lambda number: row_in(packed[number]))


def no_reports() -> IndexedCorpus:
    """Return what is known before anything is read."""
    vocabulary = Vocabulary()
    indexes = Indexes.of(Entries.of((), vocabulary), vocabulary)
    return IndexedCorpus(Corpus(()), (), Library.over((), (), indexes), indexes)


def updated(
    known: IndexedCorpus,
    corpus: Corpus,
    progress: Progress = no_progress,
    *,
    later: bool = False,
    share: Share | None = None,
) -> IndexedCorpus:
    """Return the reports' readings and indexes; reports go through `progress`.

    With `later`, of many new reports the events are left to `completed`, so that questions about
    their passages can be answered meanwhile. With `share`, others may read some of the events.
    """
    rows = {_content(report): row for row, report in enumerate(known.corpus.reports)}
    new = {_content(report): report for report in corpus.reports}
    used = new.keys() & rows.keys()
    terms = known.indexes.vocabulary if used else Vocabulary()
    fresh = [report for content, report in new.items() if content not in used]
    rows |= {_content(r): row for row, r in enumerate(fresh, len(known.packed))}
    order = [rows[_content(report)] for report in corpus.reports]
    later = later and len(fresh) > AT_ONCE
    with _nothing_collected() if len(fresh) > CHUNK else nullcontext():
        known_sheets = share(_with_hashes(fresh, corpus)) if share and not later else {}
        sheets = _unread if later else partial(_sheets, known_sheets)
        parts, packed = _read(progress(fresh, "reports"), terms, sheets)
    entries = Entries.joined([known.indexes.entries, *parts]).chosen(order)
    every = (*known.packed, *packed)
    unread = {*known.unread, *(range(len(known.packed), len(every)) if later else ())}
    kept = _indexed(corpus, entries, tuple(every[row] for row in order), terms)
    return replace(kept, unread=tuple(n for n, row in enumerate(order) if row in unread))


def completed(kept: IndexedCorpus) -> IndexedCorpus:
    """Return the same with the events of some more reports read; call again while any is unread."""
    numbers, rest = kept.unread[:AT_ONCE], kept.unread[AT_ONCE:]
    readings = [kept.library.readings[number] for number in numbers]
    packed = list(kept.packed)
    for number, reading, event in zip(numbers, readings, _sheets({}, readings), strict=True):
        packed[number] = pack(reading, event)
    library = kept.library
    readings_now, events, table = unpacked(kept.corpus.reports, packed)
    now = replace(library, readings=readings_now, events=events, table=table)
    return IndexedCorpus(kept.corpus, tuple(packed), now, kept.indexes, rest)


def read_sheet(report: Report) -> Event:
    """Return the sheet of a report alone, which is the same as among others."""
    return read_events([read_report(report)], network())[0]


def _with_hashes(reports: Sequence[Report], corpus: Corpus) -> list[tuple[Report, str]]:
    hashes = {r.path: file for r, file in zip(corpus.reports, corpus.hashes, strict=True)}
    return [(report, hashes[report.path]) for report in reports]


def _unread(readings: Sequence[Reading]) -> list[Event]:
    return [UNREAD] * len(readings)


def _sheets(known: Mapping[str, Event], readings: Sequence[Reading]) -> list[Event]:
    """Return the sheets: those that are known by the report's path, and the others read now."""
    found = (known.get(reading.report.path) for reading in readings)
    return [event or _sheet(reading) for event, reading in zip(found, readings, strict=True)]


def _sheet(reading: Reading) -> Event:
    """Return the sheet of a report; one that breaks has nothing in it, and the others go on."""
    try:
        return read_events([reading], network())[0]
    except Exception as error:  # noqa: BLE001  a report that breaks loses its own sheet
        lost(log, reading.report.path, None, error)
        return Event({})


def _read(
    reports: Iterable[Report], terms: Vocabulary, sheets: Sheets
) -> tuple[list[Entries], list[Packed]]:
    parts: list[Entries] = []
    packed: list[Packed] = []
    remaining = iter(reports)
    while chunk := [read_report(report) for report in islice(remaining, CHUNK)]:
        packed += map(pack, chunk, sheets(chunk))
        parts.append(Entries.of(chunk, terms))
    return parts, packed


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Keep what is there; walking it again and again takes a fifth of the time of reading."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _indexed(
    corpus: Corpus, entries: Entries, packed: tuple[Packed, ...], terms: Vocabulary
) -> IndexedCorpus:
    if len(terms) > STALE * np.count_nonzero(np.bincount(entries.reports.tokens)):
        entries, terms = entries.renumbered(terms)
    readings, events, table = unpacked(corpus.reports, packed)
    indexes = Indexes.of(entries, terms)
    library = replace(Library.over(corpus.reports, readings, indexes, events), table=table)
    return IndexedCorpus(corpus, packed, library, indexes)


def _content(report: Report) -> tuple[str, str, str]:
    """Return what a reading depends on; the ending of the path tells how the body is laid out."""
    return report.digest, report.path.rpartition(".")[2].lower(), (report.date or "")[:7]
