"""A question's text -> what it asks for, its predicate, its names and its dates."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.language.classes import annotate, classes_of
from bot.language.tagging import Tagged, tag
from bot.question.kinds import Kind, kind_of
from bot.question.mending import mended
from bot.question.named import countries_named, names_of, ordinals_of, times_of
from bot.text.tokens import fold, is_stop, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.language.vocabulary import Vocabulary
    from bot.model import Turn

NONE: frozenset[str] = frozenset()
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
        kind: frozenset(map(term, words.split()))
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
EVENT = "n.event"
FOLLOWS = re.compile(
    r"\b(?:he|she|it|they|him|her|his|its|their|them|there|this|that|these|those|then|else|same|such)\b",
    re.IGNORECASE,
)
GOES_ON = re.compile(r"^(?:and|but|so|also|what about|how about)\b", re.IGNORECASE)
SEVERAL = re.compile(r"\bwho (?:were|are)\b|\bwho all\b", re.IGNORECASE)
FEW_WORDS = 3  # of a question that names nothing: it is about the event asked about before


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
    question = _read(text, tag(mended(text, vocabulary)), vocabulary)
    if turn is None:
        return question
    before = tag(mended(turn.question, vocabulary)).content
    return replace(question, before=before, focus=turn.report, after=turn.start)


def _read(text: str, tagged: Tagged, vocabulary: Vocabulary) -> Question:
    kind, head = kind_of(tagged)
    said = SAID_BY_KIND.get(kind, NONE)
    terms = tuple(t for t in tagged.content if t not in said)
    names = names_of(tagged, vocabulary)
    named = {t for name in names for t in name}
    events = frozenset(t for t in terms if EVENT in classes_of(t) and t not in named)
    predicate = frozenset(_predicate(tagged, named | events))
    classes = annotate(tagged.terms)
    years, months = times_of(tagged.text)
    return Question(
        text=text,
        tagged=tagged,
        kind=kind,
        head=tuple(t for t in tagged.terms[slice(*head)] if t) if head else (),
        terms=terms,
        events=events,
        names=names,
        countries=countries_named(tagged),
        predicate=predicate,
        classes=_merged(c for i, c in classes.items() if tagged.terms[i] in predicate)
        | IMPLIED.get(kind, NONE),
        all_classes=_merged(classes.values()),
        years=years,
        months=months,
        ordinals=ordinals_of(terms),
        plural=_is_plural(tagged, head),
        follows=_refers_back(tagged.text, names, terms),
    )


def _merged(classes: Iterable[frozenset[str]]) -> frozenset[str]:
    return NONE.union(*classes) - {EVENT}


def _predicate(tagged: Tagged, leave_out: frozenset[str] | set[str]) -> Iterator[str]:
    """Yield the terms of verbs, and of nouns that name what somebody does."""
    for token, letter, t in zip(tagged.tokens, tagged.letters, tagged.terms, strict=True):
        if not t or is_stop(token.text) or t in leave_out:
            continue
        if letter in "VEG" or any(not name.startswith("n.") for name in classes_of(t)):
            yield t


def _is_plural(tagged: Tagged, head: tuple[int, int] | None) -> bool:
    if head is None:
        return SEVERAL.search(tagged.text) is not None
    word = fold(tagged.tokens[head[1] - 1].text)
    return word == "people" or (word.endswith("s") and not word.endswith("ss"))


def _refers_back(text: str, names: tuple[tuple[str, ...], ...], terms: tuple[str, ...]) -> bool:
    if GOES_ON.match(text) or FOLLOWS.search(text):
        return True
    own = [t for t in terms if EVENT not in classes_of(t)]
    return not names and len(own) <= FEW_WORDS
