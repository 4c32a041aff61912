"""The variant to compare with: BM25 over sentences with their title, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from bot.index import Index
from bot.model import Answer, Found, Passage, Quote, Scored, Silent, Span, Turn
from bot.text.tokens import terms


class PlainBM25:
    """Answers with the whole of the best passage, whatever was asked; silent without a match."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = tuple(passages)
        self._index = Index([terms(f"{p.report.title} {p.text}") for p in self._passages])

    def ask(self, question: str, turn: Turn | None = None) -> Answer:
        """The best passage for the words of the question, and of the one that it follows up."""
        asked = f"{turn.question} {question}" if turn else question
        ranked = self.rank(asked, 5)
        if not ranked:
            return Silent(question)
        best = ranked[0].passage
        quote = Quote(best, (Span(0, len(best.text)),))
        return Found(question, best.text, (quote,), 1.0, passages=ranked)

    def rank(self, question: str, n: int) -> tuple[Scored, ...]:
        """The best `n` passages."""
        ids, scores = self._index.top(terms(question), n)
        return tuple(Scored(self._passages[i], float(s)) for i, s in zip(ids, scores, strict=True))
