"""A reading <-> bytes: MessagePack of all that it holds beside its report."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import GenericAlias
from typing import TYPE_CHECKING, Any, TypeAlias, get_type_hints

import msgspec

from bot.language.times import When
from bot.model import Passage, Report
from bot.passages import Block, Structure
from bot.reading.report import ReportReading
from bot.reading.sentence import Sentence

if TYPE_CHECKING:
    from msgspec.msgpack import Decoder

Packed: TypeAlias = "bytes | memoryview"
# The names that the annotations of readings use, some of which their modules import for typing only
ANNOTATED = {
    "Mapping": Mapping, "When": When, "Report": Report, "Passage": Passage, "Structure": Structure,
}  # fmt: skip
APART = ("report", "structure", "sentences")  # of a reading; the rest is kept as it is


class Rows(msgspec.Struct, array_like=True, frozen=True):
    """A reading as rows of values, each in the order of its class's fields."""

    bounds: tuple[tuple[int, int], ...]
    blocks: tuple[Block, ...]
    block_of: tuple[int, ...]
    sentences: tuple[Any, ...]
    rest: Any


def pack(reading: ReportReading) -> bytes:
    """Return the reading without its report."""
    structure = reading.structure
    rows = Rows(
        tuple((p.start, p.end) for p in structure.passages),
        structure.blocks,
        structure.block_of,
        tuple(tuple(getattr(s, f) for f in _fields(Sentence)) for s in reading.sentences),
        tuple(getattr(reading, f) for f in _fields(ReportReading) if f not in APART),
    )
    return msgspec.msgpack.encode(rows)


def unpack(report: Report, packed: Packed) -> ReportReading:
    """Return the reading of a report with the title and body of the one that was read.

    Raises:
        ValueError: the bytes are those of another report, or of no reading.
    """
    rows = _decoder().decode(packed)
    passages = tuple(Passage(report, start, end) for start, end in rows.bounds)
    names = [f for f in _fields(ReportReading) if f not in APART]
    return ReportReading(
        report=report,
        structure=Structure(passages, rows.blocks, rows.block_of),
        sentences=tuple(Sentence(*values) for values in rows.sentences),
        **dict(zip(names, rows.rest, strict=True)),
    )


@lru_cache(maxsize=8)
def _fields(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, localns=ANNOTATED)


@lru_cache(maxsize=1)
def _decoder() -> Decoder[Any]:
    sentences = _tuple_of(_tuple_of(*_fields(Sentence).values()), ...)
    rest = _tuple_of(*(t for f, t in _fields(ReportReading).items() if f not in APART))
    kinds = get_type_hints(Rows) | {"sentences": sentences, "rest": rest}
    typed = msgspec.defstruct("TypedRows", list(kinds.items()), array_like=True, frozen=True)
    return msgspec.msgpack.Decoder(typed)


def _tuple_of(*kinds: object) -> object:
    return GenericAlias(tuple, kinds)
