"""Tagged sentence -> noun groups and verb groups, by patterns over the letters of the tags.

A shallow reading: enough to tell who stands before a verb, what after it, and who after "by".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from bot.model import Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.language.tagging import Tagged

# A determiner or adjectives, then nouns, names and numbers, possessives inside.
_GROUP = re.compile(
    r"(?:D[AGECR-]{0,20}|[ACG-]{0,20}(?=[NMC])|E(?=N))(?:[NMCA-]S?|SA|SG(?=N)){0,60}[NMC]"
    r"|D(?=[BEV])|P"
)
_VERB = re.compile(r"[OT]?R{0,6}(?:[HB]R{0,6}){0,6}[VEG](?!-)|[OTHB]R{0,6}(?:[HB]R{0,6}){0,6}")
NEGATIONS = frozenset("not n't never nobody none neither nor no without cannot".split())
CONTRACTED = ("n't", "n’t")
BINDING = frozenset("of for on in to at from with between against".split())


class Group(Value, frozen=True):
    """Tokens first..last-1 of a noun group; `head` is the token of its main noun."""

    first: int
    last: int
    head: int


class Verb(Value, frozen=True):
    """Tokens first..last-1 of a verb group; `main` is the token of its main verb."""

    first: int
    last: int
    main: int
    passive: bool
    negated: bool
    planned: bool
    finite: bool


class Grammar(NamedTuple):
    """The groups of one sentence, each kind in order and without overlaps."""

    groups: tuple[Group, ...]
    verbs: tuple[Verb, ...]


def parse(sentence: Tagged) -> Grammar:
    """Return the noun groups and verb groups of the sentence."""
    groups = tuple(_groups(sentence.letters))
    return Grammar(groups, tuple(_verbs(sentence, groups)))


def phrase_end(sentence: Tagged, group: Group, groups: Sequence[Group]) -> int:
    """Return the token after the group and the prepositional phrases that belong to it.

    A phrase belongs where one of BINDING joins two groups directly; `groups` are in order.
    """
    last = group.last
    while last < len(sentence.tokens) and sentence.tokens[last].text.lower() in BINDING:
        at = bisect_left(groups, last + 1, key=attrgetter("first"))
        if at == len(groups) or groups[at].first != last + 1:
            break
        last = groups[at].last
    return last


def _groups(letters: str) -> Iterator[Group]:
    for match in _GROUP.finditer(letters):
        yield Group(match.start(), match.end(), match.end() - 1)


def _verbs(sentence: Tagged, groups: Sequence[Group]) -> Iterator[Verb]:
    inside = {i for group in groups for i in range(group.first, group.last)}
    for match in _VERB.finditer(sentence.letters):
        first, last = match.span()
        if first not in inside and match[0] != "T":
            yield _verb(sentence, first, last, match[0])


def _verb(sentence: Tagged, first: int, last: int, letters: str) -> Verb:
    main = max(first, first + len(letters.rstrip("R")) - 1)
    participle = letters[main - first] == "E"
    follows_by = last < len(sentence.tokens) and sentence.tokens[last].text.lower() == "by"
    bare = participle and not any(c in letters for c in "BH")  # "chaired by X": a participle
    return Verb(
        first,
        last,
        main,
        passive=participle and ("B" in letters or (bare and follows_by)),
        negated=any(_negates(t.text) for t in sentence.tokens[first:last]),
        planned="O" in letters or letters.startswith("T"),
        finite=not letters.startswith(("T", "G")) and not (bare and follows_by),
    )


def _negates(word: str) -> bool:
    lower = word.lower()
    return lower in NEGATIONS or lower.endswith(CONTRACTED)
