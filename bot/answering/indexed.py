"""What a question about the reports themselves wants: how many, which, one of them, its text.

Whether a message asks for that is learned (`routing.py`); here is told what shall be shown. Numbers
and names come from titles, dates and places of the reports.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import numpy as np

from bot.answering.conditions import Wanted
from bot.text.countries import country_of
from bot.text.tokens import content_term, tokenise
from bot.text.words import is_common

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.model import Report
    from bot.retrieval import Library

Form: TypeAlias = Literal["list", "count", "card", "whole", "source", "help"]

COUNT: Final = re.compile(r"\b(?:how many|number of|count)\b", re.IGNORECASE)
LATEST: Final = re.compile(r"\b(?:latest|newest|most recent|last)\b", re.IGNORECASE)
FIRST: Final = re.compile(r"\b(?:oldest|earliest|first)\b", re.IGNORECASE)
WHOLE: Final = re.compile(
    r"\b(?:full|whole|entire|complete|original|pdf|file|send|download|forward)\b", re.IGNORECASE
)
SOURCE: Final = re.compile(
    r"\b(?:links?|urls?|address|website|source|where|which (?:report|document|file|page)|from)\b",
    re.IGNORECASE,
)
SEVERAL: Final = re.compile(
    r"\b(?:reports|documents|files|events|meetings|topics|all|list|everything)\b", re.IGNORECASE
)
ABOUT_ME: Final = re.compile(
    r"\b(?:can|should|do|does|could)\s+(?:i|you|this)\b.{0,40}\b(?:ask|do|use|answer|work|tell)\b"
    r"|\bexamples?\b|\bquestions\b",
    re.IGNORECASE,
)
# What comes after these is a subject, also where it is no name and no report has it.
SUBJECT: Final = re.compile(
    r"\b(?:on|about|regarding|concerning|with|word|mention\w*|search\w*|find)\b", re.IGNORECASE
)
# Words with which reports are asked for; none of them tells one report from another.
REQUEST: Final = frozenset(
    "show send give list find search link url full whole text open read see get want look report"
    " document file pdf pleas pls page latest newest last oldest earliest first recent number"
    " count total sourc origin complet entir download forward share version talk mention ask"
    " exampl question answer work".split()
)


@dataclass(frozen=True, slots=True)
class Indexed:
    """What shall be shown of which reports, newest first.

    Attributes:
        form: how they are shown.
        reports: which; none where no report fits.
        narrowed: a year, a place or another name was given.
    """

    form: Form
    reports: tuple[Report, ...] = ()
    narrowed: bool = False


def indexed(
    library: Library,
    reports: Sequence[Report],
    asking: frozenset[str],
    question: str,
    focus: int | None = None,
) -> Indexed:
    """Return what a question about the reports wants.

    Args:
        library: what was read of the reports.
        reports: these, in the order of their numbers.
        asking: the terms that questions ask with.
        question: as typed.
        focus: the number of the report that was talked of before.
    """
    wanted = Wanted.of(question, asking)
    names = _names(library, wanted, question)
    narrowed = bool(names or wanted.countries or wanted.years or wanted.months)
    narrowed = narrowed or wanted.span != (0, 9999)
    if not narrowed and ABOUT_ME.search(question) and not COUNT.search(question):
        return Indexed("help")
    days = {n: report.date or library.starts[n] for n, report in enumerate(reports)}
    found = [n for n in days if wanted.in_time(days[n])]
    found = _named(library, found, names, wanted.countries)
    found.sort(key=lambda n: (days[n], -n), reverse=True)
    form = _form(question, narrowed=narrowed, several=len(found) > 1)
    if form == "count":
        return Indexed("count", _reports(reports, found), narrowed)
    if LATEST.search(question) or FIRST.search(question):
        dated = [n for n in found if days[n]]
        found = dated[:1] if LATEST.search(question) else dated[-1:]
        return Indexed(form if form != "list" else "card", _reports(reports, found), narrowed)
    if not narrowed and focus is not None and not SEVERAL.search(question):
        return Indexed(form if form != "list" else "card", _reports(reports, [focus]))
    if len(found) > 1:
        form = "list"
    return Indexed(form, _reports(reports, found), narrowed)


def named_alone(
    library: Library, reports: Sequence[Report], asking: frozenset[str], message: str
) -> tuple[Report, ...]:
    """Return the reports of events whose own names have every word of the message, newest first."""
    wanted = Wanted.of(message, asking)
    names, countries = wanted.names, wanted.countries
    words = (token.text for token in tokenise(message) if token.text[0].isalnum())
    if not names | countries or any(_says_more(word, names) for word in words):
        return ()
    days = {n: report.date or library.starts[n] for n, report in enumerate(reports)}
    timely = [n for n in days if wanted.in_time(days[n])]
    found = library.table.named(names | countries, timely)
    return _reports(reports, sorted(found, key=lambda n: (days[n], -n), reverse=True))


def _says_more(word: str, names: frozenset[str]) -> bool:
    """Say whether a word is none of the names, no country and no year."""
    return content_term(word) not in names and not word.isdigit() and not country_of(word.title())


def _names(library: Library, wanted: Wanted, question: str) -> frozenset[str]:
    """Return the terms that the reports have to have."""
    names = wanted.names - REQUEST
    strange = frozenset(word for word in names if not library.spread_of(word))
    return names if _is_name(question, strange) else names - strange


def _is_name(question: str, words: frozenset[str]) -> bool:
    """Say whether one of these terms is a name, no English word, or what reports are about."""
    tokens = [token for token in tokenise(question) if content_term(token.text) in words]
    about = SUBJECT.search(question)
    subject = about.end() if about else len(question)
    return any(
        (t.start and t.text[:1].isupper()) or t.start >= subject or not is_common(t.text)
        for t in tokens
    )


def _form(question: str, *, narrowed: bool, several: bool) -> Form:
    if COUNT.search(question):
        return "count"
    if WHOLE.search(question):
        return "whole"
    if SOURCE.search(question) and not narrowed:
        return "source"
    return "card" if narrowed and not several else "list"


def _reports(reports: Sequence[Report], numbers: Iterable[int]) -> tuple[Report, ...]:
    return tuple(reports[n] for n in numbers)


def _named(
    library: Library, numbers: list[int], names: frozenset[str], countries: frozenset[str]
) -> list[int]:
    """Return those of the reports that have all of the names and countries.

    First those that have them in title, name, place and dates of their event, else anywhere.
    """
    if not names and not countries:
        return numbers
    named = library.table.named(names | countries, numbers)
    if named:
        return named
    held = np.intersect1d(numbers, library.holding(names), assume_unique=True)
    return library.table.mentioning(countries, held.tolist())
