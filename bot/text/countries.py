"""Countries and regions of the world by the names under which texts mention them.

ISO 3166 names come from pycountry; nationalities and everyday forms from `countries.txt`, regions
with their countries from `regions.txt`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from bot.text.tokens import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# In lower case these are other words.
_CAPITALISED_ONLY = frozenset("us chad turkey jordan georgia mali niger oman".split())
LONGEST = 5  # words of a country's name in a question
LONGEST_NAME = 60  # letters of a country's name
JOINED = re.compile(r",?\s+\(?(?:in\s+)?(?:the\s+)?|,?\s*\(")
WORD_END = re.compile(r"(?:['’]s)?[?!.,;:]*$")


class CountryName(NamedTuple):
    """A mention of a country: its code, and whether it is a nationality ("Thai")."""

    code: str
    start: int
    end: int
    adjective: bool


class Gazetteer(NamedTuple):
    """Every known form by its folded text, their words, and one pattern that finds them all."""

    codes: Mapping[str, str]
    adjectives: frozenset[str]
    words: frozenset[str]
    pattern: re.Pattern[str]


def countries_in(text: str) -> list[CountryName]:
    """Return the countries mentioned, in order, written with a capital as reports do."""
    found = gazetteer()
    names = []
    for match in found.pattern.finditer(text):
        key = _key(match[0])
        adjective = key in found.adjectives
        names.append(CountryName(found.codes[key], match.start(), match.end(), adjective))
    return names


def with_country(text: str, end: int) -> int:
    """Return where a place ends with the country that follows it: "Apia, Samoa", "Cork (Ireland)".

    That is `end` where none follows.
    """
    joined = JOINED.match(text, end)
    if joined is None:
        return end
    rest = countries_in(text[joined.end() : joined.end() + LONGEST_NAME])
    return joined.end() + rest[0].end if rest and rest[0].start == 0 else end


def country_of(words: str) -> str | None:
    """Return the code of a country written in any case ("sri lanka"), or None."""
    key = _key(words)
    if key in _CAPITALISED_ONLY and words == words.lower():
        return None
    return gazetteer().codes.get(key)


def countries_asked(text: str) -> dict[str, str]:
    """Return the countries that a question names, in any case of letters: code -> the words."""
    found = {name.code: text[name.start : name.end] for name in countries_in(text)}
    words = [WORD_END.sub("", word) for word in text.split()]
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            said = " ".join(words[start:end])
            if code := country_of(said):
                found.setdefault(code, said)
    return found


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return all forms; where two countries have the same one, the first keeps it."""
    codes: dict[str, str] = {}
    adjectives = set()
    spelled: dict[str, None] = {}
    for code, name, adjective in _forms():
        key = _key(name)
        if adjective and key not in codes:
            adjectives.add(key)
        if codes.setdefault(key, code) == code:
            spelled[name] = None
    words = frozenset(word for key in codes for word in key.split())
    return Gazetteer(MappingProxyType(codes), frozenset(adjectives), words, _pattern(spelled))


def _forms() -> Iterator[tuple[str, str, bool]]:
    """Yield code, form and whether that is a nationality."""
    import pycountry  # noqa: PLC0415 - its data load only when a text is read

    text = resources.files("bot.text").joinpath("countries.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    for line in lines:
        code, _, rest = line.partition(" ")
        names, _, nationalities = rest.partition("|")
        for name in filter(None, map(str.strip, names.split(","))):
            yield code, name, False
        for word in filter(None, map(str.strip, nationalities.split(","))):
            yield code, word, True
    for country in pycountry.countries:
        for name in (country.name, getattr(country, "official_name", "")):
            if name and "," not in name:
                yield country.alpha_2, name, False


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that prefers a longer form to one that it begins with.

    Forms stand together by their first letter, so that few are tried at each word.
    """
    by_letter: dict[str, list[str]] = {}
    for form in sorted(forms, key=len, reverse=True):
        rest = r"\s{1,40}".join(re.escape(part) for part in form[1:].split(" "))
        rest = rest.replace("'", "['’]")
        by_letter.setdefault(form[0], []).append(rest)
    letters = "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())
    return re.compile(rf"(?=[A-ZÀ-Þ])(?<![\w-])(?:{letters})(?![\w$]|-[a-z])")


def _key(name: str) -> str:
    return " ".join(fold(part) for part in name.replace("’", "'").split())


WORD = re.compile(r"[^\W\d_]{2,20}(?:-[^\W\d_]{2,20})?")
LONGEST_REGION = 3  # words of a region's name
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
        for last in range(min(first + LONGEST_REGION, len(words)) - 1, first - 1, -1):
            name = text[words[first].start() : words[last].end()]
            codes = _regions().get(_region_key(name))
            if codes and _is_place(text, words[first].start(), words[last].end()):
                return Region(name, codes)
    return NOWHERE


def _is_place(text: str, start: int, end: int) -> bool:
    if STATES.match(text, end):
        return True
    return PLACED.search(text, 0, start) is not None and not OF_BODY.match(text, end)


def _region_key(name: str) -> str:
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
            region = found.get(_region_key(member))
            codes |= region or set(member.split())
        for name in names.split(","):
            found[_region_key(name)] = frozenset(codes)
    return MappingProxyType(found)
