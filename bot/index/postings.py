"""Term numbers of documents → for each term, the documents that hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.index.vocabulary import Encoded


@dataclass(frozen=True, slots=True)
class Postings:
    """For term t, `documents[starts[t]:starts[t + 1]]` ascending, and beside each its `codes`.

    A code stands for a pair of term frequency and document length: `frequencies[code]` and
    `lengths[code]`. Code 0 is "not in this document", a pair of zeros. There are few pairs, so
    that two bytes a posting hold what a score needs exactly.
    """

    starts: NDArray[np.int64]
    documents: NDArray[np.int32]
    codes: NDArray[Any]  # uint16, or uint32 past 65,535 pairs
    frequencies: NDArray[np.int64]
    lengths: NDArray[np.int64]


def invert(encoded: Encoded, terms: int) -> Postings:
    """The postings of terms 0 ≤ t < `terms`."""
    documents = np.repeat(np.arange(len(encoded.lengths), dtype=np.int64), encoded.lengths)
    keys = encoded.tokens.astype(np.int64) << 32
    keys |= documents
    del documents
    keys.sort()
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else keys
    frequency = np.diff(first, append=len(keys))
    keys = keys[first]
    of_document = (keys & 0xFFFFFFFF).astype(np.int32)
    starts = np.searchsorted(keys, np.arange(terms + 1, dtype=np.int64) << 32)
    codes, frequencies, lengths = _coded(frequency, encoded.lengths[of_document])
    return Postings(starts, of_document, codes, frequencies, lengths)


def _coded(
    frequency: NDArray[np.int64], length: NDArray[np.int32]
) -> tuple[NDArray[Any], NDArray[np.int64], NDArray[np.int64]]:
    width = int(length.max(initial=0)) + 1
    pairs = frequency * width + length
    distinct, codes = np.unique(pairs, return_inverse=True)
    distinct = np.concatenate(([0], distinct))
    kind = np.uint16 if len(distinct) <= 1 << 16 else np.uint32
    return (codes + 1).astype(kind), distinct // width, distinct % width
