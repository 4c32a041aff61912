"""What a report is called where its front matter doesn't say."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

from bot.corpus.blocks import Block, scan_blocks
from bot.corpus.lines import Line, is_sentence, is_wrapped, read_lines, wrap_width

LONGEST: Final = 120
SEPARATORS: Final = re.compile(r"_+|(?<!\d)-+|-+(?!\d)")  # the hyphens of a date stay
PREDICATE: Final = re.compile(r"\b(?:was|were|has|have|had|been)\b")  # titles go without
EMPHASIS: Final = re.compile(r"\*{1,3}|_{2,3}|`")


def title_of(body: str, path: str) -> str:
    """Return the first heading, else the first line that looks like a title, else the file's name.

    Of the headings, those of the first level come first.
    """
    blocks = scan_blocks(body, path)
    headings = [block for block in blocks if block.kind == "heading"]
    named = min(headings, key=lambda block: (block.level != 1, block.start), default=None)
    first = _first_line(body, blocks[0]) if blocks else ""
    text = body[named.start : named.end] if named else first
    return " ".join(EMPHASIS.sub("", text).split()) or title_from_name(path)


def title_from_name(path: str) -> str:
    """Return a file's name made readable: "Joint planning session" of joint-planning_session.md."""
    stem = PurePosixPath(path).stem
    words = " ".join(SEPARATORS.sub(" ", stem).split())
    return words[:1].upper() + words[1:] or stem


def _first_line(body: str, block: Block) -> str:
    """Return the first line of a paragraph, nothing where it is no title.

    A sentence is none, nor is the start of one that was wrapped.
    """
    if block.kind != "paragraph":
        return ""
    lines = list(read_lines(body))
    inside = [line for line in lines if block.start <= line.start < block.end]
    first = inside[0]
    if len(inside) > 1 and (PREDICATE.search(first.text) or _is_wrapped(lines, *inside[:2])):
        return ""
    unfit = len(first.text) > LONGEST or is_sentence(first.text) or first.text.endswith(",")
    return "" if unfit else first.text


def _is_wrapped(lines: list[Line], first: Line, second: Line) -> bool:
    return is_wrapped(first, second, wrap_width(lines))
