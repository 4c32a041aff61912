"""The lines of pages → headings and paragraphs, with words put together again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate, pairwise
from statistics import median
from typing import Final, NamedTuple

from bot.corpus.blocks import BULLET, NUMBER, OPEN_ENDED
from bot.corpus.extraction.pdf_layout import PageLine

MARK: Final = re.compile("[•‣◦▪●·■□○◆◇❖➢➤►▶✓✔]")  # of an item, drawn on a line of its own
HYPHENATED: Final = re.compile(r"[^\W\d_]{2,40}-\Z")
LAST_WORD: Final = re.compile(r"[^\W\d_]{2,40}\Z")
FIRST_WORD: Final = re.compile(r"[^\W\d_]{1,40}")
TABLE: Final = re.compile(r"(?m)^[^\n\t\f]*\t[^\n\f]*(?:\n[^\n\t\f]*\t[^\n\f]*)+$")
PREFIXES: Final = frozenset({"co", "ex", "non", "self", "vice", "well"})
LONG: Final = 4  # letters that more than an ending has
MUCH: Final = 0.25  # of all that is written
MANY: Final = 4  # lines
INDENT: Final = 6.0  # points
ENDED: Final = re.compile(r"[.!?:][\"'”’»)\]]{0,3}\Z")

# Of headings.
WORD: Final = re.compile(r"[^\W\d_]{3,}")
NUMBERED: Final = re.compile(r"\A[\dA-Z][\d.]{0,9}\t")
LEADERS: Final = re.compile(r"(?:\. ?){4}")  # a line of a table of contents
LARGER: Final = 1.1  # times the height of other letters
LONGEST: Final = 120
FULL: Final = 3.0  # points by which a full line may miss the column's edges
MANY_WORDS: Final = 7
LABELS: Final = 4  # short headings without a text between them: of a chart
SHORT: Final = 2  # words of a label


class _Type(NamedTuple):
    """What is usual in a document, in points."""

    size: float  # the height of letters
    step: float  # from line to line
    common: frozenset[int]  # heights, rounded, in which much is written: of no heading


def text_of_pages(pages: Sequence[Sequence[PageLine]]) -> str:
    """Return paragraphs separated by blank lines and pages by form feeds.

    A paragraph that goes on over the end of a page has the form feed after one of its spaces.
    """
    lines = [line for page in pages for line in page]
    type_of = _Type(_size(lines), _step(pages), _common(lines))
    words = Counter(word for line in lines for word in re.findall(r"[\w-]+", line.text.lower()))
    text = ""
    for number, page in enumerate(pages):
        groups = list(_groups(page, type_of))
        joined = [_joined(group, words) for group in groups]
        headings = headings_among(groups, joined, type_of.size, type_of.common)
        texts = [_shown(text, is_heading=n in headings) for n, text in enumerate(joined)]
        paragraphs = [
            mark + text for mark, text in zip(_item_marks(groups, texts), texts, strict=True)
        ]
        first = paragraphs[0] if paragraphs else ""
        if number and _goes_on(text, first):
            text = _put_together(text, "\f" + first, words)
        elif number:
            text += f"\n\n\f{first}"
        else:
            text = first
        text = "\n\n".join([text, *paragraphs[1:]])
    return _tables(text)


def _size(lines: Sequence[PageLine]) -> float:
    """Return the height of most letters."""
    order = sorted((line.height, len(line.text)) for line in lines)
    half = sum(length for _, length in order) / 2
    ends = accumulate(length for _, length in order)
    return next((height for (height, _), end in zip(order, ends, strict=True) if end >= half), 0.0)


def _common(lines: Sequence[PageLine]) -> frozenset[int]:
    written: Counter[int] = Counter()
    for line in lines:
        written[round(line.height)] += len(line.text)
    total = sum(written.values())
    count = Counter(round(line.height) for line in lines)
    return frozenset(h for h, n in written.items() if n > MUCH * total and count[h] >= MANY)


def _step(pages: Sequence[Sequence[PageLine]]) -> float:
    """Return the usual distance between lines; most that are further apart are paragraphs."""
    steps = [a.bottom - b.bottom for page in pages for a, b in pairwise(page)]
    down = sorted(step for step in steps if step > 0)
    return down[len(down) // 5] if down else 0.0


def _groups(page: Sequence[PageLine], type_of: _Type) -> Iterator[list[PageLine]]:
    """Yield the lines of each paragraph."""
    group: list[PageLine] = []
    for line in page:
        if group and _begins(group[-1], line, type_of):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _begins(before: PageLine, line: PageLine, type_of: _Type) -> bool:
    """Say whether a line begins a paragraph: by its place, its size, or how the last one ended."""
    if MARK.fullmatch(before.text):
        return False
    marked = BULLET.match(line.text) or MARK.fullmatch(line.text)
    if "\t" in line.text or "\t" in before.text or marked:
        return True
    if max(before.height, line.height) > LARGER * min(before.height, line.height) + 0.3:
        return True
    if NUMBER.match(line.text) and (ENDED.search(before.text) or _is_broken_off(before, line)):
        return True
    down = before.bottom - line.bottom
    if before.column != line.column or down <= 0:
        return ENDED.search(before.text) is not None
    left, right = line.column
    hanging = BULLET.match(before.text) or NUMBER.match(before.text) or line.text[0].islower()
    indented = line.left - left > INDENT and before.left - left < 3 and not hanging
    short = ENDED.search(before.text) is not None and before.right < right - 0.2 * (right - left)
    apart = down > 1.35 * type_of.step * max(1, line.height / max(type_of.size, 1))
    return apart or indented or short or _is_broken_off(before, line)


def _is_broken_off(before: PageLine, line: PageLine) -> bool:
    """Say whether a line was ended before it was full, and not in the middle of a sentence."""
    would_fit = before.right + line.first + line.height / 2 < line.column[1]
    goes_on = line.text[0].islower() or OPEN_ENDED.search(before.text[-10:]) is not None
    return would_fit and not goes_on


def _joined(group: Sequence[PageLine], words: Counter[str]) -> str:
    text = group[0].text
    for line in group[1:]:
        text = _put_together(text, " " + line.text, words)
    return text


def _shown(text: str, *, is_heading: bool) -> str:
    return "# " + text.replace("\t", " ") if is_heading else text


def _item_marks(groups: Sequence[Sequence[PageLine]], texts: Sequence[str]) -> Iterator[str]:
    """Yield the mark of a list's item for each paragraph that is one, though no sign shows it.

    Items stand to the right of the text, below a line that ends in a colon.
    """
    first: float | None = None  # where the items of the list begin
    before = ""
    for group, text in zip(groups, texts, strict=True):
        inside = all(line.left - line.column[0] > INDENT for line in group)
        signed = BULLET.match(text) or NUMBER.match(text) or text.startswith("# ") or "\t" in text
        if inside and not signed and (first is not None or before.endswith(":")):
            first = group[0].left if first is None else first
            yield "  - " if group[0].left > first + INDENT else "- "
        else:
            first = None
            yield ""
        before = text


def _goes_on(text: str, following: str) -> bool:
    last = text.rpartition("\n")[2]
    if not last or not following or last.startswith("# ") or "\t" in last:
        return False
    open_ended = OPEN_ENDED.search(last[-10:]) is not None
    return not ENDED.search(last) and (following[0].islower() or open_ended)


def _put_together(text: str, following: str, words: Counter[str]) -> str:
    """Return both, a word that was broken at the end of the line as one."""
    space, following = following[0], following[1:]
    start, end = LAST_WORD.search(text[-50:-1]), FIRST_WORD.match(following)
    if not HYPHENATED.search(text[-50:]) or start is None or end is None:
        return f"{text} {space.strip(' ')}{following}"
    hyphen = "-" if _is_compound(start.group(), end.group(), words) else ""
    feed = "\f" if space == "\f" else ""
    rest = following[end.end() :]
    return f"{text[:-1]}{hyphen}{end.group()}{feed}{rest}"


def _is_compound(start: str, end: str, words: Counter[str]) -> bool:
    """Say whether a hyphen belongs to the word: by the rest of the text, else by the lexicon."""
    from bot.text.words import is_common

    whole, hyphenated = start + end, f"{start}-{end}".lower()
    if words[whole.lower()] or words[hyphenated]:
        return not words[whole.lower()]
    if not end[0].islower():
        return True
    if is_common(hyphenated) or is_common(whole) or is_common(whole.lower()):
        return is_common(hyphenated)
    if not is_common(end.lower()):
        return False
    participle = len(end) > LONG and end.endswith(("ed", "en", "ing"))  # "outboard-driven"
    return start.lower() in PREFIXES or is_common(start.lower()) or participle


def _tables(text: str) -> str:
    """Return the text with the rows of a table on lines that follow each other.

    A table with a header is written as in Markdown, so that its cells are known by it.
    """
    joined = re.sub(r"(?m)^([^\n\t]*\t[^\n]*)\n\n(?=[^\n\t]*\t)", r"\1\n", text)
    return TABLE.sub(_with_header, joined)


def _with_header(table: re.Match[str]) -> str:
    header, *rows = [line.split("\t") for line in table[0].replace("|", "/").split("\n")]
    regular = len(rows) > 1 and all(len(row) == len(header) for row in rows)
    if not regular or any(map(str.isdigit, "".join(header))):
        return table[0]
    lines = [f"| {' | '.join(row)} |" for row in (header, *rows)]
    return "\n".join([lines[0], f"|{'---|' * len(header)}", *lines[1:]])


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
    """Say whether a line was spread from edge to edge, and what follows looks the same."""
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
