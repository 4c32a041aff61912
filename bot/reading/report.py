"""A report -> its reading: the sentences, and what holds for the report as a whole."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.language.mentions import SHORT, SMALL, long_form
from bot.passages import read_structure
from bot.reading.sentence import Sentence, read_sentence
from bot.text.tokens import fold, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.model import Passage, Report
    from bot.passages import Structure


class Abbreviation(NamedTuple):
    """A short form and the passage and range (in the passage's text) of what it stands for."""

    short: str
    passage: int
    start: int
    end: int


class Times(NamedTuple):
    """Years and months that the report's own text names."""

    years: frozenset[int]
    months: frozenset[int]


@dataclass(frozen=True, slots=True)
class ReportReading:
    """A report with its passages and what was read of each; depends on title and body alone."""

    report: Report
    structure: Structure
    sentences: tuple[Sentence, ...]
    terms: tuple[tuple[str, ...], ...]
    around: tuple[tuple[str, ...], ...]  # for each passage, terms of what it leans on; see _around
    title: tuple[str, ...]
    kinds: dict[str, str]  # folded name -> the kind that most of its mentions have
    persons: dict[str, str]  # folded last name -> the full name
    abbreviations: tuple[Abbreviation, ...]
    times: Times
    countries: frozenset[str]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Return the passages in reading order."""
        return self.structure.passages


def read_report(report: Report) -> ReportReading:
    """Return the reading of a report."""
    structure = read_structure(report)
    sentences = tuple(read_sentence(p.text) for p in structure.passages)
    dates = [d for s in sentences for d in s.dates]
    return ReportReading(
        report,
        structure,
        sentences,
        tuple(tuple(terms(s.text)) for s in sentences),
        tuple(_around(structure, sentences)),
        tuple(terms(report.title)),
        _kinds(sentences),
        _persons(sentences),
        tuple(_abbreviations(sentences)),
        Times(
            frozenset(y for d in dates for y in d.years),
            frozenset(m for d in dates for m in d.months),
        ),
        frozenset(
            m.value for s in sentences for m in s.mentions if m.kind in {"country", "nation"}
        ),
    )


PERSONAL = frozenset("he she his her him".split())
IMPERSONAL = frozenset("it its they their them".split())


def _around(structure: Structure, sentences: Sequence[Sentence]) -> Iterator[tuple[str, ...]]:
    """Yield for each passage the terms of its list's introduction, its table's header, the speech
    that it goes on with, and of whom its pronouns stand for.
    """
    starts = {p.start: i for i, p in enumerate(structure.passages)}
    person: tuple[str, ...] = ()
    for number, sentence in enumerate(sentences):
        block = structure.blocks[structure.block_of[number]]
        found: list[str] = []
        if block.intro is not None and (intro := starts.get(block.intro.start)) is not None:
            found += terms(sentences[intro].text)
        for cell in block.header:
            found += terms(cell)
        before = sentences[number - 1] if number else None
        if before is not None and before.text.rstrip('“"” ').endswith(":"):
            found += terms(before.text)
        words = {t.text.lower() for t in sentence.tagged.tokens}
        if words & PERSONAL:
            found += person
        elif before is not None and words & IMPERSONAL:
            found += _named(before)
        person = _last_person(sentence) or person
        yield tuple(dict.fromkeys(found))


def _named(sentence: Sentence) -> list[str]:
    kinds = {"body", "event", "name"}
    return [
        t
        for m in sentence.mentions
        if m.kind in kinds
        for t in terms(sentence.text[m.start : m.end])
    ]


def _last_person(sentence: Sentence) -> tuple[str, ...]:
    """Return the terms of the person that a later "he" or "she" stands for: the first named."""
    named = [m for m in sentence.mentions if m.kind == "person"]
    return tuple(terms(sentence.text[named[0].start : named[0].end])) if named else ()


def _kinds(sentences: Sequence[Sentence]) -> dict[str, str]:
    """A name that "in" precedes once is a place everywhere in the report, and so on by majority."""
    votes: dict[str, Counter[str]] = {}
    for sentence in sentences:
        for m in sentence.mentions:
            if m.kind in {"person", "place", "body", "name", "event"}:
                key = fold(m.value or sentence.text[m.start : m.end])
                votes.setdefault(key, Counter())[m.kind] += 0.5 if m.kind == "name" else 1
    return {key: count.most_common(1)[0][0] for key, count in votes.items()}


def _persons(sentences: Sequence[Sentence]) -> dict[str, str]:
    found: dict[str, str] = {}
    for sentence in sentences:
        for mention in sentence.mentions:
            if mention.kind == "person" and " " in mention.value:
                found.setdefault(fold(mention.value.split()[-1]), mention.value)
    return found


def _abbreviations(sentences: Iterable[Sentence]) -> Iterator[Abbreviation]:
    for number, sentence in enumerate(sentences):
        for match in SHORT.finditer(sentence.text):
            start = long_form(sentence.text, match.start(), match[1])
            if start is None:
                words = list(re.finditer(r"[^\W_]+", sentence.text[: match.start()]))
                start = _capitalised(words, sentence.text, match.start())
            if start is not None:
                yield Abbreviation(match[1], number, start, match.start())


def _capitalised(words: Sequence[re.Match[str]], text: str, end: int) -> int | None:
    """Return where the run of capitalised words right before the bracket begins."""
    start = None
    for word in reversed(words):
        between = text[word.end() : start if start is not None else end]
        if between.strip():
            break
        if word[0][0].isupper():
            start = word.start()
        elif word[0].lower() not in SMALL:
            break
        else:
            start = start if start is None else start
    return start
