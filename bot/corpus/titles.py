"""What a report is called where its front matter doesn't say."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

from bot.corpus.blocks import Block, scan_blocks
from bot.corpus.lines import FULL_STOP

LONGEST: Final = 120
SEPARATORS: Final = re.compile(r"_+|(?<!\d)-+|-+(?!\d)")  # the hyphens of a date stay
EMPHASIS: Final = re.compile(r"\*{1,3}|_{2,3}|`")


def title_of(body: str, path: str) -> str:
    """Return the first heading, else the first line that looks like a title, else the file's name.

    Of the headings, those of the first level come first.
    """
    blocks = scan_blocks(body, path)
    headings = [block for block in blocks if block.kind == "heading"]
    named = min(headings, key=lambda block: (block.level != 1, block.start), default=None)
    if named is None and blocks and _is_title(body, blocks[0]):
        named = blocks[0]
    text = EMPHASIS.sub("", body[named.start : named.end]) if named else ""
    return " ".join(text.split()) or title_from_name(path)


def title_from_name(path: str) -> str:
    """Return a file's name made readable: "Joint planning session" of joint-planning_session.md."""
    stem = PurePosixPath(path).stem
    words = " ".join(SEPARATORS.sub(" ", stem).split())
    return words[:1].upper() + words[1:] or stem


def _is_title(body: str, block: Block) -> bool:
    """Whether a block is one short line that is no sentence; a wrapped sentence's start is none."""
    text = body[block.start : block.end]
    one_line = block.kind == "paragraph" and "\n" not in text
    return one_line and len(text) <= LONGEST and not FULL_STOP.search(text[-6:])
