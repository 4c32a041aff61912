"""What all candidates of one passage share: where in it stands what the question asks for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.language.classes import classes_of
from bot.text.tokens import terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from bot.question import Question
    from bot.reading import ReportReading
    from bot.reading.sentence import Sentence

EVENT = frozenset({"n.event"})
FAR = 20  # tokens, and anything farther


@dataclass(frozen=True, slots=True)
class Scene:
    """A passage as the question sees it; what holds for a token is under its number."""

    near: Sequence[int]  # how far the nearest term of the question is, FAR or more without
    names: Sequence[int]  # tokens of the names asked about that are not in the title
    named: frozenset[str]  # terms of these names; empty where the passage has none of them
    events: Sequence[bool]  # whether the token means an event
    alike: Sequence[bool]  # whether it is of a class of the noun asked for
    mentions: Mapping[str, int]  # how many of each kind
    columns: Sequence[float]  # of a table: 1 where the head of the column is asked for, else -1

    @classmethod
    def of(
        cls, question: Question, reading: ReportReading, number: int, named: frozenset[str]
    ) -> Scene:
        """Return passage `number` of a report as a question sees it that names `named`."""
        sentence = reading.sentences[number]
        held = sentence.tagged.terms
        outside = named.difference(reading.title)
        nouns = {k for t in question.head[-1:] for k in classes_of(t) if k.startswith("n.")}
        return cls(
            _distances(question.terms, held),
            [i for i, t in enumerate(held) if t in outside] if outside else [],
            frozenset() if outside.isdisjoint(held) else outside,
            _of_classes(sentence, EVENT),
            _of_classes(sentence, nouns),
            Counter([m.kind for m in sentence.mentions]),
            _columns(question, reading.header_of(number)),
        )


def _of_classes(sentence: Sentence, wanted: Set[str]) -> list[bool]:
    """Return for each token whether it is a word of one of the classes by itself."""
    held = sentence.tagged.terms
    found = [False] * len(held)
    if wanted:
        for i in sentence.classes:  # what is of a class at all, also as part of a phrase
            found[i] = not wanted.isdisjoint(classes_of(held[i]))
    return found


def _distances(wanted: Sequence[str], held: Sequence[str]) -> list[int]:
    """Return for each token how far the nearest wanted one is; FAR or more without one."""
    found = []
    away = FAR
    for t in held:
        away = 0 if t in wanted else away + 1
        found.append(away)
    away = FAR
    for i in range(len(found) - 1, -1, -1):
        away += 1
        if away < found[i]:
            found[i] = away
        else:
            away = found[i]
    return found


def _columns(question: Question, header: Sequence[str]) -> list[float]:
    if not header:
        return []
    asked = {t for t in question.tagged.terms if t}
    return [-1.0 if asked.isdisjoint(terms(cell)) else 1.0 for cell in header]
