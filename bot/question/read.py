"""A question's text -> what it asks for, its predicate, its names and its dates."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.language.classes import annotate, classes_of
from bot.language.tagging import Tagged, tag
from bot.language.thesaurus import alike
from bot.question.asked import Question
from bot.question.ellipsis import filled_in, is_elliptic
from bot.question.kinds import kind_of
from bot.question.mending import mended
from bot.question.named import countries_named, names_of, ordinals_of, times_of
from bot.text.tokens import fold, is_stop, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.language.vocabulary import Vocabulary
    from bot.model import Turn
    from bot.question.patterns import Kind

NONE: frozenset[str] = frozenset()
# What a kind of question asks of the event even where no verb says so ("two-day", "in Suva").
IMPLIED = MappingProxyType(
    {
        "how_long": frozenset({"last"}),
        "how_much": frozenset({"cost"}),
        "where": frozenset({"locate", "happen"}),
        "when": frozenset({"happen"}),
        "topic": frozenset({"discuss"}),
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
THEM = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
LONGEST_NAME = 8  # words of an answer that names one person
FEW_WORDS = 3  # of a question that names nothing: it is about the event asked about before


def read_question(text: str, vocabulary: Vocabulary, turn: Turn | None = None) -> Question:
    """Return the question as read; words that the reports don't know may be corrected."""
    question = _read(text, tag(mended(text, vocabulary)), vocabulary)
    if turn is None:
        return question
    base = _read(turn.question, tag(mended(turn.question, vocabulary)), vocabulary)
    if is_elliptic(question.tagged):
        question = filled_in(question, base)
    elif turn.answer is not None and THEM.search(text) is not None:
        question = _with_person(question, turn.answer, vocabulary)
    return replace(question, before=base.tagged.content, focus=turn.report, after=turn.start)


def _with_person(question: Question, answer: str, vocabulary: Vocabulary) -> Question:
    """Return the question with the name of whom the answer before it named, for "he" or "her"."""
    if len(answer.split()) > LONGEST_NAME:
        return question
    names = names_of(tag(answer), vocabulary)
    if len(names) != 1:
        return question
    new = tuple(t for t in names[0] if t not in question.terms)
    return replace(question, terms=question.terms + new, names=(*question.names, names[0]))


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
        classes=_doings(c for i, c in classes.items() if tagged.terms[i] in predicate)
        | _implied(kind, tagged, predicate),
        all_classes=_merged(classes.values()),
        years=years,
        months=months,
        ordinals=ordinals_of(terms),
        plural=_is_plural(tagged, head),
        follows=_refers_back(tagged.text, names, terms),
        near={t: alike(t) for t in {*terms, *predicate} if t.isalpha() and t not in named | events},
    )


def _doings(classes: Iterable[frozenset[str]]) -> frozenset[str]:
    """Return the classes of what somebody does: "organised" is no organisation."""
    return frozenset(name for name in _merged(classes) if not name.startswith("n."))


def _implied(kind: Kind, tagged: Tagged, predicate: frozenset[str]) -> frozenset[str]:
    """Return what the kind implies: taking part, where no more is said ("was Fiji there?")."""
    if predicate or not (kind == "country" or (kind == "yes_no" and countries_named(tagged))):
        return IMPLIED.get(kind, NONE)
    return frozenset({"attend"})


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
