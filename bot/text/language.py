"""Whether a text is in English, by how many of its words are the small ones of English."""

from __future__ import annotations

from itertools import islice
from typing import Final

from bot.text.tokens import TOKEN, is_stop

FEW: Final = 40  # words, below which nothing is said
MANY: Final = 1500  # words that are looked at
LEAST: Final = 0.12  # share of small words; English prose has a third or more, tables a fifth
OTHERS: Final = frozenset("a an as at in me no on so us we am do he i".split())  # of others too


def is_english(text: str) -> bool:
    """Say whether a text is in English, or too short to tell."""
    found = (match[0] for match in TOKEN.finditer(text))
    words = list(islice((word for word in found if word[0].isalpha()), MANY))
    if len(words) < FEW:
        return sum(not word.isascii() for word in words) <= len(words) / 2
    small = sum(is_stop(word) and word.lower() not in OTHERS for word in words)
    return small >= LEAST * len(words)
