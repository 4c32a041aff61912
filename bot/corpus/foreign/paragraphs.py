"""The lines of pages → paragraphs, without running headers, with words put together again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from bot.corpus.foreign.page_layout import PageLine
from bot.corpus.lines import BULLET, NUMBER, OPEN_ENDED

EDGE: Final = 2  # lines at the top and at the bottom that may be running headers
PAGE_NUMBER: Final = re.compile(r"(?i)\W*(?:page|p\.)?\W*\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*")
ENDED: Final = re.compile(r"[.!?:][\"'”’»)\]]{0,3}\Z")
HYPHENATED: Final = re.compile(r"[^\W\d_]{2,40}-\Z")
LAST_WORD: Final = re.compile(r"[^\W\d_]{2,40}\Z")
FIRST_WORD: Final = re.compile(r"[^\W\d_]{1,40}")
LONGEST_HEADING: Final = 120


def text_of_pages(pages: Sequence[Sequence[PageLine]]) -> str:
    """Return paragraphs parted by blank lines and pages parted by form feeds.

    A paragraph that goes on over the end of a page has the form feed after one of its spaces.
    """
    running = _running(pages)
    shown = [[line for line in page if id(line) not in running] for page in pages]
    lines = [line for page in shown for line in page]
    size = median(line.height for line in lines) if lines else 0
    words = Counter(word for line in lines for word in re.findall(r"[\w-]+", line.text.lower()))
    step = _step(shown)
    text = ""
    for number, page in enumerate(shown):
        paragraphs = [_marked(group, size, words) for group in _groups(page, step)]
        first = paragraphs[0] if paragraphs else ""
        if number and _goes_on(text, first):
            text = _put_together(text, "\f" + first, words)
        elif number:
            text += f"\n\n\f{first}"
        else:
            text = first
        text = "\n\n".join([text, *paragraphs[1:]])
    return _tables(text)


def _running(pages: Sequence[Sequence[PageLine]]) -> set[int]:
    """Return which lines are page numbers, or stand at the edge of most pages."""
    edges = [list(_edge(page)) for page in pages]
    seen = Counter(key for edge in edges for key in {_likeness(line) for line in edge})
    often = max(2, 0.6 * len(pages))
    return {
        id(line)
        for edge in edges
        for line in edge
        if PAGE_NUMBER.fullmatch(line.text) or seen[_likeness(line)] >= often
    }


def _edge(page: Sequence[PageLine]) -> Iterator[PageLine]:
    deep = min(EDGE, len(page) // 3)
    yield from page[:deep]
    yield from page[len(page) - deep :]


def _likeness(line: PageLine) -> str:
    return re.sub(r"\d+", "#", line.text)


def _step(pages: Sequence[Sequence[PageLine]]) -> float:
    """Return the usual distance between lines; most that are further apart are paragraphs."""
    steps = [a.bottom - b.bottom for page in pages for a, b in pairwise(page)]
    down = sorted(step for step in steps if step > 0)
    return down[len(down) // 5] if down else 0.0


def _groups(page: Sequence[PageLine], step: float) -> Iterator[list[PageLine]]:
    """Yield the lines of each paragraph."""
    group: list[PageLine] = []
    for line in page:
        if group and _begins(group[-1], line, step):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _begins(before: PageLine, line: PageLine, step: float) -> bool:
    """Whether a line begins a paragraph: by its place, its size, or how the last one ended."""
    if "\t" in line.text or "\t" in before.text or BULLET.match(line.text):
        return True
    if NUMBER.match(line.text) and ENDED.search(before.text):
        return True
    down = before.bottom - line.bottom
    same = before.column == line.column and down > 0
    if not same:
        return ENDED.search(before.text) is not None
    taller = max(before.height, line.height) > 1.3 * min(before.height, line.height) + 1
    left, right = line.column
    indented = line.left - left > 6 and before.left - left < 3
    short = ENDED.search(before.text) is not None and before.right < right - 0.2 * (right - left)
    return down > 1.35 * step or taller or indented or short


def _marked(group: Sequence[PageLine], size: float, words: Counter[str]) -> str:
    text = group[0].text
    for line in group[1:]:
        text = _put_together(text, " " + line.text, words)
    large = median(line.height for line in group) > 1.25 * size + 1
    is_heading = large and len(text) <= LONGEST_HEADING and not ENDED.search(text)
    return f"# {text}" if is_heading else text


def _goes_on(text: str, following: str) -> bool:
    last = text.rpartition("\n")[2]
    if not last or not following or last.startswith("# ") or "\t" in last:
        return False
    open_ended = OPEN_ENDED.search(last[-10:]) is not None
    return not ENDED.search(last) and (following[0].islower() or open_ended)


def _put_together(text: str, following: str, words: Counter[str]) -> str:
    """Return both, a word that was broken at the end of the line as one.

    Its hyphen stays where the text writes the word with it elsewhere and never without.
    """
    space, following = following[0], following[1:]
    if not HYPHENATED.search(text[-50:]) or not following[:1].islower():
        return f"{text} {space.strip(' ')}{following}"
    start, end = LAST_WORD.search(text[-50:-1]), FIRST_WORD.match(following)
    if start is None or end is None:
        return f"{text}{following}"
    whole = (start.group() + end.group()).lower()
    parted = f"{start.group()}-{end.group()}".lower()
    hyphen = "-" if words[parted] and not words[whole] else ""
    feed = "\f" if space == "\f" else ""
    rest = following[end.end() :]
    return f"{text[:-1]}{hyphen}{end.group()}{feed}{rest}"


def _tables(text: str) -> str:
    """Return the text with the rows of a table on lines that follow each other."""
    return re.sub(r"(?m)^([^\n\t]*\t[^\n]*)\n\n(?=[^\n\t]*\t)", r"\1\n", text)
