"""Telegram's HTML: escaping, lengths as Telegram counts them, cutting at words."""

from __future__ import annotations

import html
import re
from typing import Final

LIMIT: Final = 4096  # UTF-16 units of a message after its entities are parsed
CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
DIRECTIONS: Final = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
TAGS: Final = re.compile(r"<[^<>]{1,2100}>")
FILE_NAME: Final = re.compile(r"(?<![\w/.-])[\w/.-]{1,200}\.md\b")
LINK: Final = re.compile(r"https?://[^\s\x00-\x1f]{1,2000}")


def clean(text: str) -> str:
    """Return the text without what Telegram refuses: control characters, half surrogates."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return CONTROLS.sub("", whole)


def escape(text: str) -> str:
    """Return the text as it may be between tags."""
    return html.escape(clean(text), quote=False)


def label(text: str, limit: int = 200) -> str:
    """Return foreign text as one line of ours: escaped, cut, unable to turn our text round."""
    return escape(cut(DIRECTIONS.sub("", " ".join(text.split())), limit))


def bold(text: str) -> str:
    """Return the text in bold."""
    return f"<b>{escape(text)}</b>"


def file_name(path: str) -> str:
    """Return the path as code: Telegram links a name that ends like a domain, such as budget.md."""
    return f"<code>{label(path)}</code>"


def with_file_names(marked: str) -> str:
    """Return a text of ours, without tags, with the names of files marked as code."""
    return FILE_NAME.sub(lambda name: f"<code>{name[0]}</code>", marked)


def link(url: str | None, text: str) -> str | None:
    """Return a link, where the address is one that a person may be sent to."""
    if not url or not LINK.fullmatch(url):
        return None
    return f'<a href="{html.escape(clean(url))}">{escape(text)}</a>'


def plain(marked: str) -> str:
    """Return what a reader sees of a message."""
    return html.unescape(TAGS.sub("", marked))


def units(text: str) -> int:
    """Return the length as Telegram counts it: UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def size(marked: str) -> int:
    """Return the UTF-16 units of a message, tags left out."""
    return units(plain(marked))


def cut(text: str, limit: int) -> str:
    """Return the text where it has at most `limit` units, else its first words and an ellipsis."""
    if units(text) <= limit:
        return text
    return text[: fitting(text, limit - 1)].rstrip() + "…"


def fitting(text: str, limit: int) -> int:
    """Return how many characters fit in `limit` units, ending at a word where there is one."""
    end = min(len(text), limit)
    while units(text[:end]) > limit:
        end -= max(1, (units(text[:end]) - limit) // 2)
    if end == len(text):
        return end
    space = max(text.rfind(" ", end // 2, end), text.rfind("\n", end // 2, end))
    return space if space > 0 else end


def split(text: str, limit: int) -> tuple[str, ...]:
    """Return plain text in parts of at most `limit` units, cut after paragraphs or sentences."""
    parts = []
    rest, at = text.strip(), 0
    while units(window := rest[at : at + limit + 1]) > limit:  # all of the rest would be quadratic
        end = fitting(window, limit)
        for mark in ("\n\n", ".\n", ". ", "\n"):
            found = window.rfind(mark, end // 2, end)
            if found > 0:
                end = found + len(mark)
                break
        parts.append(window[:end].rstrip())
        at += end
        while rest[at : at + 1].isspace():
            at += 1
    return (*parts, rest[at:]) if rest[at:] else tuple(parts)
