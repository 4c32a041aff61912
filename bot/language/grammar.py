"""Tagged sentence -> noun groups and verb groups, by patterns over the letters of the tags.

A shallow reading: enough to tell who stands before a verb, what after it, and who after "by".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.language.tagging import Tagged

# A determiner or adjectives, then nouns, names and numbers, possessives inside.
_GROUP = re.compile(
    r"(?:D[AGECR-]*|[ACG-]*(?=[NMC])|E(?=N))(?:[NMCA-]S?|SA|SG(?=N))*[NMC]|D(?=[BEV])|P"
)
_VERB = re.compile(r"(?:O|T)?R*(?:[HB]R*)*[VEG](?!-)|[OTHB]R*(?:[HB]R*)*")
NEGATIONS = frozenset("not n't never nobody none neither nor no without cannot".split())
PLANS = frozenset(
    "will shall would could should may might plan intend expect hope due schedul propos".split()
)


class Group(NamedTuple):
    """Tokens first..last-1 of a noun group; `head` is the token of its main noun."""

    first: int
    last: int
    head: int


class Verb(NamedTuple):
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


def _groups(letters: str) -> Iterator[Group]:
    for match in _GROUP.finditer(letters):
        yield Group(match.start(), match.end(), match.end() - 1)


def _verbs(sentence: Tagged, groups: Sequence[Group]) -> Iterator[Verb]:
    inside = {i for group in groups for i in range(group.first, group.last)}
    for match in _VERB.finditer(sentence.letters):
        first, last = match.span()
        if first in inside or match[0] == "T":
            continue
        yield _verb(sentence, first, last, match[0])


def _verb(sentence: Tagged, first: int, last: int, letters: str) -> Verb:
    words = {t.text.lower() for t in sentence.tokens[first:last]}
    main = last - 1
    while main > first and letters[main - first] == "R":
        main -= 1
    participle = letters[main - first] == "E"
    follows_by = last < len(sentence.tokens) and sentence.tokens[last].text.lower() == "by"
    bare = participle and not any(c in letters for c in "BH")
    passive = participle and ("B" in letters or (bare and follows_by))
    return Verb(
        first,
        last,
        main,
        passive,
        negated=bool(words & NEGATIONS),
        planned="O" in letters or letters.startswith("T"),
        finite=not letters.startswith(("T", "G")) and not (bare and follows_by),
    )


def phrase_end(sentence: Tagged, group: Group, groups: Sequence[Group]) -> int:
    """Return the token after the group and the prepositional phrases that belong to it.

    "of" always binds; "for", "on", "in", "to", "at", "from", "with", "between" and "against" bind
    where they join two groups directly.
    """
    last = group.last
    starts = {g.first: g for g in groups}
    while last < len(sentence.tokens):
        word = sentence.tokens[last].text.lower()
        if word in BINDING and (follower := starts.get(last + 1)) is not None:
            last = follower.last
        else:
            break
    return last


BINDING = frozenset("of for on in to at from with between against".split())


def conjuncts(sentence: Tagged, start: int, stop: int) -> list[tuple[int, int]]:
    """Return the token ranges that commas and "and" part the range start..stop-1 into.

    Names with an inner "and" stay whole where the letters show it: "of Labour and Trade" has a
    preposition before it and no comma; callers that know names join them again.
    """
    parts: list[tuple[int, int]] = []
    first = start
    for i in range(start, stop):
        if sentence.letters[i] in ",K" or sentence.tokens[i].text == ";":
            if i > first:
                parts.append((first, i))
            first = i + 1
    if stop > first:
        parts.append((first, stop))
    return parts
