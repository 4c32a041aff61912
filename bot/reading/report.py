"""A report -> its reading: the sentences, and what holds for the report as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.language.abbreviations import capitalised_before, short_forms_in
from bot.passages import read_structure
from bot.reading.context import context_of
from bot.reading.sentence import Sentence, read_sentence
from bot.text.tokens import fold, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.model import Passage, Report
    from bot.passages import Structure

NAMES = frozenset({"person", "place", "body", "name", "event"})
UNTYPED = 0.5  # the vote of a mention that only tells that something is a name


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
    around: tuple[tuple[str, ...], ...]  # for each passage, terms of what it leans on
    title: tuple[str, ...]
    kinds: Mapping[str, str]  # folded name -> the kind that most of its mentions have
    abbreviations: tuple[Abbreviation, ...]
    times: Times
    countries: frozenset[str]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Return the passages in reading order."""
        return self.structure.passages

    def header_of(self, number: int) -> tuple[str, ...]:
        """Return the cells above a passage that is a row of a table, none for another passage."""
        return self.structure.blocks[self.structure.block_of[number]].header


def read_report(report: Report) -> ReportReading:
    """Return the reading of a report."""
    structure = read_structure(report)
    sentences = tuple(read_sentence(p.text) for p in structure.passages)
    return ReportReading(
        report=report,
        structure=structure,
        sentences=sentences,
        terms=tuple(s.tagged.content for s in sentences),
        around=tuple(context_of(structure, sentences)),
        title=tuple(terms(report.title)),
        kinds=_kinds(sentences),
        abbreviations=tuple(_abbreviations(sentences)),
        times=_times(sentences),
        countries=_countries(sentences),
    )


def _kinds(sentences: Iterable[Sentence]) -> dict[str, str]:
    """A name that is a place in most sentences is one everywhere in the report, and so on."""
    votes: dict[str, dict[str, float]] = {}
    for sentence in sentences:
        for m in sentence.mentions:
            if m.kind in NAMES:
                count = votes.setdefault(fold(m.value or sentence.text[m.start : m.end]), {})
                vote = UNTYPED if m.kind == "name" else 1.0
                count[m.kind] = count.get(m.kind, 0.0) + vote
    return {name: max(count, key=count.__getitem__) for name, count in votes.items()}


def _abbreviations(sentences: Iterable[Sentence]) -> Iterator[Abbreviation]:
    for number, sentence in enumerate(sentences):
        if "(" not in sentence.text:
            continue
        for form in short_forms_in(sentence.text):
            start = form.long
            if start is None:
                start = capitalised_before(sentence.text, form.start)
            if start is not None:
                yield Abbreviation(form.short, number, start, form.start)


def _times(sentences: Iterable[Sentence]) -> Times:
    dates = [date for sentence in sentences for date in sentence.dates]
    return Times(
        frozenset(year for date in dates for year in date.years),
        frozenset(month for date in dates for month in date.months),
    )


def _countries(sentences: Iterable[Sentence]) -> frozenset[str]:
    kinds = {"country", "nation"}
    return frozenset(m.value for s in sentences for m in s.mentions if m.kind in kinds)
