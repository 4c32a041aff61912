"""Numbers as texts write them, in digits or words."""

from __future__ import annotations

import re
from typing import Final

from bot.text.words import NUMBERS

DIGITS: Final = re.compile(r"\d{1,12}(?:[.,]\d{3}){0,3}(?!\d)")
WORD: Final = re.compile(r"[a-z]{3,10}")
LARGE: Final = {"dozen": 12, "hundred": 100, "thousand": 1000}


def number_in(text: str) -> int | None:
    """Return the first whole number of a text ("1,040", "two hundred and six"), None without one.

    "dozens" and "hundreds" are no numbers.
    """
    if digits := DIGITS.search(text):
        return int(re.sub(r"[.,]", "", digits[0]))
    total, part, begun = 0, 0, False
    for word in WORD.findall(text.lower()):
        if word in NUMBERS:
            part, begun = part + int(NUMBERS[word]), True
        elif word in LARGE:
            part, begun = max(part, 1) * LARGE[word], True
            if word == "thousand":
                total, part = total + part, 0
        elif begun and word != "and":
            break
    return total + part if begun else None
