"""A question in a language with a table -> the same question in English, and what it asks for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.answering.foreign.language import language_of
from bot.answering.foreign.table import LANGUAGES, Table, plain, table
from bot.answering.foreign.wording import route_of, worded
from bot.text.words import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterator

THAI_YEAR: Final = re.compile(r"(?<!\d)2[45]\d\d(?!\d)")
THAI_ERA: Final = 543  # years by which Thailand counts on
THAI_DIGITS: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
THAI: Final = re.compile(r"[\u0e00-\u0e7f]+")
SPACE_OR_MARK: Final = re.compile(r"^[\s?!.,;:…]+|[\s?!.,;:…]+$")


@dataclass(frozen=True, slots=True)
class Mapped:
    """A question in another language.

    Attributes:
        language: its code.
        route: what it asks for, of `bot.reader.labels.ROUTES`; None where that isn't understood.
        english: the question in English; "" where it isn't understood.
        yes_no: whether yes or no is asked for.
    """

    language: str
    route: str | None = None
    english: str = ""
    yes_no: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the question: what it says, in English or as typed."""

    tags: frozenset[str]
    text: str


def in_english(question: str) -> Mapped | None:
    """Return what a question in another language asks; None where it is in English."""
    language = language_of(question)
    if language is None:
        return None
    if language not in LANGUAGES:
        return Mapped(language)
    pieces = tuple(_pieces(table(language), unicodedata.normalize("NFC", question)))
    tags = [tag for piece in pieces for tag in sorted(piece.tags)]
    route, yes_no = route_of(tags)
    if route is None:
        return Mapped(language)
    english = worded(route, [(piece.tags, piece.text) for piece in pieces], yes_no=yes_no)
    return Mapped(language, route, english, yes_no)


def _pieces(known: Table, question: str) -> Iterator[Piece]:
    """Yield what a question is made of, in its order."""
    text = _in_figures(known, question)
    typed = plain(text)
    pattern, phrases = known.pattern, known.phrases
    if known.bare is not None and known.bare_pattern is not None and typed.isascii():
        pattern, phrases = known.bare_pattern, known.bare
    at = 0
    for match in pattern.finditer(typed):
        yield from _kept(text[at : match.start()])
        if known.spaced and _is_named(text, match) and "drop" in phrases[_key(match)].tags:
            yield from _kept(text[match.start() : match.end()])
        else:
            phrase = phrases[_key(match)]
            yield Piece(phrase.tags, phrase.english)
        at = match.end()
    yield from _kept(text[at:])


def _key(match: re.Match[str]) -> str:
    return " ".join(match[1].split())


def _is_named(text: str, match: re.Match[str]) -> bool:
    """Say whether a small word is part of a name: "Kota" (town) of "Kota Kinabalu"."""
    after = text[match.end() :].lstrip()
    return text[match.start()].isupper() and after[:1].isupper()


def _kept(text: str) -> Iterator[Piece]:
    """Yield a run that no phrase covers as typed; Thai without its marks, which part no words."""
    bare = THAI.sub(lambda run: "".join(filter(str.isalnum, run[0])), text)
    words = SPACE_OR_MARK.sub("", bare)
    if words:
        yield Piece(frozenset(), words)


def _in_figures(known: Table, question: str) -> str:
    """Return the question with years, months and ordinals as English writes them."""
    text = question.translate(THAI_DIGITS)
    if not known.spaced:
        text = THAI_YEAR.sub(lambda year: str(int(year[0]) - THAI_ERA), text)
    text = known.ordinal.sub(lambda found: f" {int(found[1])}{_ending(int(found[1]))} ", text)
    return known.month.sub(_month, text) if known.month else text


def _month(found: re.Match[str]) -> str:
    number = int(found[1])
    return f" {MONTHS[number - 1]} " if 1 <= number <= len(MONTHS) else found[0]


def _ending(number: int) -> str:
    """Return what English writes after an ordinal's figure."""
    if number % 100 in {11, 12, 13}:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
