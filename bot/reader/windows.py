"""Passages -> windows of wordpieces: the form in which the network reads reports.

A window is a run of consecutive passages of one report, each behind a mark, after the report's
title, month and opening words. A report is cut into windows that don't overlap. With a question:

    [CLS] question before ⟨follow⟩ question [SEP] title ⟨bar⟩ year month ⟨bar⟩ opening ⟨bar⟩ words
    before | ⟨mark⟩ passage ⟨mark⟩ passage ... [SEP]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from bot.reading import Block, Structure

CLS: Final = 101
SEP: Final = 102
MARK: Final = 1  # before each passage
FOLLOW: Final = 2  # after the question before
BAR: Final = 3  # between parts of the header, after what introduces a passage
QUESTION: Final = 32  # wordpieces at most
CONTEXT: Final = 18
TITLE: Final = 16
OPENING: Final = 14
BEFORE: Final = 16  # of the passage before the window
BODY: Final = 132  # of all passages of a window
LONGEST: Final = BODY - 2  # of a passage
HEADING: Final = 10
INTRO: Final = 20
HEADER: Final = 24
CHUNK: Final = 64  # passages that are put into windows together
# What a wordpiece is, as the network is told beside the piece itself.
PLAIN, ASKED, MARKED, FOLLOWED, BARRED = range(5)
COMMON: Final = (
    "the a an of in on at to for and or by with from was were is are be been did do does what which"
    " who whom whose when where why how many much that this it its as has had have there ? . , ' s"
    " ! - : ; any"
)  # words that say nothing when they stand in question and passage

Pieces = tuple[list[int], list[tuple[int, int]]]


class Lead(NamedTuple):
    """A passage of a window: its number in the report, what introduces it, and its wordpieces."""

    passage: int
    intro: list[int]
    pieces: list[int]
    offsets: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive passages of a report, to be read together."""

    header: list[int]
    before: list[int]
    passages: tuple[Lead, ...]


class NetworkInput(NamedTuple):
    """A window with a question, as the network takes it; all arrays are as long as `ids`.

    Attributes:
        ids: wordpieces, int64.
        types: 0 up to the first [SEP], then 1.
        flags: PLAIN, ASKED, MARKED, FOLLOWED or BARRED.
        marks: for each passage of the window, its number in the report and where its mark is.
        places: (L, 3) int32: passage, start and end of a piece in its text; -1 elsewhere.
    """

    ids: NDArray[np.int64]
    types: NDArray[np.int64]
    flags: NDArray[np.int64]
    marks: tuple[tuple[int, int], ...]
    places: NDArray[np.int32]


