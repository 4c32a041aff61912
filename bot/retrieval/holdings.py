"""Readings -> the indexes that are searched, of passages, of their classes and of reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from bot.index import Index
from bot.language.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from bot.model import Passage
    from bot.reading import ReportReading
    from bot.reading.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Holdings:
    """The readings of all reports, with indexes of passages, of their classes and of reports."""

    readings: tuple[ReportReading, ...]
    passages: tuple[Passage, ...]
    report_of: NDArray[np.int32]  # for each passage, the number of its report
    first_of: NDArray[np.int32]  # for each report, the number of its first passage
    by_passage: Index
    by_class: Index
    by_report: Index
    vocabulary: Vocabulary
    held: tuple[frozenset[str], ...]  # for each report, the terms of its title and body
    number_of: dict[str, int]  # path -> number of the report

    @classmethod
    def of(cls, readings: Sequence[ReportReading]) -> Self:
        """Index the readings in their order."""
        documents = [
            (*r.title, *t, *_new(around, t))
            for r in readings
            for t, around in zip(r.terms, r.around, strict=True)
        ]
        wholes = [(*r.title, *(w for t in r.terms for w in t)) for r in readings]
        marks = [tuple(_marks(s)) for r in readings for s in r.sentences]
        counts = np.array([len(r.passages) for r in readings], np.int32)
        return cls(
            tuple(readings),
            tuple(p for r in readings for p in r.passages),
            np.repeat(np.arange(len(readings), dtype=np.int32), counts),
            np.concatenate(([0], np.cumsum(counts)))[:-1].astype(np.int32),
            Index(documents, k1=0.6, b=0.3, formula="lucene"),
            Index(marks, k1=0.6, b=0.3, formula="lucene"),
            Index(wholes, k1=0.9, b=0.4, formula="lucene"),
            Vocabulary.of(w for r in readings for w in _words(r)),
            tuple(frozenset(w) for w in wholes),
            {r.report.path: i for i, r in enumerate(readings)},
        )

    def sentence(self, passage: int) -> Sentence:
        """Return what was read of a passage."""
        report = int(self.report_of[passage])
        return self.readings[report].sentences[passage - int(self.first_of[report])]


def _new(around: Sequence[str], own: Sequence[str]) -> Iterator[str]:
    held = set(own)
    return (t for t in around if t not in held)


def _marks(sentence: Sentence) -> Iterator[str]:
    """Yield what a passage is about beyond its words: classes, countries, kinds of mentions."""
    for classes in sentence.classes.values():
        yield from classes
    for mention in sentence.mentions:
        if mention.kind in {"country", "nation"}:
            yield f"c.{mention.value}"
        yield f"k.{mention.kind}"


def _words(reading: ReportReading) -> Iterable[tuple[str, bool]]:
    for sentence in reading.sentences:
        for i, token in enumerate(sentence.tagged.tokens):
            if token.text[0].isalpha():
                yield token.text, sentence.tagged.letters[i] == "M"
    for word in reading.report.title.split():
        stripped = word.strip(".,:;!?()\"'’“”")
        if stripped.isalpha():
            yield stripped, False
