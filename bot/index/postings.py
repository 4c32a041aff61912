"""Term numbers of documents → for each term, the documents that hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.index.vocabulary import Encoded

Codes: TypeAlias = NDArray[Any]  # uint16, or uint32 past 65,535 pairs
_TABLE = 1 << 22  # the largest table of pairs that is worth more than sorting them


@dataclass(frozen=True, slots=True)
class Pairs:
    """The distinct pairs of term frequency and document length; entry 0, (0, 0), is no posting.

    There are few, so that a code of two bytes a posting holds all that an exact score needs.
    """

    frequencies: NDArray[np.int64]
    lengths: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Postings:
    """Term t stands in `documents[starts[t]:starts[t + 1]]`, ascending, with these `codes`."""

    starts: NDArray[np.int64]
    documents: NDArray[np.int32]
    codes: Codes


def invert(encoded: Encoded, terms: int) -> tuple[Postings, Pairs]:
    """The postings of terms 0 ≤ t < `terms`, and what their codes stand for."""
    order = _order_by_term(encoded.tokens)
    term = encoded.tokens[order]
    document = np.repeat(np.arange(len(encoded.lengths), dtype=np.int32), encoded.lengths)[order]
    del order
    new = np.ones(len(term), bool)
    new[1:] = (term[1:] != term[:-1]) | (document[1:] != document[:-1])
    first = np.flatnonzero(new)
    frequency = np.diff(first, append=len(term))
    document = document[first]
    starts = np.searchsorted(term[first], np.arange(terms + 1, dtype=np.int32))
    codes, pairs = _coded(frequency, encoded.lengths[document])
    return Postings(starts.astype(np.int64), document, codes), pairs


def first_appearance(tokens: NDArray[np.int32], terms: int) -> NDArray[np.int64]:
    """The terms that occur, ordered by their first occurrence."""
    first = np.full(terms, -1, np.int64)
    step = 1 << 20
    for start in range((len(tokens) - 1) // step * step, -1, -step):
        # of equal indices the last assignment stays; going backwards, that is the first occurrence
        part = tokens[start : start + step]
        first[part[::-1]] = np.arange(start + len(part) - 1, start - 1, -1)
    present = np.flatnonzero(first >= 0)
    return present[np.argsort(first[present])]


def _order_by_term(tokens: NDArray[np.int32]) -> NDArray[np.int64]:
    # Two passes over sixteen bits each, which numpy sorts by radix: three times faster than
    # sorting the numbers whole.
    order = np.argsort((tokens & 0xFFFF).astype(np.uint16), kind="stable")
    high = (tokens >> 16).astype(np.uint16)
    return order[np.argsort(high[order], kind="stable")] if high.any() else order


def _coded(frequency: NDArray[np.int64], length: NDArray[np.int32]) -> tuple[Codes, Pairs]:
    width = int(length.max(initial=0)) + 1
    numbers = frequency * width + length
    size = int(numbers.max(initial=0)) + 1
    if size <= _TABLE:
        seen = np.zeros(size, bool)
        seen[numbers] = True
        distinct, codes = np.flatnonzero(seen), np.cumsum(seen)[numbers]
    else:
        distinct, places = np.unique(numbers, return_inverse=True)
        codes = places + 1
    distinct = np.concatenate(([0], distinct))
    kind = np.uint16 if len(distinct) <= 1 << 16 else np.uint32
    return codes.astype(kind), Pairs(distinct // width, distinct % width)