@lru_cache(maxsize=1)
def tokenizer() -> Tokenizer:
    """Return the wordpiece tokenizer that the network was trained with."""
    from tokenizers import Tokenizer  # noqa: PLC0415 - takes time to load, and --help needs none

    found = Tokenizer.from_file(str(Path(__file__).parent / "weights" / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


def pieces(text: str) -> Pieces:
    """Return the wordpieces of a text and the range of code points of each."""
    encoded = tokenizer().encode(text, add_special_tokens=False)
    return encoded.ids, encoded.offsets


@lru_cache(maxsize=1)
def _common() -> frozenset[int]:
    return frozenset(piece for word in COMMON.split() for piece in pieces(word)[0])


def question_pieces(question: str, before: str = "") -> list[int]:
    """Return the wordpieces of a question, after those of the question that it follows up."""
    asked = pieces(question)[0][:QUESTION]
    return [*pieces(before)[0][:CONTEXT], FOLLOW, *asked] if before else asked


def windows_of(structure: Structure, body: str, title: str, date: str | None) -> tuple[Window, ...]:
    """Return the windows of a report, in reading order; each passage is in exactly one.

    Args:
        structure: the report's passages and layout.
        body: the report's text.
        title: the report's title.
        date: of publication, ISO 8601; only year and month are read.
    """
    chunks = range(-(-len(structure.passages) // CHUNK))
    return tuple(w for n in chunks for w in chunk_windows(structure, body, title, date, n))


def chunk_windows(
    structure: Structure, body: str, title: str, date: str | None, chunk: int, first: int = BODY
) -> tuple[Window, ...]:
    """Return the windows of the passages from `chunk * CHUNK` on, so that long reports cost less.

    Passages that are read for one question are looked up by their chunk; the rest isn't split.

    Args:
        structure: the report's passages and layout.
        body: the report's text.
        title: the report's title.
        date: of publication, ISO 8601; only year and month are read.
        chunk: which passages.
        first: wordpieces of the first window at most. With fewer than BODY, all windows are cut at
            other passages than usual.
    """
    opening = structure.passages[0]
    header = [*pieces(title)[0][:TITLE], BAR, *pieces((date or "")[:7].replace("-", " "))[0]]
    opens = pieces(body[opening.start : opening.end])[0][:OPENING]
    before: list[int] = []
    if chunk:
        last = structure.passages[chunk * CHUNK - 1]
        before = pieces(body[last.start : last.end])[0][:LONGEST][-BEFORE:]
    found: list[Window] = []
    for run in _runs(structure, body, chunk, first):
        head = header if run[0].passage == 0 else [*header, BAR, *opens]
        found.append(Window(head, before, tuple(run)))
        before = run[-1].pieces[-BEFORE:]
    return tuple(found)


def _runs(structure: Structure, body: str, chunk: int, first: int) -> Iterator[list[Lead]]:
    """Yield the passages of a chunk in runs of at most BODY pieces, the first of `first`."""
    run: list[Lead] = []
    size, most = 0, first
    heading = ""
    for number in range(chunk * CHUNK, min((chunk + 1) * CHUNK, len(structure.passages))):
        passage = structure.passages[number]
        block = structure.blocks[structure.block_of[number]]
        ids, offsets = pieces(body[passage.start : passage.end])
        ids, offsets = ids[:LONGEST], offsets[:LONGEST]
        intro = _intro(block, body, heading, begins=not run)
        if run and size + len(intro) + len(ids) + 1 > most:
            yield run
            run, size, most = [], 0, BODY
            intro = _intro(block, body, "", begins=True)
        run.append(Lead(number, intro, ids, offsets))
        size += len(intro) + len(ids) + 1
        heading = block.heading
    if run:
        yield run


def _intro(block: Block, body: str, heading: str, *, begins: bool) -> list[int]:
    """Return what is read before a passage: new heading, table's header, list's intro."""
    parts: list[list[int]] = []
    if block.heading and (begins or block.heading != heading):
        parts.append(pieces(block.heading)[0][:HEADING])
    if block.header:
        parts.append(pieces(" | ".join(block.header))[0][:HEADER])
    elif block.intro is not None and begins:
        parts.append(pieces(body[block.intro.start : block.intro.end])[0][-INTRO:])
    return [piece for part in parts for piece in (*part, BAR)]


def encode(window: Window, question: Sequence[int] = ()) -> NetworkInput:
    """Return the window with the wordpieces of a question, or with none, as when it is tagged."""
    ids = [CLS, *question, SEP]
    asked = len(ids)
    ids += [*window.header, BAR, *window.before]
    marks: list[tuple[int, int]] = []
    places: list[tuple[int, int, int]] = [(-1, -1, -1)] * len(ids)
    for lead in window.passages:
        marks.append((lead.passage, len(ids)))
        ids += [MARK, *lead.intro, *lead.pieces]
        places += [(-1, -1, -1)] * (1 + len(lead.intro))
        places += [(lead.passage, start, end) for start, end in lead.offsets]
    ids.append(SEP)
    places.append((-1, -1, -1))
    row = np.array(ids, np.int64)
    types = np.zeros(len(ids), np.int64)
    types[asked:] = 1
    return NetworkInput(
        row, types, _flags(row, types, question), tuple(marks), np.array(places, np.int32)
    )


def encode_question(question: Sequence[int]) -> NetworkInput:
    """Return a question by itself, as it is read to find out what it asks for."""
    row = np.array([CLS, *question, SEP], np.int64)
    types = np.zeros(len(row), np.int64)
    return NetworkInput(
        row, types, _flags(row, types, ()), (), np.full((len(row), 3), -1, np.int32)
    )


def _flags(
    ids: NDArray[np.int64], types: NDArray[np.int64], question: Sequence[int]
) -> NDArray[np.int64]:
    flags = np.zeros(len(ids), np.int64)
    telling = [piece for piece in set(question) if piece > BAR and piece not in _common()]
    if telling:
        flags[(types == 1) & np.isin(ids, telling)] = ASKED
    flags[ids == MARK] = MARKED
    flags[ids == FOLLOW] = FOLLOWED
    flags[ids == BAR] = BARRED
    return flags


def batches(rows: Sequence[NetworkInput], most: int) -> Iterator[list[int]]:
    """Yield the numbers of the rows in batches of at most `most`, rows of like length together."""
    order = sorted(range(len(rows)), key=lambda number: len(rows[number].ids))
    for start in range(0, len(order), most):
        yield order[start : start + most]


def padded(rows: Sequence[NetworkInput]) -> tuple[NDArray[np.int64], ...]:
    """Return ids, types, mask and flags of a batch, (B, L) each, padded with 0."""
    longest = max(len(row.ids) for row in rows)
    ids, types, mask, flags = (np.zeros((len(rows), longest), np.int64) for _ in range(4))
    for number, row in enumerate(rows):
        size = len(row.ids)
        ids[number, :size] = row.ids
        types[number, :size] = row.types
        mask[number, :size] = 1
        flags[number, :size] = row.flags
    return ids, types, mask, flags
