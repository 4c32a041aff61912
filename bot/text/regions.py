"""Regions of the world by the names under which texts mention them, with their countries."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from bot.text.tokens import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

WORD = re.compile(r"[^\W\d_]{2,20}(?:-[^\W\d_]{2,20})?")
LONGEST = 3  # words of a region's name
PLACED = re.compile(r"\b(?:in|across|within|throughout|around|from)\s+(?:the\s+)?$", re.IGNORECASE)
OF_BODY = re.compile(r"\s+[^\W\d_a-zß-ÿ]")  # "the African Union" is none
STATES = re.compile(r"\s+(?:countries|states|nations)\b", re.IGNORECASE)


class Region(NamedTuple):
    """A region as a text names it, and the codes of its countries."""

    name: str
    codes: frozenset[str]


NOWHERE = Region("", frozenset())


def region_in(text: str) -> Region:
    """Return the first region that a text names as a place or by its countries; else `NOWHERE`.

    In any case of letters: "in latin america", "African countries"; not the Council of Europe.
    """
    words = list(WORD.finditer(text))
    for first in range(len(words)):
        for last in range(min(first + LONGEST, len(words)) - 1, first - 1, -1):
            name = text[words[first].start() : words[last].end()]
            codes = _regions().get(_key(name))
            if codes and _is_place(text, words[first].start(), words[last].end()):
                return Region(name, codes)
    return NOWHERE


def _is_place(text: str, start: int, end: int) -> bool:
    if STATES.match(text, end):
        return True
    return PLACED.search(text, 0, start) is not None and not OF_BODY.match(text, end)


def _key(name: str) -> str:
    words = [fold(word) for word in name.replace("-", " ").split()]
    return " ".join(ADJECTIVES.get(word, word) for word in words)


ADJECTIVES = MappingProxyType(
    {
        "african": "africa",
        "asian": "asia",
        "european": "europe",
        "melanesian": "melanesia",
        "polynesian": "polynesia",
        "scandinavian": "scandinavia",
    }
)


@lru_cache(maxsize=1)
def _regions() -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    text = resources.files("bot.text").joinpath("regions.txt").read_text("utf-8")
    for line in text.splitlines():
        names, _, members = line.partition(":")
        if line.startswith("#") or not members:
            continue
        codes: set[str] = set()
        for member in members.split(","):
            region = found.get(_key(member))
            codes |= region or set(member.split())
        for name in names.split(","):
            found[_key(name)] = frozenset(codes)
    return MappingProxyType(found)
