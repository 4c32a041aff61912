"""Terms -> classes of the lexicon: which words may stand for one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from bot.language.lexicon import NOUNS, ROLES
from bot.text.tokens import term

if TYPE_CHECKING:
    from collections.abc import Mapping

SECOND = frozenset({"vice", "deputi"})  # before "chair": another role
WINDOW = 5  # terms between the first and the last word of a phrase, both counted


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
    for name, word in _entries():
        parts = tuple(term(part) for part in word.replace("-", "_").split("_"))
        if len(parts) == 1:
            single.setdefault(parts[0], set()).add(name)
        else:
            phrases.setdefault(parts[0], []).append(Phrase(parts, name))
    return Lexicon(
        MappingProxyType({t: frozenset(names) for t, names in single.items()}),
        MappingProxyType({t: tuple(found) for t, found in phrases.items()}),
    )


def _entries() -> Iterator[tuple[str, str]]:
    for prefix, text in (("", ROLES), ("n.", NOUNS)):
        for line in text.strip().splitlines():
            name, _, words = line.partition(":")
            for word in words.split():
                yield prefix + name, word


def classes_of(term_: str) -> frozenset[str]:
    """Return the classes that the single term belongs to."""
    return lexicon().single.get(term_, frozenset())


def annotate(terms: Sequence[str]) -> dict[int, frozenset[str]]:
    """Return the classes at each position that has any; a phrase counts where it starts and ends."""
    single, phrases = lexicon()
    found: dict[int, frozenset[str]] = {}
    for i, word in enumerate(terms):
        if names := single.get(word):
            deputy = any(t in SECOND for t in terms[max(0, i - 2) : i]) and "chair" in names
            found[i] = found.get(i, frozenset()) | (frozenset({"deputy"}) if deputy else names)
        for phrase in phrases.get(word, ()):
            if (last := _match(phrase.terms, terms, i)) is not None:
                for at in (i, last):
                    found[at] = found.get(at, frozenset()) | {phrase.name}
    return found


def _match(wanted: tuple[str, ...], terms: Sequence[str], start: int) -> int | None:
    position = start
    stop = min(len(terms), start + WINDOW + len(wanted) - 2)
    for word in wanted[1:]:
        position += 1
        while position < stop and terms[position] != word:
            position += 1
        if position >= stop:
            return None
    return position


def all_classes(terms: Iterable[str]) -> frozenset[str]:
    """Return every class that some term or phrase of the text belongs to."""
    return frozenset().union(*annotate(tuple(terms)).values())
