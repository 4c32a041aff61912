"""A report -> its reading: the sentences, and what holds for the report as a whole."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

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
        tuple(terms(report.title)),
        _kinds(sentences),
        _persons(sentences),
        tuple(_abbreviations(sentences)),
        Times(
            frozenset(y for d in dates for y in d.years),
            frozenset(m for d in dates for m in d.months),
        ),
        frozenset(m.value for s in sentences for m in s.mentions if m.kind in {"country", "nation"}),
    )


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


_SHORT = re.compile(r"\(([A-Z][A-Za-z/&-]{1,14}(?: [A-Z]{2,8})?)\)")
_SMALL = frozenset("of the for and on in to at a an de la".split())


def _abbreviations(sentences: Iterable[Sentence]) -> Iterator[Abbreviation]:
    for number, sentence in enumerate(sentences):
        for match in _SHORT.finditer(sentence.text):
            start = _long_form(sentence.text, match.start(), match[1])
            if start is not None:
                end = len(sentence.text[: match.start()].rstrip())
                yield Abbreviation(match[1], number, start, end)


def _long_form(text: str, end: int, short: str) -> int | None:
    """Return where the words before the bracket begin that the letters stand for."""
    words = list(re.finditer(r"[^\W_]+", text[:end]))
    letters = [c for c in short if c.isalpha()]
    capitals = [c.lower() for c in letters if c.isupper()]
    best = None
    for back in range(1, min(len(words), 2 * len(letters) + 4) + 1):
        word = words[-back]
        initial = fold(word[0])[:1]
        if initial == capitals[0] and word[0][0].isupper() and _spells(words[-back:], capitals):
            best = word.start()
            break
    return best if best is not None else _capitalised(words, text, end)


def _spells(words: Sequence[re.Match[str]], capitals: Sequence[str]) -> bool:
    """Say whether the letters stand in the words in order, at least two thirds as initials."""
    initials = [fold(w[0])[:1] for w in words if w[0].lower() not in _SMALL or len(words) <= 2]
    at = hits = 0
    for letter in capitals:
        if letter in initials[at:]:
            at = initials.index(letter, at) + 1
            hits += 1
    return hits >= 2 and hits * 3 >= len(capitals) * 2 and len(initials) <= len(capitals) + 2


def _capitalised(words: Sequence[re.Match[str]], text: str, end: int) -> int | None:
    """Return where the run of capitalised words right before the bracket begins."""
    start = None
    for word in reversed(words):
        between = text[word.end() : start if start is not None else end]
        if between.strip():
            break
        if word[0][0].isupper():
            start = word.start()
        elif word[0].lower() not in _SMALL:
            break
        else:
            start = start if start is None else start
    return start
