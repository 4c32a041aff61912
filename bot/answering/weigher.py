"""What all candidates of one question share: the weights of its words, its names, its shape."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.answering.occasion import Occasion, occasion_features, occasion_of
from bot.answering.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.answering.candidates import Candidate
    from bot.question import Question
    from bot.retrieval import Hit, Library

DENIED = re.compile(
    r"\b(?:not|n't|never|nobody|none|neither|nor|without|refus\w*|declin\w*|reject\w*|absent|"
    r"against|fail\w*|lack\w*|miss\w*|stay\w* away|oppos\w*|withheld|abstain\w*|"
    r"turn\w* down|no)\b|n['’]t\b",
    re.IGNORECASE,
)
EVENT_WEIGHT = 0.4  # of a word that only means "the event", beside 1


@dataclass(frozen=True, slots=True)
class Weigher:
    """A question as its candidates are compared with it."""

    question: Question
    library: Library
    weights: Mapping[str, float]  # of its terms, by idf
    total: float  # of the weights; 1 where there are none
    bare: float  # 1 where the question has no words of its own, so that none is uncovered
    best: float  # score of the best hit
    missing: Mapping[int, float]  # report -> share of the question's names that it lacks
    asked: frozenset[str]
    names: tuple[str, ...]  # terms of the names, in their order
    named: frozenset[str]
    subject: float  # the wh-word is the subject of its verb: 1, may be: .5
    passive: float  # and that verb is passive
    denied: bool  # it asks for what is denied: "who did not sign"
    occasions: Mapping[int, Occasion]  # of the reports of the hits
    fits: Mapping[int, Mapping[str, float]]  # report -> how far its occasion is the question's
    scenes: dict[int, Scene] = field(default_factory=dict)  # of the passages looked at so far

    @classmethod
    def of(cls, question: Question, library: Library, hits: Sequence[Hit]) -> Weigher:
        """Weigh the terms of the question against the library that the hits come from."""
        weights = {
            t: library.by_passage.idf_of(t) * (EVENT_WEIGHT if t in question.events else 1.0)
            for t in dict.fromkeys(question.terms)
        }
        total = sum(weights.values())
        names = tuple(t for name in question.names for t in name)
        subject, passive = _shape(question)
        occasions = {r: occasion_of(library.readings[r]) for r in {h.report for h in hits}}
        return cls(
            question,
            library,
            weights,
            total or 1.0,
            0.0 if total else 1.0,
            (hits[0].score if hits else 1.0) or 1.0,
            {r: library.missing(question, r) for r in occasions},
            frozenset(question.terms),
            names,
            frozenset(names),
            subject,
            passive,
            DENIED.search(question.text) is not None,
            occasions,
            {r: occasion_features(question, o, occasions.values()) for r, o in occasions.items()},
        )

    def scene(self, candidate: Candidate) -> Scene:
        """Return the candidate's passage as the question sees it."""
        passage, report = candidate.hit.passage, candidate.hit.report
        if (known := self.scenes.get(passage)) is not None:
            return known
        number = passage - int(self.library.first_of[report])
        found = Scene.of(self.question, candidate.reading, number, self.named)
        self.scenes[passage] = found
        return found

    def share(self, held: Iterable[str]) -> float:
        """Return the share of the question's weight that the terms hold, 0-1."""
        terms = held if isinstance(held, (set, frozenset)) else set(held)
        return self.bare + sum([w for t, w in self.weights.items() if t in terms]) / self.total


def _shape(question: Question) -> tuple[float, float]:
    """Return whether the wh-word is the subject of its verb, and whether that is passive."""
    letters = question.tagged.letters
    at = letters.find("W")
    if at < 0:
        return 0.0, 0.0
    i = at + 1
    while i < len(letters) and letters[i] in "ANMC-S":
        i += 1
    rest = letters[i : i + 3]
    if rest[:1] in {"E", "V", "G"}:
        return 1.0, 0.0
    if rest[:1] in {"B", "H", "O"}:
        return (1.0, 1.0) if "E" in rest[1:] else (0.5, 0.0)
    return 0.0, 0.0
