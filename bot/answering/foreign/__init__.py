"""A question in a language with a table -> the same question in English, and what it asks for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from bot.answering.foreign.language import LANGUAGES, PhraseTable, language_of, plain, table
from bot.slots import DECLARED
from bot.text.words import MONTHS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

THAI_YEAR: Final = re.compile(r"(?<!\d)2[45]\d\d(?!\d)")
THAI_ERA: Final = 543  # years by which Thailand counts on
THAI_DIGITS: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
LONG_THAI: Final = 6  # letters
MOST_ASIDES: Final = 2  # words that may be left out
PLACING: Final = frozenset({"in", "at"})
THAI: Final = re.compile(r"[\u0e00-\u0e7f]+")
SPACE_OR_MARK: Final = re.compile(r"^[\s?!.,;:…]+|[\s?!.,;:…]+$")


@dataclass(frozen=True, slots=True)
class Mapped:
    """A question in another language.

    Attributes:
        language: its code.
        route: what it asks for, of `bot.reader.network.ROUTES`; None where that isn't understood.
        english: the question in English; "" where it isn't understood.
        yes_no: whether yes or no is asked for.
        asides: words that neither the table nor the reports know, which were left out.
    """

    language: str
    route: str | None = None
    english: str = ""
    yes_no: bool = False
    asides: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the question: what it says, in English or as typed."""

    tags: frozenset[str]
    text: str
    typed: bool = False


def in_english(question: str, known: Callable[[str], bool] | None = None) -> Mapped | None:
    """Return what a question in another language asks; None where it is in English.

    Args:
        question: as typed.
        known: says whether a word is in any of the reports; else all words count as known.
    """
    language = language_of(question)
    if language is None:
        return None
    if language not in LANGUAGES:
        return Mapped(language)
    pieces = tuple(_pieces(table(language), unicodedata.normalize("NFC", question)))
    route, yes_no = route_of([(piece.tags, piece.text) for piece in pieces])
    if route is None:
        return Mapped(language)
    pieces, asides = without_asides(pieces, known) if known else (pieces, 0)
    english = worded(route, [(piece.tags, piece.text) for piece in pieces], yes_no=yes_no)
    return Mapped(language, route, english, yes_no, asides)


def without_asides(
    pieces: tuple[Piece, ...], known: Callable[[str], bool]
) -> tuple[tuple[Piece, ...], int]:
    """Return the question without the few words that nothing knows, and how many these are.

    They stay where no other word names the event, where they are written as names are, and after
    "in": there they may be a place of which there is no report.
    """
    kept: list[Piece] = []
    asides = named = 0
    for piece in pieces:
        after_place = bool(kept) and kept[-1].text in PLACING
        words = piece.text.split()
        if not piece.typed:
            kept.append(piece)
            named += piece.text[:1].isupper() and any(map(known, words))
            continue
        first = not kept
        telling = [
            word for n, word in enumerate(words)
            if _is_name(word, begins=first and n == 0) or known(word) or (after_place and n == 0)
        ]  # fmt: skip
        named += any(map(known, telling))
        asides += sum(map(_length, words)) - sum(map(_length, telling))
        if telling:
            kept.append(Piece(piece.tags, " ".join(telling), typed=True))
    return (tuple(kept), asides) if named and asides <= MOST_ASIDES else (pieces, 0)


def _is_name(word: str, *, begins: bool) -> bool:
    """Say whether a word is written as names and numbers are; any word may begin a question so."""
    return any(map(str.isdigit, word)) or (not begins and any(map(str.isupper, word)))


def _length(word: str) -> int:
    """Return how many words a run without spaces is: Thai has some five letters a word."""
    return 1 + len(word) // LONG_THAI if THAI.search(word) else 1


def _pieces(known: PhraseTable, question: str) -> Iterator[Piece]:
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
        yield Piece(frozenset(), words, typed=True)


def _in_figures(known: PhraseTable, question: str) -> str:
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


Tagged = tuple[frozenset[str], str]  # of a run of the question: its tags, and its English

ASKED: Final = MappingProxyType(
    {
        **{slot.name: slot.question for slot in DECLARED},
        "participants_countries": "Which countries attended {event}?",
        "participants_bodies": "Which organisations attended {event}?",
        "count_countries": "How many countries attended {event}?",
        "summary": "What was {event} about?",
        "events_which": "Which events were held{named}?",
        "events_count": "How many events were held{named}?",
        "events_latest": "What was the latest event{named}?",
        "events_first": "What was the first event{named}?",
    }
)
VERBS: Final = MappingProxyType({slot.name: slot.verb for slot in DECLARED if slot.verb})
JOINING: Final = frozenset("in on at of by from after before between for and".split())
PLAINLY: Final = MappingProxyType({"how_long": "duration", "when": "when", "where": "where"})
# Roles that others go before: a panel has a moderator, and who spoke took part too.
LAST: Final = ("panellists", "speakers", "organiser", "participants")
THINGS: Final = frozenset({"decisions", "summary", "name"})  # that nobody does


