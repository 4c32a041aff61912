"""Terms -> classes of the lexicon: which words may stand for one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.language.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

SECOND = frozenset({"vice", "deputi"})  # before "chair": another role
WINDOW = 5  # terms between the first and the last word of a phrase, both counted
NONE: frozenset[str] = frozenset()


def classes_of(term: str) -> frozenset[str]:
    """Return the classes that the single term belongs to."""
    return lexicon().single.get(term, NONE)


def annotate(terms: Sequence[str]) -> dict[int, frozenset[str]]:
    """Return the classes at each position that has any; a phrase counts where it starts and ends.

    A vice-chair is no chair: after "vice" or "deputy" the class is "deputy" alone.
    """
    single, phrases = lexicon()
    found: dict[int, frozenset[str]] = {}
    for i, word in enumerate(terms):
        if names := single.get(word):
            deputy = "chair" in names and not SECOND.isdisjoint(terms[max(0, i - 2) : i])
            found[i] = found.get(i, NONE) | (frozenset({"deputy"}) if deputy else names)
        for phrase in phrases.get(word, ()):
            if (last := _match(phrase.terms, terms, i)) is not None:
                for at in (i, last):
                    found[at] = found.get(at, NONE) | {phrase.name}
    return found


def _match(wanted: tuple[str, ...], terms: Sequence[str], start: int) -> int | None:
    """Return the position of the last word of a phrase that begins at `start`."""
    position = start
    stop = min(len(terms), start + WINDOW + len(wanted) - 2)
    for word in wanted[1:]:
        position += 1
        while position < stop and terms[position] != word:
            position += 1
        if position >= stop:
            return None
    return position
