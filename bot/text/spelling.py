"""A mistyped word -> the words of a vocabulary that it is likely to be."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORT: Final = 5  # letters from which a word may have one mistake
LONG: Final = 8  # and two


class Spelling:
    """The words of a vocabulary by their first letter and length, sorted when first needed."""

    def __init__(self, words: Iterable[object]) -> None:
        self._words = words

    def near(self, word: str) -> dict[str, int]:
        """Return the words that one slip makes this one, two in a long one, with their number.

        A slip adds, leaves out, changes or swaps letters; the first letter is taken to be right,
        and words with digits have none.
        """
        most = (len(word) >= SHORT) + (len(word) >= LONG)
        if not most or not word.isalpha():
            return {}
        letters = set(word)
        found: dict[str, int] = {}
        for length in range(len(word) - most, len(word) + most + 1):
            for other in self.starting(word[0], length):
                if len(letters.symmetric_difference(other)) <= 2 * most:
                    distance = slips(word, other, most)
                    if 0 < distance <= most:
                        found[other] = distance
        return found

    def starting(self, letter: str, length: int) -> Iterable[str]:
        """Return the words with this first letter and this length."""
        return self._by_start.get((letter, length), ())

    @cached_property
    def _by_start(self) -> dict[tuple[str, int], list[str]]:
        found: dict[tuple[str, int], list[str]] = {}
        for word in list(self._words):
            if isinstance(word, str) and word.isalpha():
                found.setdefault((word[0], len(word)), []).append(word)
        return found


def slips(one: str, other: str, most: int) -> int:
    """Return how many letters were added, left out, changed or swapped; above `most`, any above."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, against in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
