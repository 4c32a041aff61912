"""A run of names -> its kind, by what stands in it and round it.

A body has a noun such as "Ministry" or is an acronym, a person has a title or several bare names, a
place follows "in" or "at".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from bot.language.countries import countries_in
from bot.language.names.runs import Line, extended, has_acronym, run_end
from bot.language.names.words import (
    BODY,
    DIRECTIONS,
    EVENTS,
    HONORIFICS,
    MOVEMENT,
    NEVER_PERSON,
    PARTICLES,
    PLACE_BEFORE,
    POSTS,
    TITLES,
    VENUE,
)
from bot.language.tagging import known

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.language.countries import CountryName
    from bot.language.tagging import Tagged

Kind: TypeAlias = Literal["person", "body", "place", "post", "country", "nation", "event", "name"]


class Name(NamedTuple):
    """Tokens first..last-1 of a name; a person's `core` is where the name without titles begins."""

    kind: Kind
    first: int
    last: int
    core: int


def names_in(sentence: Tagged, countries: Iterable[CountryName] | None = None) -> list[Name]:
    """Return the names of the sentence in order, without overlaps; `countries` where known."""
    if countries is None:
        countries = countries_in(sentence.text)
    if "M" not in sentence.letters and not countries:
        return []
    line = Line.of(sentence)
    taken = {name.first: name for name in _countries(sentence, countries)}
    ends = {name.first: name.last for name in taken.values()}
    found: list[Name] = []
    end = 0
    for i in sorted({*taken, *(i for i, letter in enumerate(line.letters) if letter == "M")}):
        if i < end:
            continue
        if (country := taken.get(i)) is not None and _stands_alone(line, country):
            found.append(country)
        elif line.is_name(i):
            found.append(_name(line, i, run_end(line, i, ends)))
        else:
            continue
        end = found[-1].last
    return found


def _countries(sentence: Tagged, countries: Iterable[CountryName]) -> list[Name]:
    """Return the countries that are whole words."""
    starts = {token.start: i for i, token in enumerate(sentence.tokens)}
    ends = {token.end: i + 1 for i, token in enumerate(sentence.tokens)}
    found = []
    for country in countries:
        first, last = starts.get(country.start), ends.get(country.end)
        if first is not None and last is not None:
            found.append(Name("nation" if country.adjective else "country", first, last, first))
    return found


def _stands_alone(line: Line, country: Name) -> bool:
    """A country is one by itself unless a name goes on after it ("Japan Customs")."""
    return not line.is_name(country.last)


def _name(line: Line, first: int, last: int) -> Name:
    words = line.words[first:last]
    bodily = not BODY.isdisjoint(words)
    if words[-1] in EVENTS and not (words[-1] == "programme" and bodily):
        return Name("event", first, last, first)
    if bodily and words[0] not in HONORIFICS:
        last = extended(line, last)
        kind: Kind = "place" if words[-1] in VENUE and words[-1] not in BODY else "body"
        return Name(kind, first, last, first)
    core = _core(line, first, last)
    if core == last or words[-1] in POSTS:
        return Name("post", first, extended(line, last), first)
    return Name(_kind(line, first, core, last), first, last, core)


def _core(line: Line, first: int, last: int) -> int:
    """Return the first token after titles and posts, and the marks between these."""
    core = first
    while core < last:
        word, mark = line.words[core], line.letters[core] in "-X"
        if word not in TITLES and word not in POSTS and not (core > first and mark):
            break
        core += 1
    surname = core == last and line.words[first] in HONORIFICS and line.words[last - 1] not in POSTS
    return last - 1 if surname and last - first > 1 else core  # "Mr Tan", though Tan is a title too


def _kind(line: Line, first: int, core: int, last: int) -> Kind:
    words = line.words[core:last]
    if core > first and NEVER_PERSON.isdisjoint(words):
        return "person"
    if words[-1] not in VENUE and has_acronym(line, core, last):
        return "body"
    before = line.word(first - 1)
    named_thing = before == "the" or line.letters[max(0, first - 1) : first] == "S"
    if (
        words[-1] in VENUE
        or before in PLACE_BEFORE
        or (before in MOVEMENT and last - core == 1)
        or (words[0] in DIRECTIONS and not named_thing)
    ):
        return "place"
    return "person" if not named_thing and _is_person(line, words, last) else "name"


def _is_person(line: Line, words: Sequence[str], last: int) -> bool:
    """Say whether two to five bare names are those of a person and not dictionary words."""
    bare = [w for w in words if w[:1].isalpha() and w not in PARTICLES]
    if not 2 <= len(bare) <= 5 or not NEVER_PERSON.isdisjoint(bare):
        return False
    if words[0].endswith("ing") and known(words[0]):
        return False
    return not all(map(known, bare)) or _followed_as_person(line, last)


def _followed_as_person(line: Line, last: int) -> bool:
    """Say whether what follows is a comma, a verb in the past, "and" or a bracket with a name."""
    letters = line.letters[last : last + 2]
    return letters[:1] in {",", "E", "B", "K"} or letters == "(M"
