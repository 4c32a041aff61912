"""What is searched for, and what is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.text.dates import dates_in
from bot.text.tokens import content_term, terms, tokenise

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for.

    Attributes:
        terms: of the question.
        before: of the question that it follows up.
        years, months: that the question names.
        focus: the number of the report that a follow-up stays with.
        only: the numbers of the reports that are searched; all where None.
    """

    terms: tuple[str, ...]
    before: tuple[str, ...] = ()
    years: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    focus: int | None = None
    only: frozenset[int] | None = None

    @classmethod
    def of(
        cls,
        question: str,
        before: str = "",
        focus: int | None = None,
        only: frozenset[int] | None = None,
        spell: Callable[[str], str] = content_term,
    ) -> Query:
        """Return the query of a question as it is typed; `spell` makes a word of it a term."""
        dates = dates_in(question)
        return cls(
            terms=tuple(term for token in tokenise(question) if (term := spell(token.text))),
            before=tuple(terms(before)),
            years=frozenset(year for date in dates for year in date.years),
            months=frozenset(month for date in dates for month in date.months),
            focus=focus,
            only=only,
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with the parts of its score."""

    passage: int
    report: int
    score: float
    own: float  # BM25 of the passage with its title
    whole: float  # of its report, BM25 and the focus
    lead: float  # of its report over the best other one, as a share of the best; below 0 behind it


def hit_features(hits: Sequence[Hit]) -> dict[int, tuple[float, ...]]:
    """Return for each passage what its hit tells the reader, beside the text.

    Six numbers: its score and its own BM25 as shares of the best, the reciprocal of its rank, 1 for
    being hit, the lead of its report (-1 to 1), and its own BM25 in tens, at most 2.
    """
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    own = max((hit.own for hit in hits), default=0.0) or 1.0
    return {
        hit.passage: (
            hit.score / best,
            hit.own / own,
            1.0 / (1 + rank),
            1.0,
            max(-1.0, min(1.0, hit.lead)),
            min(2.0, hit.own / 10),
        )
        for rank, hit in enumerate(hits)
    }
