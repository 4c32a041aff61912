"""A question with its asking words spelled as they are usually written: "who opnd it"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from bot.answering.events_named import spelling
from bot.text.tokens import content_term, tokenise
from bot.text.words import Spelling, common_words, is_common, slips

if TYPE_CHECKING:
    from bot.retrieval import Library

ALWAYS: Final = frozenset("who what when where which whom whose how many was were did".split())
LEAST: Final = 3  # letters of a word that is looked at
FOR_SLIP: Final = 4  # letters from which a word may have a slip beside vowels that are left out
LONGER: Final = 3  # vowels at most that are left out
VOWELS: Final = re.compile(r"(?<=.)[aeiou]")
DOUBLED: Final = re.compile(r"([a-z])\1")


def with_asking_words(library: Library, question: str, asking: frozenset[str]) -> str:
    """Return the question with words that nothing knows put as the asking words that they are near.

    Args:
        library: the reports; what they have, also with a slip, stays.
        question: as typed.
        asking: the terms that questions ask with.
    """
    parts, end = [], 0
    for token in tokenise(question):
        named = token.start > 0 and token.text[:1].isupper()  # a name, if it isn't all capitals
        if named and not question.isupper():
            continue
        if not _is_known(library, asking, token.text) and (said := _nearest(token.text, asking)):
            parts += [question[end : token.start], said]
            end = token.end
    return "".join((*parts, question[end:]))


def _is_known(library: Library, asking: frozenset[str], typed: str) -> bool:
    """Say whether English or a report has a word, or a report one that it is a slip of."""
    if not (typed.isascii() and typed.isalpha()) or len(typed) < LEAST or is_common(typed):
        return True
    word = content_term(typed)
    meant = spelling(library)(typed)
    return not word or bool(library.spread_of(word)) or (meant != word and meant not in asking)


def _nearest(typed: str, asking: frozenset[str]) -> str | None:
    word, forms = typed.lower(), _forms(asking)
    lengths = range(len(word) - 1, len(word) + LONGER + 1)
    near = (other for length in lengths for other in forms.starting(word[0], length))
    ranked = [rank for other in near if (rank := _rank(word, other)) is not None]
    return min(ranked)[-1] if ranked else None


def _rank(word: str, other: str) -> tuple[bool, bool, int, str] | None:
    """Return how near another word is, nearest first; None where it is farther than a slip.

    Vowels that are left out are one slip together: "opnd".
    """
    bare = _consonants(word) == _consonants(other)
    distance = slips(word, other, 1)
    if not bare and (distance > 1 or len(word) < FOR_SLIP):
        return None
    return (not bare, word[-1] != other[-1], distance, other)


def _consonants(word: str) -> str:
    return DOUBLED.sub(r"\1", VOWELS.sub("", word))


@lru_cache(maxsize=1)
def _forms(asking: frozenset[str]) -> Spelling:
    """Return the English words that questions ask with, in all their forms."""
    return Spelling(
        ALWAYS
        | {word for word in common_words() if word.isalpha() and content_term(word) in asking}
    )