def route_of(pieces: Sequence[Tagged]) -> tuple[str | None, bool]:
    """Return what is asked for, None where that isn't clear, and whether yes or no is.

    Args:
        pieces: the runs of the question, in its order.
    """
    tags = [tag for piece, _ in pieces for tag in sorted(piece)]
    said = set(tags)
    if _follows_another(pieces):
        said.add("next")
    roles = list(dict.fromkeys(tag for tag in tags if tag in ASKED and tag != "count"))
    asks = said & {"who", "when", "where", "how_long", "how_many", "which", "what", "yes_no"}
    if "talk" in said and asks <= {"yes_no"} and not roles:
        return "chatter", False
    if "reports" in said and not roles:
        return "reports", False
    if tags.count("who") > 1 and len(roles) > 1:
        return None, False  # two questions in one
    roles.sort(key=lambda r: LAST.index(r) + 1 if r in LAST else 0)
    role = roles[0] if roles else None
    if asks == {"yes_no"} or (asks == {"yes_no", "which"} and role):
        return (role if role in VERBS else None), True
    if role == "participants" and asks <= {"which", "what"} and _asks_for_events(pieces):
        return "events_which", False
    return _asked_for(said, asks, role), False


def _asks_for_events(pieces: Sequence[Tagged]) -> bool:
    """Say whether events are asked for, and no countries: "which meetings did Fiji attend"."""
    runs = [tags for tags, text in pieces if tags or text]
    pairs = [(a, b) for a, b in pairwise(runs) if b & {"which", "what"}]
    return any("events" in a for a, _ in pairs) and not any(
        "countries" in tags for tags, _ in pieces
    )


def _follows_another(pieces: Sequence[Tagged]) -> bool:
    """Say whether the event after another is asked for: "where was the forum after Koper"."""
    return any(
        a == "after" and not tags and not b[:1].isdigit() for (_, a), (tags, b) in pairwise(pieces)
    ) and any("events" in tags for tags, _ in pieces)


def _asked_for(said: set[str], asks: set[str], role: str | None) -> str | None:
    following = "next" in said
    timed = "when" in asks and not said & {"people", "countries"}  # "on the how manieth"
    if "how_many" in asks and "how_long" not in asks and not timed:
        return _counted(said, role)
    by_whom = role and "who" in asks and "how_long" not in asks
    by_whom = by_whom or role == "supporter"  # "where is the money from?"
    for ask, route in PLAINLY.items():
        if ask in asks and not by_whom:
            return f"next_{route}" if following and route != "duration" else route
    if following or (by_whom and role in THINGS):
        return None
    if role:
        clear = asks or role != "participants" or said & {"countries", "bodies"}
        return _narrowed(said, role) if clear else None
    if "countries" in said and asks & {"which", "what"}:
        return "participants_countries"
    return _events(said, asks)


def _counted(said: set[str], role: str | None) -> str | None:
    if role not in {None, "participants"}:
        return None
    if "countries" in said:
        return "count_countries"
    if "people" in said or role:
        return "count"
    return "events_count" if "events" in said else None


def _narrowed(said: set[str], role: str) -> str:
    if role == "participants" and "countries" in said:
        return "participants_countries"
    if role == "participants" and "bodies" in said:
        return "participants_bodies"
    return role


def _events(said: set[str], asks: set[str]) -> str | None:
    """Return the question about events in general that is asked."""
    if "events" not in said or not asks & {"which", "what"}:
        return None
    if said & {"latest", "first"}:
        return "events_latest" if "latest" in said else "events_first"
    return "events_which"


def worded(route: str, pieces: Sequence[Tagged], *, yes_no: bool) -> str:
    """Return the question as English would ask it; "" for small talk."""
    if yes_no:
        at = next(n for n, (tags, _) in enumerate(pieces) if route in tags)
        who, event = pieces[:at], pieces[at + 1 :]
        if _has_event(who) and not _has_event(event):
            who, event = event, who  # "the forum was chaired by Fiji"
        return f"Did {_joined(who) or 'they'} {VERBS[route]} {_the(_joined(event))}?"
    if route not in ASKED:
        return ""
    if route.startswith("next_"):
        pieces = [piece for piece in pieces if piece[1] != "after"]  # the question says it
    named = _joined(pieces)
    if route == "events_which" and any("participants" in tags for tags, _ in pieces):
        named = _joined([piece for piece in pieces if "events" not in piece[0]])
        return f"Which events did {named} attend?"
    others = _joined([piece for piece in pieces if piece[1] != "event"])
    mark = " " if others.split(" ", 1)[0] in JOINING else ": "
    return ASKED[route].format(event=_the(named), named=f"{mark}{others}" if others else "")


def _has_event(pieces: Sequence[Tagged]) -> bool:
    return any("events" in tags for tags, _ in pieces)


def _joined(pieces: Sequence[Tagged]) -> str:
    """Return the words of the pieces without what joined them to words left out."""
    words = " ".join(text for _, text in pieces if text).split()
    while words and words[-1] in JOINING:
        words.pop()
    while words and words[0] == "and":
        words.pop(0)
    return " ".join(words)


def _the(event: str) -> str:
    """Return what names an event with an article; "it" where nothing does."""
    words = event.split()
    placed = bool(words) and words[0] in JOINING
    while words and words[0] in JOINING:
        words.pop(0)
    if not words:
        return "it"
    name = " ".join(words)
    return f"the event in {name}" if placed and name[0].isupper() else f"the {name}"
