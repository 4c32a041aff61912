"""A reading with its event's sheet <-> bytes: MessagePack of all beside the report itself."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from bot.event import Event
from bot.model import Passage, Report
from bot.passages import Block, Structure
from bot.reading import Reading, Times
from bot.retrieval.table import EventRow, row_of

if TYPE_CHECKING:
    from msgspec.msgpack import Decoder

Packed: TypeAlias = "bytes | memoryview"
NONE: Times = Times(frozenset(), frozenset())


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
