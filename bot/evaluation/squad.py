"""SQuAD's comparison of short answers (Rajpurkar et al. 2016, section 6)."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

ARTICLES = re.compile(r"\b(a|an|the)\b")
PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalise(text: str) -> tuple[str, ...]:
    """The words in lower case, without ASCII punctuation and articles."""
    return tuple(ARTICLES.sub(" ", text.lower().translate(PUNCTUATION)).split())


def exact_match(given: str, expected: str) -> bool:
    """Whether both are the same after normalising."""
    return normalise(given) == normalise(expected)


def token_f1(given: str, expected: str) -> float:
    """The harmonic mean of precision and recall over words, each counted as often as it stands."""
    return f1(normalise(given), normalise(expected))


def f1(given: Sequence[object], expected: Sequence[object]) -> float:
    """The same over any things; two empty sequences agree."""
    if not given or not expected:
        return float(len(given) == len(expected))
    common = (Counter(given) & Counter(expected)).total()
    return 2 * common / (len(given) + len(expected))
