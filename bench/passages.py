"""Made-up passages whose words follow Zipf's law, and questions of rare and of common words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

VOCABULARY = 200_000
LENGTH = 35  # tokens, on average
COMMON = 1 / 16  # words that more than this share of the passages hold
RARE = (1_000, 20_000)  # ranks by frequency


@dataclass(frozen=True, slots=True)
class Collection:
    """Passages as token lists, and questions of 4 to 8 tokens by the kind of their words."""

    passages: list[list[str]]
    questions: dict[str, list[list[str]]]


def collection(size: int, questions: int) -> Collection:
    """Return the same collection at every call."""
    random = np.random.default_rng(size)
    words = np.array([f"w{rank}" for rank in range(VOCABULARY)], object)
    lengths = np.clip(random.normal(LENGTH, 10, size).round().astype(int), 5, 90)
    shares = np.cumsum(1 / np.arange(1, VOCABULARY + 1))
    ranks = np.searchsorted(shares / shares[-1], random.random(int(lengths.sum())))
    tokens = words[ranks].tolist()
    ends = np.cumsum(lengths).tolist()
    passages = [tokens[end - n : end] for n, end in zip(lengths.tolist(), ends, strict=True)]
    common = int(LENGTH / COMMON / shares[-1])
    kinds = {"rare": RARE, "common": (0, common)}
    return Collection(
        passages,
        {
            kind: [
                words[random.integers(*span, random.integers(4, 9))].tolist()
                for _ in range(questions)
            ]
            for kind, span in kinds.items()
        },
    )
