"""Sequences whose items are made when they are asked for, since most are never needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar, overload

T = TypeVar("T")


class Lazy(Sequence[T]):
    """`size` items, item i made by `make(i)`; the `most` asked for latest are held."""

    def __init__(self, size: int, make: Callable[[int], T], most: int) -> None:
        self._size = size
        self._make = lru_cache(most)(make)

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...

    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        if isinstance(index, slice):
            return tuple(self._make(i) for i in range(*index.indices(self._size)))
        if not -self._size <= index < self._size:
            raise IndexError(f"item {index} of {self._size}")
        return self._make(int(index) % self._size)
