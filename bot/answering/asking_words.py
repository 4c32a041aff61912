"""A question as the router reads it best: words that ask without slips, its event by any name.

"who opnd the harbour watch in walvis bay" is read as "who opened the meeting".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from bot.answering.events_named import NOUNS, Named, spelling
from bot.answering.routing import Route, route_question
from bot.text.tokens import content_term, tokenise
from bot.text.words import Spelling, common_words, is_common, slips

if TYPE_CHECKING:
    from bot.reader.network import Network
    from bot.retrieval import Library

ALWAYS: Final = frozenset("who what when where which whom whose how many was were did".split())
SURE_GENERIC: Final = 0.8  # probability of a slot where the event is left unnamed
LEAST: Final = 3  # letters of a word that is looked at
FOR_SLIP: Final = 4  # letters from which a word may have a slip beside vowels that are left out
LONGER: Final = 3  # vowels at most that are left out
VOWELS: Final = re.compile(r"(?<=.)[aeiou]")
GENERIC: Final = "meeting"
NAMES_IT: Final = 0.5  # share of the naming words that the event's own names have
JOINS: Final = frozenset("of on the and for in".split())  # inside a name
PLACED: Final = frozenset("in at of on for".split())
# What comes before somebody or something that is asked about, rather than before its event.
ABOUT: Final = frozenset("from by with".split())
ARTICLES: Final = frozenset("the a an this that last next".split())
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


def routed_again(
    library: Library, network: Network, question: str, before: str, named: Named
) -> Route | None:
    """Return what a question asks for if its event had a name that tells nothing; None if no slot.

    "where was the harbour watch in 2021" seems to ask for another fact.
    """
    generic = with_generic_event(library, question, named)
    route = route_question(network, generic, before) if generic != question else None
    return route if route and route.slot and route.probability >= SURE_GENERIC else None


def with_generic_event(library: Library, question: str, named: Named) -> str:
    """Return the question with "meeting" in place of the words that name its event.

    The router learned from other events' names, and takes some for what is asked. A question stays
    as it is where what seems to name the event may be what is asked about: "who came from Kenya".
    """
    best = named.best
    if best is None or best.own < NAMES_IT or not named.words:
        return question
    keys, spell = library.table[best.report].keys.intersection(named.words), spelling(library)
    tokens = tokenise(question)
    said = [spell(token.text) for token in tokens]
    runs = _runs([token.text.lower() for token in tokens], [word in keys for word in said])
    words = [token.text.lower() for token in tokens]
    before = ["", *words]
    if not runs or any(before[first] in ABOUT for first, _ in runs):
        return question
    generic = not any(word in NOUNS and word not in keys for word in said)
    left: list[str] = []
    end = 0
    for first, after in runs:
        left += [token.text for token in tokens[end:first]]
        if generic:
            left += [GENERIC] if left and left[-1].lower() in ARTICLES else ["the", GENERIC]
        elif left and left[-1].lower() in PLACED:
            left.pop()
        generic, end = False, after
    return " ".join((*left, *(token.text for token in tokens[end:])))


def _runs(words: list[str], naming: list[bool]) -> list[tuple[int, int]]:
    """Return the half-open ranges of naming words; what joins two of them is in between."""
    found: list[tuple[int, int]] = []
    for at in (number for number, names in enumerate(naming) if names):
        joined = found and all(word in JOINS for word in words[found[-1][1] : at])
        if joined and not PLACED.intersection(words[found[-1][1] : at]) - {"of"}:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


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
