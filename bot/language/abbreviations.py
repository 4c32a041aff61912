"""Short forms in brackets and the words before them that they stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bot.text.tokens import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHORT = re.compile(r"(?<!\s)\s{0,20}\(([A-Z][A-Za-z/&-]{1,14}(?: [A-Z]{2,8})?)\)")
WORD = re.compile(r"[^\W_]{1,64}")
SMALL = frozenset("of the for and on in to at a an de la against".split())
REACH = 160  # characters before the bracket in which the long form is looked for


class ShortForm(NamedTuple):
    """A short form in brackets, from the space before the bracket on.

    `long` is where the words before it begin that its letters spell, None where none do.
    """

    short: str
    start: int
    end: int
    long: int | None


def short_forms_in(text: str) -> Iterator[ShortForm]:
    """Yield the short forms in brackets in order."""
    for match in SHORT.finditer(text):
        long = long_form(text, match.start(), match[1])
        yield ShortForm(match[1], match.start(), match.end(), long)


def long_form(text: str, end: int, short: str) -> int | None:
    """Return where the words before a bracket at `end` begin that its capitals stand for."""
    capitals = [c.lower() for c in short if c.isupper()]
    words = _words_before(text, end)[-(2 * len(capitals) + 4) :]
    initials = [_initial(word[0]) for word in words]
    for first in range(len(words) - 1, -1, -1):
        begins = initials[first] == capitals[0] and words[first][0][0].isupper()
        if begins and _spells(initials[first:], capitals):
            return words[first].start()
    return None


def _initial(word: str) -> str:
    """Return the first letter, folded; "" for a small word, which short forms may pass over."""
    return "" if word.lower() in SMALL else fold(word)[:1]


def capitalised_before(text: str, end: int) -> int | None:
    """Return where the run of capitalised words right before `end` begins, if there is one."""
    start = None
    for word in reversed(_words_before(text, end)):
        reached = end if start is None else start
        if text[word.end() : reached].strip() or not word[0][0].isupper():
            break
        start = word.start()
    return start


def _words_before(text: str, end: int) -> list[re.Match[str]]:
    return list(WORD.finditer(text, max(0, end - REACH), end))


def _spells(initials: Sequence[str], capitals: Sequence[str]) -> bool:
    """Say whether the letters stand in the words in order, at least two thirds as initials."""
    initials = [initial for initial in initials if initial]
    at = hits = 0
    for letter in capitals:
        if letter in initials[at:]:
            at = initials.index(letter, at) + 1
            hits += 1
    return hits >= 2 and hits * 3 >= len(capitals) * 2 and len(initials) <= len(capitals) + 2
