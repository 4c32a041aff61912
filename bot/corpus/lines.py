"""The lines of a body, and what a line says about the layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

BULLET: Final = re.compile(r"(?:[-*+–]\s+|[•‣◦▪●·■□○◆◇❖➢➤►▶✓✔]\s*)(?=\S)")
NUMBER: Final = re.compile(r"(?:\d{1,3}[.)]|\((?:\d{1,3}|[a-z]|[ivx]{1,5})\)|[a-z]\))\s+(?=\S)")
FIRST_NUMBER: Final = re.compile(r"\(?(?:1|a|i)[.)]")
HEADING: Final = re.compile(r"(#{1,6})\s+(?=\S)")
QUOTED: Final = re.compile(r"(?:>\s?){1,9}")
FENCE_OR_UNSEEN: Final = re.compile(
    r"`{3}|~{3}|<!--.*-->\Z|!\[[^\]]*\]\([^)]*\)\Z|\[[^\]]{1,80}\]:[ \t]*\S+\Z"
    r"|-{3}[ \t]+[a-z][\w-]{0,30}\Z|\{:[^{}]*\}\Z"  # kramdown: a part's name, attributes
)
LABEL: Final = re.compile(r"[*_]{0,2}[A-Z][^\s:.,;]{0,30}(?: [^\s:.,;]{1,30}){0,3}:[*_]{0,2}[ \t]")
ENDED: Final = re.compile(r"[.!?:;…。！？][\"'”’»)\]*_]{0,3}\Z")
FULL_STOP: Final = re.compile(r"[.。][\"'”’»)\]*_]{0,3}\Z")
OPEN_ENDED: Final = re.compile(
    r"(?:,|\b(?:a|an|the|and|or|of|in|on|at|to|by|for|from|with|between|that|which))\Z"
)
TAB: Final = re.compile(r"\S[ ]*\t+[ ]*\S")
WRAP_WIDTHS: Final = range(40, 121)


class TextLine(NamedTuple):
    """A line without the white space and the quotation marks of e-mail around it."""

    text: str
    start: int  # code points of the body, half-open
    end: int
    indent: int
    broken: bool  # ends in Markdown's mark for a line break


def read_lines(body: str) -> Iterator[TextLine]:
    """Yield every line in order, blank ones too."""
    at = 0
    for raw in body.split("\n"):
        text = raw.strip()
        indent = len(raw) - len(raw.lstrip())
        quoted = QUOTED.match(text) if text.startswith(">") else None
        shown = text[quoted.end() :].lstrip() if quoted else text
        end = at + indent + len(text)
        broken = raw.endswith(("  ", "\\"))
        yield TextLine(shown, end - len(shown), end, indent, broken)
        at += len(raw) + 1


def wrap_width(lines: Iterable[TextLine]) -> int:
    """Return the width at which a text was wrapped, 0 where it wasn't."""
    counts = Counter(len(line.text) for line in lines if line.text)
    rank = (counts.total() - 1) * 95 // 100
    width = 0
    for width in sorted(counts):
        if rank < counts[width]:
            break
        rank -= counts[width]
    full = sum(count for length, count in counts.items() if 0.75 * width <= length <= width)
    return width if width in WRAP_WIDTHS and full >= 3 else 0


def is_wrapped(before: TextLine, line: TextLine, width: int) -> bool:
    """Say whether a line goes on with what the line before it says.

    At a wrap, the next word would not have fitted into the line before.
    """
    ended = has_ended(before)
    if line.text[0].islower() or OPEN_ENDED.search(before.text[-10:]):
        return not ended or width > 0
    word = line.text[: width + 1].split(None, 1)[0]
    return width > 0 and len(before.text) + 1 + len(word) > width


def has_ended(line: TextLine) -> bool:
    """Say whether a line ends as sentences do."""
    return ENDED.search(line.text[-6:]) is not None


def is_sentence(text: str) -> bool:
    """Say whether a text ends in a full stop, quotation marks and the like after it left out."""
    return FULL_STOP.search(text[-6:]) is not None


def starts_anew(before: TextLine, line: TextLine) -> bool:
    """Say whether a line of the kind "Venue: Suva" follows another one, or a sentence's end."""
    if not LABEL.match(line.text):
        return False
    return has_ended(before) or LABEL.match(before.text) is not None


def same_text(left: str, right: str) -> bool:
    """Say whether two texts differ in case and white space only."""
    return fold(left) == fold(right)


def fold(text: str) -> str:
    """Return a text without the differences of case and white space."""
    return " ".join(text.casefold().split())


def is_rule(text: str) -> bool:
    """Say whether a line is a row of dashes or the like."""
    if len(text) < 3 or text[0] not in "-=*_~":
        return False
    return set(text) <= {text[0], " ", "\t"}


def is_separator(text: str) -> bool:
    """Say whether a line parts a table's header from its rows."""
    return "|" in text and text[0] in "|-: " and "-" in text and set(text) <= set("|-: \t")


def is_framed(text: str) -> bool:
    """Say whether a line is a row of a table by its bars alone."""
    return len(text) > 2 and text.startswith("|") and text.endswith("|")
