"""What a search engine gives, whether it is in this process or beyond a network."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Tokens: TypeAlias = "Iterable[Hashable]"


class SearchEngine(Protocol):
    """Scores documents, numbered from 0, by exact BM25; any number of threads may ask at once.

    One beyond a network raises SearchError where it can't be reached.
    """

    def top(self, tokens: Tokens, n: int = 10, /) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the n best documents of those that hold a token, and their scores.

        Ordered by score, descending, then by number, ascending.
        """

    def scores_of(
        self, tokens: Tokens, ids: Sequence[int] | NDArray[Any], /
    ) -> NDArray[np.float64]:
        """Return the scores of these documents, in their order."""

    def count_of(self, token: Hashable, /) -> int:
        """Return the number of documents that hold the token."""

    def idf_of(self, token: Hashable, /) -> float:
        """Return the token's inverse document frequency; 0.0 for one that no document holds."""
