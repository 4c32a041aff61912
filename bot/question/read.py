"""A question's text -> what it asks for, its predicate, its names and its dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.language.classes import annotate, classes_of
from bot.language.countries import countries_in, country_of
from bot.language.tagging import Tagged, tag
from bot.language.times import dates_in, month_number
from bot.question.kinds import Kind, kind_of
from bot.text.tokens import fold, is_stop, term, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.language.vocabulary import Vocabulary
    from bot.model import Turn

CHAT = {
    "ppl": "people", "wich": "which", "whos": "who", "whats": "what", "wg": "working group",
    "mtg": "meeting", "conf": "conference", "govt": "government", "org": "organisation",
    "orgs": "organisations", "intl": "international", "dept": "department", "jan": "January",
    "feb": "February", "apr": "April", "jun": "June", "jul": "July", "aug": "August",
    "sep": "September", "sept": "September", "oct": "October", "nov": "November",
    "dec": "December", "w": "with", "abt": "about", "b4": "before", "n": "and", "r": "are",
    "wat": "what", "wen": "when", "wher": "where", "hw": "how", "min": "minister",
    "drr": "disaster risk reduction", "amb": "ambassador", "howmany": "how many",
}  # fmt: skip
# What a kind of question asks of the event even where no verb says so ("two-day", "in Suva").
IMPLIED = MappingProxyType(
    {
        "how_long": frozenset({"last"}),
        "how_much": frozenset({"cost"}),
        "where": frozenset({"locate", "happen"}),
        "when": frozenset({"happen"}),
    }
)
# Words that only say what kind of answer is asked for; passages need not hold them.
SAID_BY_KIND = MappingProxyType(
    {
        kind: frozenset(term(w) for w in words.split())
        for kind, words in {
            "how_long": "long last duration take length time",
            "when": "date dates day days time held take place happen exact month year",
            "where": "place held venue location located happen take city town",
            "how_many": "many number count howmany",
            "how_much": "much amount",
            "country": "country countries state states nation nations",
            "post": "post job position title role function occupation profession",
            "define": "mean meaning term stand abbreviation acronym word short",
            "how_often": "often frequently",
        }.items()
    }
)
GENERIC = frozenset({"n.event"})
LEAD = re.compile(
    r"^(?:(?:hi|hello|hey|please|pls|ok|okay|so|well|thanks|and|but|also)\b[\s,!.]*)+",
    re.IGNORECASE,
)
TAIL = re.compile(r"[\s,]*\b(?:please|pls|plz|thanks|thx)\b[\s?.!]*$", re.IGNORECASE)
ORDINAL_TERM = re.compile(r"\d+th$")
FOLLOWS = re.compile(
    r"\b(?:he|she|it|they|him|her|his|its|their|them|there|this|that|these|those|then|else|same|such)\b",
    re.IGNORECASE,
)
AND = re.compile(r"^(?:and|but|so|also|what about|how about)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as read. Terms are without stop words; sets hold terms or classes."""

    text: str
    tagged: Tagged  # after typos are mended
    kind: Kind
    head: tuple[str, ...]  # terms of the noun asked for ("which hotel"), main noun last
    terms: tuple[str, ...]
    events: frozenset[str]  # those of the terms that only mean "the event"
    names: tuple[tuple[str, ...], ...]  # each name as its terms
    countries: frozenset[str]
    predicate: frozenset[str]  # terms of its verbs and deverbal nouns
    classes: frozenset[str]  # of the predicate
    all_classes: frozenset[str]  # of any term
    years: frozenset[int]
    months: frozenset[int]
    ordinals: frozenset[str]
    plural: bool
    follows: bool  # refers back to what was asked before
    before: tuple[str, ...] = ()  # terms of the preceding question
    focus: str | None = None  # path of the report that answered it
    after: int | None = None  # offset of the passage that did


def read_question(text: str, vocabulary: Vocabulary, turn: Turn | None = None) -> Question:
    """Return the question as read; words that the reports don't know may be corrected."""
    mended = _mended(text, vocabulary)
    tagged = tag(mended)
    asked = kind_of(tagged)
    head = tuple(t for t in tagged.terms[slice(*asked.head)] if t) if asked.head else ()
    terms = tuple(
        t for tok, t in zip(tagged.tokens, tagged.terms, strict=True) if t and not _skip(tok.text)
    )
    terms = tuple(t for t in terms if t not in SAID_BY_KIND.get(asked.kind, frozenset()))
    names, countries = _names(tagged, vocabulary)
    named = {t for name in names for t in name}
    years, months = _times(mended)
    events = frozenset(t for t in terms if "n.event" in classes_of(t) and t not in named)
    predicate = frozenset(_predicate(tagged, named | events, asked.head))
    positions = annotate(tagged.terms)
    classes = frozenset(
        c
        for i, found in positions.items()
        if tagged.terms[i] in predicate
        for c in found
        if c not in GENERIC
    )
    classes |= IMPLIED.get(asked.kind, frozenset())
    return Question(
        text, tagged, asked.kind, head, terms, events, names, countries, predicate, classes,
        frozenset(c for found in positions.values() for c in found) - GENERIC,
        years, months, frozenset(t for t in terms if ORDINAL_TERM.match(t)),
        _is_plural(tagged, asked.head), _refers_back(mended, names, terms), *_turn(turn, vocabulary),
    )  # fmt: skip


