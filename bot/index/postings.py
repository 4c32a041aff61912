"""Tokens of documents → their numbers → for each term, the documents that contain it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from struct import pack
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Codes: TypeAlias = NDArray[Any]  # uint16, or uint32 past 65,535 pairs
_BLOCK = 1 << 19  # tokens that are sorted at once; more don't fit a processor's cache
_TABLE = 1 << 22  # the largest table of pairs that is worth more than sorting them
_T = TypeVar("_T")
# A chunk's numbering keeps the interpreter's lock for about a millisecond; between two chunks an
# event loop in another thread gets its turn.
_CHUNK = 128


@dataclass(frozen=True, slots=True)
class EncodedDocuments:
    """Documents in order, as `tokens` (int32 numbers, all documents in one row) and `lengths`."""

    tokens: NDArray[np.int32]
    lengths: NDArray[np.int32]

    @classmethod
    def joined(cls, parts: Iterable[EncodedDocuments]) -> EncodedDocuments:
        """Return all documents of `parts`, in order."""
        parts = list(parts)
        return cls(
            _concatenated([part.tokens for part in parts]),
            _concatenated([part.lengths for part in parts]),
        )


class Vocabulary(dict[Hashable, int]):
    """Token → number, counted from 0 in order of first appearance; looking up by `[]` adds a token.

    One thread may add at a time; any number may read with `get` meanwhile.
    """

    def __missing__(self, token: Hashable) -> int:
        number = self[token] = len(self)
        return number

    def copy(self) -> Vocabulary:
        """Return a vocabulary that may grow apart from this one."""
        return Vocabulary(self)

    def encode(self, documents: Iterable[Sequence[Hashable]]) -> EncodedDocuments:
        """Return the documents' tokens as numbers; unknown tokens are added."""
        tokens: list[NDArray[np.int32]] = []
        lengths: list[NDArray[np.int32]] = []
        for chunk in _chunks(documents):
            lengths.append(_array(map(len, chunk)))
            tokens.append(_array(map(self.__getitem__, chain.from_iterable(chunk))))
        return EncodedDocuments(_concatenated(tokens), _concatenated(lengths))


@dataclass(frozen=True, slots=True)
class Pairs:
    """The distinct pairs of term frequency and document length; entry 0, (0, 0), is no posting.

    There are few, so that a code of two bytes a posting has all that an exact score needs.
    """

    frequencies: NDArray[np.int64]
    lengths: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Postings:
    """Term t is in `documents[starts[t]:starts[t + 1]]`, ascending, with these `codes`."""

    starts: NDArray[np.int64]
    documents: NDArray[np.int32]
    codes: Codes


def invert(encoded: EncodedDocuments, terms: int) -> tuple[Postings, Pairs]:
    """Return the postings of terms 0 ≤ t < `terms`, and what their codes represent."""
    width = int(encoded.lengths.max(initial=0)) + 1
    blocks = [_inverted(*part, width) for part in _parts(encoded)]
    counts = [np.bincount(block.terms, minlength=terms) for block in blocks]
    starts = np.zeros(terms + 1, np.int64)
    np.cumsum(sum(counts, np.zeros(terms, np.int64)), out=starts[1:])
    documents = np.empty(starts[-1], np.int32)
    pairs = np.empty(starts[-1], np.int64)
    free = starts[:-1].copy()
    for block, count in zip(blocks, counts, strict=True):
        shift = free - (np.cumsum(count) - count)
        places = shift[block.terms]
        places += np.arange(len(places))
        documents[places] = block.documents
        pairs[places] = block.pairs
        free += count
    codes, distinct = _coded(pairs)
    return Postings(starts, documents, codes), Pairs(distinct // width, distinct % width)


def first_appearance(tokens: NDArray[np.int32], terms: int) -> NDArray[np.int64]:
    """Return the terms that occur, ordered by their first occurrence."""
    first = np.full(terms, -1, np.int64)
    for start in range((len(tokens) - 1) // _BLOCK * _BLOCK, -1, -_BLOCK):
        # of equal indices the last assignment stays; going backwards, that is the first occurrence
        part = tokens[start : start + _BLOCK]
        first[part[::-1]] = np.arange(start + len(part) - 1, start - 1, -1)
    present = np.flatnonzero(first >= 0)
    return present[np.argsort(first[present])]


def _chunks(items: Iterable[_T]) -> Iterator[list[_T]]:
    remaining = iter(items)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk


def _array(numbers: Iterable[int]) -> NDArray[np.int32]:
    numbers = tuple(numbers)
    return np.frombuffer(pack(f"{len(numbers)}i", *numbers), np.int32)  # twice as fast as fromiter


def _concatenated(arrays: list[NDArray[np.int32]]) -> NDArray[np.int32]:
    return np.concatenate(arrays) if arrays else np.empty(0, np.int32)


@dataclass(frozen=True, slots=True)
class _Block:
    """Postings of some documents, by term, then document; a pair is frequency·width + length."""

    terms: NDArray[np.int32]
    documents: NDArray[np.int32]
    pairs: NDArray[np.int64]


def _parts(encoded: EncodedDocuments) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int32], int]]:
    """Yield tokens and lengths of consecutive documents, and the number of the first of them."""
    ends = np.cumsum(encoded.lengths, dtype=np.int64)
    document = token = 0
    while document < len(ends):
        after = max(document + 1, int(np.searchsorted(ends, token + _BLOCK)))
        end = int(ends[after - 1])
        yield encoded.tokens[token:end], encoded.lengths[document:after], document
        document, token = after, end


def _inverted(
    tokens: NDArray[np.int32], lengths: NDArray[np.int32], first: int, width: int
) -> _Block:
    order = _order_by_term(tokens)
    terms = tokens[order]
    documents = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)[order]
    new = np.ones(len(terms), bool)
    new[1:] = (terms[1:] != terms[:-1]) | (documents[1:] != documents[:-1])
    place = np.flatnonzero(new)
    pairs = np.diff(place, append=len(terms))
    documents = documents[place]
    pairs *= width
    pairs += lengths[documents]
    return _Block(terms[place], documents + np.int32(first), pairs)


def _order_by_term(tokens: NDArray[np.int32]) -> NDArray[np.int64]:
    # Two passes over sixteen bits each, which numpy sorts by radix: three times faster than
    # sorting the numbers whole.
    order = np.argsort((tokens & 0xFFFF).astype(np.uint16), kind="stable")
    high = (tokens >> 16).astype(np.uint16)
    return order[np.argsort(high[order], kind="stable")] if high.any() else order


def _coded(pairs: NDArray[np.int64]) -> tuple[Codes, NDArray[np.int64]]:
    """Return a code for each pair, and the distinct pairs by code."""
    size = int(pairs.max(initial=0)) + 1
    if size > _TABLE:
        distinct, places = np.unique(pairs, return_inverse=True)
        return (places + 1).astype(_kind(distinct)), np.concatenate(([0], distinct))
    seen = np.zeros(size, bool)
    seen[pairs] = True
    distinct = np.flatnonzero(seen)
    codes = np.cumsum(seen, dtype=_kind(distinct))[pairs]
    return codes, np.concatenate(([0], distinct))


def _kind(distinct: NDArray[np.int64]) -> type[np.unsignedinteger[Any]]:
    return np.uint16 if len(distinct) < 1 << 16 else np.uint32
