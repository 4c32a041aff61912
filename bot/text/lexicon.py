"""Common English words: those that are one wordpiece for the reader."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources


def known(word: str) -> bool:
    """Say whether a word is a common one, in any case of letters."""
    return word.lower() in _words()


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    text = resources.files("bot.reader").joinpath("weights/tokenizer.json").read_text("utf-8")
    return frozenset(json.loads(text)["model"]["vocab"])
