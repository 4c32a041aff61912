"""Terms -> other terms that say the same thing, from `thesaurus.txt`.

A line of the file is a group of words of one sense, so a word of several senses stands in several
groups. Two terms are as alike as the cosine of the groups they stand in.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from math import sqrt
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from bot.language.data_file import lines_of
from bot.text.tokens import term

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LEAST = 0.12  # alikeness below which two terms are taken for different
LONGEST_ENDING = 3  # letters at the end of a term that its words may spell otherwise
AFTER_LETTERS = "\U0010ffff"


class Alike(NamedTuple):
    """What may stand for a term: single terms with their alikeness (0-1), and phrases."""

    terms: Mapping[str, float]
    phrases: tuple[tuple[frozenset[str], float], ...]


class Groups(NamedTuple):
    """The groups as lists of words, single words in alphabetical order, and the groups of each."""

    lines: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    of_word: Mapping[str, tuple[int, ...]]


@lru_cache(maxsize=1)
def groups() -> Groups:
    """Return the thesaurus as it is written; words are stemmed only when they are asked for."""
    lines = tuple(tuple(line.split()) for line in lines_of("thesaurus.txt"))
    of_word: dict[str, list[int]] = {}
    for number, words in enumerate(lines):
        for word in words:
            of_word.setdefault(word, []).append(number)
    single = tuple(sorted(word for word in of_word if "_" not in word))
    return Groups(lines, single, MappingProxyType({w: tuple(n) for w, n in of_word.items()}))


@lru_cache(maxsize=1 << 13)
def alike(of: str) -> Alike:
    """Return what may stand for the term, the term itself left out."""
    own = _groups_of(of)
    if not own:
        return Alike(MappingProxyType({}), ())
    shared: dict[str, int] = {}
    for number in own:
        for word in groups().lines[number]:
            shared[word] = shared.get(word, 0) + 1
    terms: dict[str, float] = {}
    phrases: dict[frozenset[str], float] = {}
    for word, count in shared.items():
        if "_" in word:
            parts = frozenset(term(part) for part in word.split("_"))
            size = len(groups().of_word[word])
            phrases[parts] = max(phrases.get(parts, 0.0), count / sqrt(len(own) * size))
        elif (other := term(word)) != of:
            theirs = _groups_of(other) | set(groups().of_word[word])  # an irregular form's own
            likeness = len(own & theirs) / sqrt(len(own) * len(theirs))
            terms[other] = max(terms.get(other, 0.0), likeness)
    kept = sorted(terms.items(), key=lambda entry: -entry[1])
    return Alike(
        MappingProxyType({t: round(s, 3) for t, s in kept if s >= LEAST}),
        tuple((p, round(s, 3)) for p, s in phrases.items() if s >= LEAST and of not in p),
    )


@lru_cache(maxsize=1 << 13)
def _groups_of(of: str) -> frozenset[int]:
    """Return the groups in which a word of this term stands by itself."""
    return frozenset(n for word in _words_of(of) for n in groups().of_word[word])


def _words_of(of: str) -> Iterator[str]:
    """Yield the words of the term; all of them begin as it does but for its last letters."""
    start = of[: max(2, len(of) - LONGEST_ENDING)]
    words = groups().words
    first, last = bisect_left(words, start), bisect_left(words, start + AFTER_LETTERS)
    return (word for word in words[first:last] if term(word) == of)
