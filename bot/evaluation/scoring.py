"""Questions and what answers them → scores and times, by the rules of docs/evaluation.md.

How well passages are ranked is scored by itself, whatever is then answered from them. BM25 alone is
there to compare with.
"""

from __future__ import annotations

import math
import re
import string
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.evaluation import EvaluationQuestion
from bot.index import Index
from bot.model import Answer, Found, Passage, Quote, Scored, Silent, Span, Turn
from bot.retrieval import Library, Query
from bot.text.tokens import terms

MOST_WORDS = 90  # of a quote
MOST_WORDS_OF_A_LIST = 150  # of its quotes together
LEAST_ITEMS_F1 = 0.8
LEAST_TOKEN_F1 = 0.6
MOST_EXTRA_WORDS = 12
MOST_PASSAGES = 5
ARTICLES = re.compile(r"\b(a|an|the)\b")
PUNCTUATION = str.maketrans("", "", string.punctuation)


class Answerer(Protocol):
    """Whatever answers questions: the assistant, or a variant to compare it with."""

    def ask(self, question: str, turn: Turn | None = None) -> Answer:
        """Return the answer to a question that may follow up another."""


@dataclass(frozen=True, slots=True)
class Result:
    """A score, and how long the answer took."""

    score: Score
    milliseconds: float


def evaluate(answerer: Answerer, questions: Iterable[EvaluationQuestion]) -> Iterator[Result]:
    """Yield the results in the order of the questions; a follow-up's context is asked before it."""
    for question in questions:
        turn = turn_of(answerer, question.context)
        started = time.perf_counter()
        answer = answerer.ask(question.question, turn)
        elapsed = (time.perf_counter() - started) * 1000
        yield Result(score(question, answer), elapsed)


def turn_of(answerer: Answerer, context: str | None) -> Turn | None:
    """Return what a follow-up to the question `context` refers to: it and its first quote."""
    if not context:
        return None
    before = answerer.ask(context)
    if not isinstance(before, Found):
        return Turn(context)
    passage = before.quotes[0].passage
    return Turn(context, passage.report.path, passage.start, before.answer)


@dataclass(frozen=True, slots=True)
class Score:
    """How the answer to a question compares with what was expected.

    For what the reports don't say, only `answered` counts.
    """

    question: EvaluationQuestion
    answered: bool
    confidence: float
    given: str = ""
    report: bool = False  # the right one
    quoted: bool = False  # the evidence, within the limits on words
    listed: bool = False  # the evidence is among the five passages
    answer: bool = False  # the right words
    exact: bool = False
    f1: float = 0.0

    @property
    def right(self) -> bool:
        """Say whether all of it is right, or rightly refused."""
        if not self.question.answerable:
            return not self.answered
        return self.answered and self.report and self.quoted and self.answer

    @property
    def fault(self) -> str:
        """Return what is wrong first, in a word or two; empty where all is right."""
        if self.right:
            return ""
        if not self.question.answerable:
            return "answered"
        if not self.answered:
            return "refused"
        if not self.report:
            return "wrong report"
        return "wrong answer" if self.quoted else "evidence not quoted"


def score(question: EvaluationQuestion, answer: Answer) -> Score:
    """Return the score of one answer."""
    listed = _listed(question, answer)
    if isinstance(answer, Silent):
        return Score(question, False, answer.confidence, listed=listed)
    if not question.answerable:
        return Score(question, True, answer.confidence, answer.answer)
    return Score(
        question,
        True,
        answer.confidence,
        answer.answer,
        report=answer.quotes[0].passage.report.path == question.report,
        quoted=_quoted(question, answer),
        listed=listed,
        answer=_short_answer(question, answer),
        exact=any(exact_match(answer.answer, expected) for expected in question.answers),
        f1=max((token_f1(answer.answer, expected) for expected in question.answers), default=0.0),
    )


def _quoted(question: EvaluationQuestion, found: Found) -> bool:
    evidence = _plain(question.evidence or "")
    passages = [quote.passage for quote in found.quotes]
    texts = [_plain(passage.text) for passage in passages]
    holding = [
        len(text.split())
        for passage, text in zip(passages, texts, strict=True)
        if evidence in text and passage.report.path == question.report
    ]
    if not question.items:
        return any(words <= MOST_WORDS for words in holding)
    complete = all(any(_plain(item) in text for text in texts) for item in question.items)
    together = sum(len(text.split()) for text in texts)
    return together <= MOST_WORDS_OF_A_LIST and (complete or bool(holding))


def _listed(question: EvaluationQuestion, answer: Answer) -> bool:
    evidence = _plain(question.evidence or "")
    return question.answerable and any(
        evidence in _plain(scored.passage.text)
        for scored in answer.passages[:MOST_PASSAGES]
        if scored.passage.report.path == question.report
    )


def _short_answer(question: EvaluationQuestion, found: Found) -> bool:
    verdicts = {expected.lower() for expected in question.answers} & {"yes", "no"}
    if verdicts:
        return normalise(found.answer)[:1] in {(verdict,) for verdict in verdicts}
    if question.items and found.items:
        given = [normalise(item) for item in found.items]
        return f1(given, [normalise(item) for item in question.items]) >= LEAST_ITEMS_F1
    return any(_holds(found.answer, expected) for expected in question.answers)


def _holds(given: str, expected: str) -> bool:
    if token_f1(given, expected) >= LEAST_TOKEN_F1:
        return True
    words, wanted = normalise(given), normalise(expected)
    if not wanted or len(words) > len(wanted) + MOST_EXTRA_WORDS:
        return False
    starts = range(len(words) - len(wanted) + 1)
    return any(words[start : start + len(wanted)] == wanted for start in starts)


def _plain(text: str) -> str:
    return " ".join(text.split())


def normalise(text: str) -> tuple[str, ...]:
    """Return the words in lower case, without ASCII punctuation and articles.

    As SQuAD compares short answers (Rajpurkar et al. 2016, section 6).
    """
    return tuple(ARTICLES.sub(" ", text.lower().translate(PUNCTUATION)).split())


def exact_match(given: str, expected: str) -> bool:
    """Say whether both are the same after normalising."""
    return normalise(given) == normalise(expected)


def token_f1(given: str, expected: str) -> float:
    """Return the harmonic mean of precision and recall over words, repeated ones too."""
    return f1(normalise(given), normalise(expected))


def f1(given: Sequence[object], expected: Sequence[object]) -> float:
    """Return the same over any things; two empty sequences agree."""
    if not given or not expected:
        return float(len(given) == len(expected))
    common = (Counter(given) & Counter(expected)).total()
    return 2 * common / (len(given) + len(expected))


DEPTH = 10  # of a ranking


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
    """Return the rank, from 1, of the first passage that contains the evidence or most of it."""
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