def _skip(word: str) -> bool:
    return is_stop(word) and not (word in {"US", "IT", "WHO"})


def _turn(
    turn: Turn | None, vocabulary: Vocabulary
) -> tuple[tuple[str, ...], str | None, int | None]:
    if turn is None:
        return (), None, None
    tagged = tag(_mended(turn.question, vocabulary))
    before = tuple(
        t for tok, t in zip(tagged.tokens, tagged.terms, strict=True) if t and not _skip(tok.text)
    )
    return before, turn.report, turn.start


def _mended(text: str, vocabulary: Vocabulary) -> str:
    """Return the question without greetings, with chat words spelled out and typos corrected."""
    text = (
        " ".join(TAIL.sub("", LEAD.sub(lambda m: _kept(m[0]), text.strip())).split())
        or text.strip()
    )
    parts: list[str] = []
    last = 0
    for token in tokenise(text):
        parts.append(text[last : token.start])
        last = token.end
        word = token.text
        spelled = CHAT.get(word) if word.islower() else None
        parts.append(spelled or (vocabulary.corrected(word) if word.isalpha() else word))
    return "".join(parts) + text[last:]


def _kept(lead: str) -> str:
    """A leading "and" says that the question follows on; the rest is politeness."""
    return "and " if re.search(r"\b(?:and|but|also)\b", lead, re.IGNORECASE) else ""


def _names(
    tagged: Tagged, vocabulary: Vocabulary
) -> tuple[tuple[tuple[str, ...], ...], frozenset[str]]:
    """Return the proper names of the question, in lower case too where the reports know them."""
    names: list[tuple[str, ...]] = []
    run: list[str] = []
    for i, token in enumerate(tagged.tokens):
        name = tagged.letters[i] == "M" and not (i == 0 and is_stop(token.text))
        known = tagged.terms[i] in vocabulary.names and len(token.text) > 2
        if (
            tagged.terms[i]
            and (name or known)
            and not is_stop(token.text)
            and not _time(token.text)
        ):
            run.append(tagged.terms[i])
        elif run:
            names.append(tuple(run))
            run = []
    if run:
        names.append(tuple(run))
    codes = {c.code for c in countries_in(tagged.text)} | set(_lower_countries(tagged))
    return tuple(names), frozenset(codes)


def _time(word: str) -> bool:
    return word.isdigit() or (len(word) > 2 and month_number(word) > 0)


def _lower_countries(tagged: Tagged) -> Iterator[str]:
    for size in (1, 2, 3):
        for i in range(len(tagged.tokens) - size + 1):
            words = tagged.slice(i, i + size)
            if words.islower() and (code := country_of(words)) is not None:
                yield code


def _times(text: str) -> tuple[frozenset[int], frozenset[int]]:
    found = dates_in(text)
    years = {y for d in found for y in d.years}
    months = {m for d in found for m in d.months}
    for word in re.findall(r"[a-z]{3,9}", text):
        if word not in {"may", "march", "mar", "sat", "dec"} and month_number(word):
            months.add(month_number(word))
    if re.search(r"\b(?:in|of|on \d{1,2}) (?:may|march)\b", text):
        months |= {3} if "march" in text else {5}
    return frozenset(years), frozenset(months)


def _predicate(
    tagged: Tagged, leave_out: set[str] | frozenset[str], head: tuple[int, int] | None
) -> Iterator[str]:
    """Yield the terms of verbs, and of nouns that name what somebody does."""
    for i, t in enumerate(tagged.terms):
        if not t or is_stop(tagged.tokens[i].text) or t in leave_out:
            continue
        roles = [c for c in classes_of(t) if not c.startswith("n.")]
        if tagged.letters[i] in "VEG" or roles or (head and head[0] <= i < head[1] and roles):
            yield t


def _is_plural(tagged: Tagged, head: tuple[int, int] | None) -> bool:
    if head is not None:
        word = fold(tagged.tokens[head[1] - 1].text)
        return word.endswith("s") and not word.endswith("ss") or word in {"people", "countries"}
    return re.search(r"\bwho (?:were|are)\b|\bwho all\b", tagged.text, re.IGNORECASE) is not None


def _refers_back(text: str, names: tuple[tuple[str, ...], ...], terms: tuple[str, ...]) -> bool:
    if AND.match(text) or FOLLOWS.search(text):
        return True
    return not names and sum(1 for t in terms if "n.event" not in classes_of(t)) <= 3


def term_of(word: str) -> str:
    """Return the term of one word."""
    return term(word)
