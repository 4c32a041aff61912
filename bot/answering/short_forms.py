"""What a short form means, as reports write it: "Global Environment Facility (GEF)".

Whoever asks only for that gets the words before the brackets, where their letters make the form.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.text.tokens import fold, terms, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator

# What asks for it; "used to" asks for a former one, which is worded otherwise.
ASKING: Final = re.compile(
    r"\b(?:stands?|short) for\b|\bmean(?:s|ing)?\b|\babbreviat\w*|\bacronym\b"
    r"|\bfull (?:name|form)\b|\bspell(?:ed|t)? out\b",
    re.IGNORECASE,
)
FORMER: Final = re.compile(r"\b(?:used to|formerly|former|once|before|earlier)\b", re.IGNORECASE)
BESIDE: Final = frozenset(
    "stand mean short full name form abbrevi acronym spell out letter".split()
)
FORM: Final = re.compile(r"\w(?:[\w&/-]{0,10}\w)?")
MOST: Final = 12  # characters of a short form
STOP: Final = re.compile(r"[.;:!?()\[\]|\n]")


def short_form_asked(question: str, asking: frozenset[str]) -> str | None:
    """Return the short form whose long one a question asks for, folded; None where it asks else.

    It asks for nothing else: "What does GEF stand for?", "gef meaning", "GEF?".

    Args:
        question: as typed.
        asking: terms that questions ask with.
    """
    if FORMER.search(question):
        return None
    words = [token.text for token in tokenise(question) if FORM.fullmatch(token.text)]
    naming = [w for w in words if not set(terms(w)) <= asking | BESIDE]
    if len(naming) != 1 or not 1 < len(naming[0]) <= MOST:
        return None
    alone = len(words) == 1
    return _key(naming[0]) if alone or ASKING.search(question) else None


def long_forms(text: str, short: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of what a short form stands for in a text."""
    for opened in re.finditer(r"\s?[\"”’]?\s?\(([^()\s]{2,14})\)", text):
        start = None
        if _key(opened[1]) == short:
            start = _first_letter(text[: opened.start()], opened[1])
        if start is not None:
            yield start, opened.start()
    for opened in re.finditer(r"(\w[\w&/-]+)\s\(([^()]{5,90})\)", text):
        if _key(opened[1]) == short and _first_letter(opened[2], opened[1]) == 0:
            yield opened.span(2)


def _key(short: str) -> str:
    folded = fold(short)
    return folded[:-1] if len(folded) > 3 and folded.endswith("s") else folded


def _first_letter(before: str, short: str) -> int | None:
    """Return where the words begin whose letters make the short form; None where none do.

    From the end, each letter is looked for before the one found last, the first one at the start of
    a word (Schwartz and Hearst 2003, "A simple algorithm for identifying abbreviation definitions
    in biomedical text"). No more words than letters and five, or twice as many.
    """
    letters = [c for c in fold(short.removesuffix("s")) if c.isalnum()]
    stops = [stop.end() for stop in STOP.finditer(before)]
    words = [m.start() for m in re.finditer(r"\S+", before) if not stops or m.start() >= stops[-1]]
    if not words or not letters:
        return None
    least = words[-min(len(words), len(letters) + 5, 2 * len(letters))]
    folded = [fold(c)[:1] or c for c in before]  # one for each character
    at = len(before)
    for number, letter in reversed(list(enumerate(letters))):
        at -= 1
        while at >= least and not (
            folded[at] == letter and (number or at == 0 or not before[at - 1].isalnum())
        ):
            at -= 1
        if at < least:
            return None
    return at
