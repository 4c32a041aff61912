"""The words that the reports use: what a typo may have meant, and which words only name things."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from bot.language.classes import classes_of
from bot.language.countries import gazetteer
from bot.language.lexicon import lexicon_words
from bot.language.tagging import known
from bot.text.tokens import fold, is_stop, term
from bot.text.words import IRREGULAR, NUMBERS, ORDINALS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHORTEST_TYPO = 4
LONGEST_TYPO = 40
Shelves = MappingProxyType[tuple[str, int], tuple[str, ...]]  # by first letter and length


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words, folded, with the number of times they stand in the reports.

    `names` are the terms that are written with a capital wherever they stand, without the words of
    the lexicon ("Chairs" at a table of roles names nobody).
    """

    words: Mapping[str, int]
    names: frozenset[str]
    ordered: tuple[str, ...]
    shelves: Shelves

    @classmethod
    def of(cls, written: Iterable[tuple[str, bool]]) -> Vocabulary:
        """Count the words of (word, capital inside a sentence) pairs."""
        words: Counter[str] = Counter()
        large: Counter[str] = Counter()
        for word, capital in written:
            folded = fold(word)
            words[folded] += 1
            large[folded] += capital
        return cls.counted(words, large)

    @classmethod
    def counted(cls, words: Mapping[str, int], large: Mapping[str, int]) -> Vocabulary:
        """Take folded words with their counts, and how many of these have a capital inside."""
        small = {term(w) for w, n in words.items() if n > large.get(w, 0)}
        terms = {term(w) for w in words if w[:1].isalpha()}
        return cls.named(words, frozenset(t for t in terms - small if not classes_of(t)))

    @classmethod
    def named(cls, words: Mapping[str, int], names: frozenset[str]) -> Vocabulary:
        """Take folded words with their counts, and which terms are names."""
        return cls(MappingProxyType(dict(words)), names, tuple(sorted(words)), _shelved(words))

    def holds(self, word: str) -> bool:
        """Say whether the reports use the word, or English does."""
        folded = fold(word)
        return folded in self.words or is_stop(word) or folded in _english() or known(folded)

    def corrected(self, word: str) -> str:
        """Return the word that a typo most likely meant, or the word itself.

        Only a word that neither the reports nor the dictionary know is changed; the nearest within
        one edit, or two from seven letters on, with the same first letter, the more frequent first.
        A name that exists is never changed into another, Iran into Iraq, but into another form of
        its own, Omani into Oman.
        """
        folded = fold(word)
        if not SHORTEST_TYPO <= len(folded) <= LONGEST_TYPO or not folded.isalpha():
            return word
        if self.holds(word):
            return word
        meant = self._nearest(folded) or self._completed(folded)
        if meant is None or term(meant) == term(word) or not _may_become(folded, meant):
            return word
        return meant

    def _nearest(self, folded: str) -> str | None:
        allowed = 1 if len(folded) < 7 else 2
        near = extract(
            folded, self._candidates(folded), scorer=OSA.distance, score_cutoff=allowed, limit=None
        )
        if not near:
            return None
        return str(min((distance, *self._rank(w)) for w, distance, _ in near)[-1])

    def _rank(self, word: str) -> tuple[int, int, str]:
        """Return a key that puts the more frequent first, then the longer: letters get lost."""
        return -self.words.get(word, 0), -len(word), word

    def _candidates(self, folded: str) -> list[str]:
        keys = [(folded[0], len(folded) + more) for more in (-2, -1, 0, 1, 2)]
        shelves = (self.shelves, _english_shelves())
        return [w for key in keys for shelf in shelves for w in shelf.get(key, ())]

    def _completed(self, folded: str) -> str | None:
        """Return the most frequent word that begins with an abbreviation such as "conf".

        None where such words have several stems.
        """
        found: list[str] = []
        for i in range(bisect_left(self.ordered, folded), len(self.ordered)):
            word = self.ordered[i]
            if not word.startswith(folded):
                break
            if len(word) > len(folded) + 2:
                if found and term(word) != term(found[0]):
                    return None
                found.append(word)
        return min(found, key=self._rank, default=None)


def _may_become(word: str, meant: str) -> bool:
    """Say whether the word is no name, or both are forms of the same country's name."""
    countries = gazetteer()
    if (code := countries.codes.get(word)) is not None:
        return countries.codes.get(meant) == code
    return word not in countries.words and not known(word.capitalize())


def _shelved(words: Iterable[str]) -> Shelves:
    shelves: dict[tuple[str, int], list[str]] = {}
    for word in words:
        if len(word) >= SHORTEST_TYPO and word.isalpha():
            shelves.setdefault((word[0], len(word)), []).append(word)
    return MappingProxyType({key: tuple(shelf) for key, shelf in shelves.items()})


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    """Return the words of the lexicon and the closed classes: what questions are made of."""
    return frozenset(w for w in (*lexicon_words(), *IRREGULAR, *NUMBERS, *ORDINALS) if len(w) > 2)


@lru_cache(maxsize=1)
def _english_shelves() -> Shelves:
    return _shelved(_english())
