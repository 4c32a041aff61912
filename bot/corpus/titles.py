"""What a report is called where its front matter doesn't say."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

from bot.corpus.blocks import Block, scan_blocks

LONGEST: Final = 120
FULL_STOP: Final = re.compile(r"[.。][\"'”’»)]{0,3}\Z")
SEPARATORS: Final = re.compile(r"(?<!\d)[-_]+|[-_]+(?!\d)|(?<=\d)_+(?=\d)")
MARKUP: Final = re.compile(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}")


def title_of(body: str, path: str) -> str:
    """The first heading, else the first line where it looks like a title, else the file's name."""
    blocks = scan_blocks(body, path)
    headings = [block for block in blocks if block.kind == "heading"]
    first = min(headings, key=lambda block: (block.level != 1, block.start), default=None)
    if first is None and blocks and _is_title(body, blocks[0]):
        first = blocks[0]
    text = MARKUP.sub("", body[first.start : first.end]) if first else ""
    return " ".join(text.split()) or title_from_name(path)


def title_from_name(path: str) -> str:
    """A file's name made readable: `joint-planning_session.md` → "Joint planning session"."""
    stem = PurePosixPath(path).stem
    words = " ".join(SEPARATORS.sub(" ", stem).split())
    return words[:1].upper() + words[1:] or stem


def _is_title(body: str, block: Block) -> bool:
    text = body[block.start : block.end]
    one_line = block.kind == "paragraph" and "\n" not in text
    return one_line and len(text) <= LONGEST and not FULL_STOP.search(text[-6:])
