"""How well passages are ranked, whatever is then answered from them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.evaluation.questions import EvaluationQuestion
from bot.index import Index
from bot.model import Answer, Found, Passage, Quote, Scored, Silent, Span, Turn
from bot.retrieval import Library, Query
from bot.text.tokens import terms

DEPTH = 10


class Ranker(Protocol):
    """Whatever ranks passages for a question, without choosing an answer."""

    def rank(self, question: str, n: int) -> tuple[Scored, ...]:
        """Return the best `n` passages, best first."""


@dataclass(frozen=True, slots=True)
class EngineRanker:
    """The ranking that answers are chosen from."""

    library: Library

    def rank(self, question: str, n: int) -> tuple[Scored, ...]:
        """Return the best `n` passages, best first."""
        hits = self.library.search(Query.of(question), n)
        return tuple(Scored(self.library.passages[hit.passage], hit.score) for hit in hits)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Means over questions whose evidence is known."""

    questions: int
    ndcg: float  # at 10
    reciprocal: float  # of the evidence's rank within 10
    first: float  # share with the evidence ranked first
    five: float  # share with it among the first five

    @classmethod
    def of(cls, ranks: Sequence[int | None]) -> Ranking:
        """Return the means; a rank counts from 1 and is None past the tenth passage.

        With one relevant passage, nDCG is 1 / log2(rank + 1) (Järvelin & Kekäläinen 2002).
        """
        found = [rank for rank in ranks if rank]
        count = max(1, len(ranks))
        return cls(
            len(ranks),
            sum(1 / math.log2(rank + 1) for rank in found) / count,
            sum(1 / rank for rank in found) / count,
            sum(rank == 1 for rank in found) / count,
            sum(rank <= 5 for rank in found) / count,
        )


def rank_of(question: EvaluationQuestion, ranked: Iterable[Scored]) -> int | None:
    """Return the rank, from 1, of the first passage that holds the evidence or most of it."""
    evidence = " ".join((question.evidence or "").split())
    for rank, scored in enumerate(ranked, 1):
        passage = scored.passage
        text = " ".join(passage.text.split())
        if passage.report.path == question.report and _shows(text, evidence):
            return rank if rank <= DEPTH else None
    return None


def _shows(text: str, evidence: str) -> bool:
    return evidence in text or (text in evidence and 2 * len(text) > len(evidence))


class PlainBM25:
    """Answers with the whole of the best passage, whatever was asked; silent without a match."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = tuple(passages)
        self._index = Index([terms(f"{p.report.title} {p.text}") for p in self._passages])

    def ask(self, question: str, turn: Turn | None = None) -> Answer:
        """Return the best passage for the words of a question and of the one it follows up."""
        asked = f"{turn.question} {question}" if turn else question
        ranked = self.rank(asked, 5)
        if not ranked:
            return Silent(question)
        best = ranked[0].passage
        quote = Quote(best, (Span(0, len(best.text)),))
        return Found(question, best.text, (quote,), 1.0, passages=ranked)

    def rank(self, question: str, n: int) -> tuple[Scored, ...]:
        """Return the best `n` passages."""
        ids, scores = self._index.top(terms(question), n)
        return tuple(Scored(self._passages[i], float(s)) for i, s in zip(ids, scores, strict=True))
