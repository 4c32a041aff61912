"""Where one way of searching becomes quicker than another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Measured sizes; what is found doesn't depend on them.

    Attributes:
        tiny: documents, all of which are soon scored where words are rare and common.
        small: documents, for each of which a sum of rare words is cheap.
        few: postings that are sorted sooner than filtered.
        long: a list is made a row if it holds more than one document in so many.
    """

    tiny: int = 1 << 14
    small: int = 1 << 16
    few: int = 1500
    long: int = 128
