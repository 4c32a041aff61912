"""Tokens as numbers, so that everything after this point is arithmetic on arrays."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from struct import pack
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_T = TypeVar("_T")
# A chunk's numbering holds the interpreter's lock for about a millisecond; between two chunks an
# event loop in another thread gets its turn.
_CHUNK = 128


@dataclass(frozen=True, slots=True)
class Encoded:
    """Documents in order, as `tokens` (int32 numbers, all documents in one row) and `lengths`."""

    tokens: NDArray[np.int32]
    lengths: NDArray[np.int32]

    @classmethod
    def joined(cls, parts: Iterable[Encoded]) -> Encoded:
        """All documents of `parts`, in order."""
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
        """A vocabulary that may grow apart from this one."""
        return Vocabulary(self)

    def encode(self, documents: Iterable[Sequence[Hashable]]) -> Encoded:
        """The documents' tokens as numbers; unknown tokens are added."""
        tokens: list[NDArray[np.int32]] = []
        lengths: list[NDArray[np.int32]] = []
        for chunk in _chunks(documents):
            lengths.append(_array(map(len, chunk)))
            tokens.append(_array(map(self.__getitem__, chain.from_iterable(chunk))))
        return Encoded(_concatenated(tokens), _concatenated(lengths))


def _chunks(items: Iterable[_T]) -> Iterator[list[_T]]:
    remaining = iter(items)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk


def _array(numbers: Iterable[int]) -> NDArray[np.int32]:
    numbers = tuple(numbers)
    return np.frombuffer(pack(f"{len(numbers)}i", *numbers), np.int32)  # twice as fast as fromiter


def _concatenated(arrays: list[NDArray[np.int32]]) -> NDArray[np.int32]:
    return np.concatenate(arrays) if arrays else np.empty(0, np.int32)
