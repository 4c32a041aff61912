"""Which of a page's paragraphs are headings: by their size, and not the labels of a chart."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from statistics import median
from typing import Final

from bot.corpus.foreign.page_layout import PageLine
from bot.corpus.lines import BULLET, NUMBER

ENDED: Final = re.compile(r"[.!?:][\"'”’»)\]]{0,3}\Z")
WORD: Final = re.compile(r"[^\W\d_]{3,}")
NUMBERED: Final = re.compile(r"\A[\dA-Z][\d.]{0,9}\t")
LEADERS: Final = re.compile(r"(?:\. ?){4}")  # a line of a table of contents
LARGER: Final = 1.1  # times the height of other letters
LONGEST: Final = 120
FULL: Final = 3.0  # points by which a full line may miss the column's edges
MANY_WORDS: Final = 7
LABELS: Final = 4  # short headings without a text between them: of a chart
SHORT: Final = 2  # words of a label


def headings_among(
    groups: Sequence[Sequence[PageLine]], texts: Sequence[str], size: float, common: Collection[int]
) -> set[int]:
    """Return the numbers of the paragraphs of a page that are headings.

    Letters of a heading are larger than most, of the height `size`, and in none of the heights in
    which much of the document is written.
    """
    following = [*groups[1:], ()]
    found = [
        number
        for number, (group, text) in enumerate(zip(groups, texts, strict=True))
        if _is_large(group, size, common)
        and _may_be(text)
        and not _is_body(group, text, following[number])
    ]
    return set(found) - set(_labels(found, texts))


def _is_large(group: Sequence[PageLine], size: float, common: Collection[int]) -> bool:
    height = median(line.height for line in group)
    return height > LARGER * size + 0.3 and round(height) not in common


def _may_be(text: str) -> bool:
    text = NUMBERED.sub("", text)
    if len(text) > LONGEST or ENDED.search(text) or "\t" in text or BULLET.match(text):
        return False
    if LEADERS.search(text):
        return False
    return WORD.search(text) is not None and not text[0].islower()


def _is_body(group: Sequence[PageLine], text: str, following: Sequence[PageLine]) -> bool:
    """Whether a line was spread from edge to edge, and what follows looks the same."""
    line = group[-1]
    left, right = line.column
    full = abs(line.left - left) <= FULL and abs(line.right - right) <= FULL
    if not full or len(text.split()) < MANY_WORDS or NUMBER.match(text) or not following:
        return False
    return abs(following[0].height - line.height) <= 0.3 + 0.05 * line.height


def _labels(found: Sequence[int], texts: Sequence[str]) -> Iterator[int]:
    """Yield those of a row of headings, each of a word or two, between which nothing is said."""
    runs: list[list[int]] = []
    for number in found:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    for run in runs:
        short = [number for number in run if len(texts[number].split()) <= SHORT]
        if len(short) >= LABELS:
            yield from short
