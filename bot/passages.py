"""A report → its passages: the sentences, list items and table rows that can be quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from bot.corpus.blocks import Block, Kind, scan_blocks
from bot.model import Passage, Report, Span
from bot.text.sentences import split

__all__ = ["Block", "Kind", "Structure", "blocks_of", "passages_of", "read_structure"]

MOST_WORDS: Final = 90  # of a piece of what is cut
LONGEST: Final = 120  # words of a sentence that stays whole
MOST_CHARS: Final = 1000  # of a piece where words are no measure
WORD: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Structure:
    """The passages of a report in reading order, and the layout that they stand in."""

    passages: tuple[Passage, ...]
    blocks: tuple[Block, ...]
    block_of: tuple[int, ...]  # for each passage, the index of its block


def passages_of(report: Report) -> tuple[Passage, ...]:
    """The passages of a report in reading order, not overlapping; see `read_structure`."""
    return read_structure(report).passages


def blocks_of(report: Report) -> tuple[Block, ...]:
    """The headings, paragraphs, list items and table rows of a report, in reading order."""
    return read_structure(report).blocks


def read_structure(report: Report) -> Structure:
    """Passages and blocks. A passage is a sentence of a paragraph, a list item or a table row.

    Headings, a first line that repeats the title and a table's header are none, and a text that
    came before gives no second one. What has over 120 words is cut into pieces of 90 at most. An
    item's `intro` is the passage that introduces its list, or the item that it is nested in.
    """
    body = report.body
    blocks = list(scan_blocks(body, report.path))
    if blocks and blocks[0].kind == "paragraph" and _folded(body, blocks[0]) == _fold(report.title):
        blocks[0] = replace(blocks[0], kind="heading", level=1)
    if all(block.kind == "heading" for block in blocks):
        blocks = [replace(block, kind="paragraph", level=0) for block in blocks]
    seen = {(_folded(body, block),) for block in blocks if block.kind == "heading"}
    passages: list[Passage] = []
    block_of: list[int] = []
    for index, block in enumerate(blocks):
        for start, end in _pieces(body, block):
            key = _key(body, block, start, end)
            if key not in seen:
                seen.add(key)
                passages.append(Passage(report, start, end))
                block_of.append(index)
    narrowed = tuple(_narrowed(blocks, passages, block_of))
    return Structure(tuple(passages), narrowed, tuple(block_of))


def _pieces(body: str, block: Block) -> Iterator[tuple[int, int]]:
    if block.kind == "heading":
        return
    text = body[block.start : block.end]
    whole = block.kind != "paragraph" and len(text) < MOST_CHARS and len(text.split()) <= MOST_WORDS
    for start, end in [(0, len(text))] if whole else split(text):
        for a, b in _cut(text, start, end):
            if any(map(str.isalnum, text[a:b])):
                yield block.start + a, block.start + b


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pieces of what is too long, cut after a semicolon, else a comma, else a word."""
    words = [match.span() for match in WORD.finditer(text, start, end)]
    if len(words) <= LONGEST and end - start <= 2 * MOST_CHARS:
        yield start, end
        return
    while start < end:
        stop = _stop(text, start, end)
        yield start, stop
        start = stop
        while start < end and text[start].isspace():
            start += 1


def _stop(text: str, start: int, end: int) -> int:
    reach = min(end, start + MOST_CHARS)
    stops = [match.end() for match in WORD.finditer(text, start, reach)][:MOST_WORDS]
    if not stops:
        return reach
    if stops[-1] == end:
        return end
    if reach < end and len(stops) > 1 and stops[-1] == reach and not text[reach].isspace():
        stops.pop()
    for mark in (";", ",", ""):
        for stop in reversed(stops[len(stops) // 3 :]):
            if text[:stop].endswith(mark) if not mark else text[stop - 1] == mark:
                return stop
    return stops[-1]


def _key(body: str, block: Block, start: int, end: int) -> tuple[str, ...]:
    """What makes a passage a repetition: an item counts with what introduces it, a row with its
    header, for "Fiji" among the chairs says something else than "Fiji" among the guests.
    """
    text = _fold(body[start:end])
    if block.kind == "list_item" and block.intro:
        return (text, _fold(body[block.intro.start : block.intro.end]))
    return (text, *block.header, block.heading) if block.kind == "table_row" else (text,)


def _folded(body: str, block: Block) -> str:
    return _fold(body[block.start : block.end])


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


def _narrowed(blocks: list[Block], passages: list[Passage], block_of: list[int]) -> Iterator[Block]:
    """The blocks with each `intro` narrowed to the last passage of the block that it named."""
    last = {blocks[index].start: p for p, index in zip(passages, block_of, strict=True)}
    for block in blocks:
        passage = last.get(block.intro.start) if block.intro else None
        yield replace(block, intro=Span(passage.start, passage.end)) if passage else block
