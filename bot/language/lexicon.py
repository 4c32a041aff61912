"""Classes of words that may stand for one another, compiled from `lexicon.txt`."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from bot.language.data_file import lines_of
from bot.text.tokens import term

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Phrase(NamedTuple):
    """Several terms that mean a class only together, in this order."""

    terms: tuple[str, ...]
    name: str


class Lexicon(NamedTuple):
    """Classes by single term, and phrases by their first term."""

    single: Mapping[str, frozenset[str]]
    phrases: Mapping[str, tuple[Phrase, ...]]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the lexicon, stemmed."""
    single: dict[str, set[str]] = {}
    phrases: dict[str, list[Phrase]] = {}
    for name, words in _entries():
        parts = tuple(term(word) for word in words)
        if len(parts) == 1:
            single.setdefault(parts[0], set()).add(name)
        else:
            phrases.setdefault(parts[0], []).append(Phrase(parts, name))
    return Lexicon(
        MappingProxyType({t: frozenset(names) for t, names in single.items()}),
        MappingProxyType({t: tuple(found) for t, found in phrases.items()}),
    )


def lexicon_words() -> frozenset[str]:
    """Return every word of the lexicon as it is spelled there, those of phrases one by one."""
    return frozenset(word for _, words in _entries() for word in words)


def _entries() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each class's name with the words of one entry: one for a word, more for a phrase."""
    for line in lines_of("lexicon.txt"):
        name, _, entries = line.partition(": ")
        for entry in entries.split():
            yield name, tuple(entry.replace("-", "_").split("_"))
