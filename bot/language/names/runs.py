"""Where a name starts and ends: unbroken runs of capitals, and what links several into one name."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from bot.language.countries import country_of
from bot.language.names.words import BODY, CALENDAR, LINKS, PARTICLES, POSTS, TITLES, TWIN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.language.tagging import Tagged

NO_ENDS: Mapping[int, int] = MappingProxyType({})
SUBJECTS = frozenset({"affairs", "home", "community", "services"})  # "Ministry of Home Affairs"


class Line(NamedTuple):
    """A sentence with its words in lower case, without the full stop of an abbreviation."""

    tagged: Tagged
    letters: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, sentence: Tagged) -> Line:
        """Return the line of a sentence."""
        words = tuple(t.text.lower().rstrip(".") for t in sentence.tokens)
        return cls(sentence, sentence.letters, words)

    def word(self, i: int) -> str:
        """Return a word, "" outside of the sentence."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def is_name(self, i: int) -> bool:
        """Say whether a word is part of a name; months and weekdays are none."""
        return self.letters[i : i + 1] == "M" and self.words[i] not in CALENDAR


def run_end(line: Line, first: int, country_ends: Mapping[int, int] = NO_ENDS) -> int:
    """Return the token after an unbroken run of names; particles and hyphens may stand inside.

    `country_ends` has the ends of countries by their starts, which may hold other words.
    """
    i = country_ends.get(first, first + 1)
    while i < len(line.letters):
        if not line.is_name(i) and not _stands_inside(line, i):
            break
        i += 1
    return i


def _stands_inside(line: Line, i: int) -> bool:
    """Say whether a hyphen, a particle ("de la") or an initial's full stop leads on to a name."""
    particle = line.words[i] in PARTICLES
    after = i + 2 if particle and line.word(i + 1) in PARTICLES else i + 1
    if line.letters[after : after + 1] != "M":
        return False
    if line.letters[i] == "-" or particle:
        return True
    initial = line.tagged.tokens[i - 1].text
    full_stop = line.tagged.tokens[i].text == "."
    return full_stop and (len(initial) <= 2 or initial.lower() in TITLES)


def extended(line: Line, last: int) -> int:
    """Return the end of "Ministry of Labour and Trade": links and further names that belong."""
    linked = False
    while last < len(line.letters):
        end = _continued(line, last, linked=linked)
        if end is None:
            break
        linked = linked or line.words[last] in LINKS
        last = end
    return last


def _continued(line: Line, at: int, *, linked: bool) -> int | None:
    """Return the end of the run that the word at `at` joins to the name before it, if it does."""
    if line.words[at] in LINKS:
        return _after_link(line, at)
    if line.letters[at + 1 : at + 2] != "M":
        return None
    if line.letters[at] == "K":
        twin = line.word(at - 1) in TWIN and not _begins_with_country(line, at + 1)
        return run_end(line, at + 1) if twin or (linked and _is_subject(line, at + 1)) else None
    return _list_end(line, at) if line.letters[at] == "," and linked else None


def _after_link(line: Line, at: int) -> int | None:
    start = at + 1
    if line.word(start) in {"the", "its"}:
        start += 1
    if not line.is_name(start):
        return None
    if line.words[at] in {"in", "to"} and _begins_with_country(line, start):
        return None
    return run_end(line, start)


def _begins_with_country(line: Line, start: int) -> bool:
    return country_of(line.tagged.tokens[start].text) is not None


def _list_end(line: Line, at: int) -> int | None:
    """Return the end of the list of subjects that goes on with the comma at `at`.

    None where no "and" closes it, as that of "Ministry of Labour, Trade and Industry" does.
    """
    while line.letters[at : at + 1] == "," and line.letters[at + 1 : at + 2] != "K":
        if not _is_subject(line, at + 1):
            return None
        at = run_end(line, at + 1)
    at += line.letters[at : at + 1] == ","
    closed = line.letters[at : at + 1] == "K" and _is_subject(line, at + 1)
    return run_end(line, at + 1) if closed else None


def _is_subject(line: Line, start: int) -> bool:
    """Say whether the run is a subject such as "Trade": no body, acronym, country, person, date."""
    if not line.is_name(start):
        return False
    last = run_end(line, start)
    if country_of(line.tagged.slice(start, last)) is not None:
        return False
    words = line.words[start:last]
    telling = any((w in BODY and w not in SUBJECTS) or w in POSTS or w in TITLES for w in words)
    return not telling and not has_acronym(line, start, last)


def has_acronym(line: Line, first: int, last: int) -> bool:
    """Say whether one of the words is an acronym, such as "UNODC"."""
    return any(_is_acronym(token.text) for token in line.tagged.tokens[first:last])


def _is_acronym(word: str) -> bool:
    return len(word) >= 2 and sum(map(str.isupper, word)) >= 2 and not word[1:].islower()
