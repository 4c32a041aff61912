"""Entities of a text: ranges in UTF-16 units, as Telegram counts them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

Json = dict[str, Any]

_DETECTED = (
    (
        "bot_command",
        re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])"),
    ),
    (
        "email",
        re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}\b"),
    ),
    ("url", re.compile(r"(?<![\w/@.])(?:https?://|www\.)[^\s<>\"']*[^\s<>\"'.,;:!?)\]]")),
    (
        "url",
        re.compile(
            r"(?<![\w/@.-])(?:[A-Za-z0-9-]{1,63}\.){1,8}(?:com|org|net|int|info|io|gov|edu|me|md)"
            r"(?:/[^\s<>\"']*[^\s<>\"'.,;:!?)\]])?(?![\w.])"
        ),
    ),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{2,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#/])#(?=\w*[^\W\d])\w{1,256}")),
    ("cashtag", re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?!\w)")),
)
_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_UNDETECTED_IN = ("code", "pre", "text_link", "text_mention", "url")


def utf16_length(text: str) -> int:
    """Return the length that Telegram's limits and offsets count."""
    return len(text) + sum(1 for char in text if char > "\uffff")


def utf16_slice(text: str, offset: int, length: int) -> str:
    """Return the part of `text` that an entity covers."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "surrogatepass")


def detected(text: str) -> list[Json]:
    """Return the entities that Telegram finds by itself: commands, mentions, links, tags."""
    taken: list[tuple[int, int]] = []
    found: list[Json] = []
    for kind, pattern in _DETECTED:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            offset = utf16_length(text[:start])
            found.append({"type": kind, "offset": offset, "length": utf16_length(match.group())})
    return in_order(found)


def with_detected(text: str, entities: Iterable[Json]) -> list[Json]:
    """Return `entities` and those detected in `text` outside code and links."""
    given = list(entities)
    blocked = [e for e in given if e["type"] in _UNDETECTED_IN]
    found = (e for e in detected(text) if not any(_overlap(e, b) for b in blocked))
    return in_order([*given, *found])


def in_order(entities: Iterable[Json]) -> list[Json]:
    """Return entities by offset, an enclosing one before those inside it."""
    return sorted(entities, key=lambda e: (e["offset"], -e["length"]))


def normal(entities: Iterable[Json]) -> list[Json]:
    """Return entities as Telegram keeps them: in order, none inside code, none empty."""
    given = [entity for entity in entities if entity["length"]]
    code = [entity for entity in given if entity["type"] in ("code", "pre")]
    kept = (e for e in given if e in code or not any(_inside(e, c) for c in code))
    return in_order(kept)


def stripped(text: str, entities: Iterable[Json]) -> tuple[str, list[Json]]:
    """Return the text without space around it, and the entities moved and cut to fit."""
    kept = text.strip()
    before = utf16_length(text[: len(text) - len(text.lstrip())])
    size = utf16_length(kept)
    moved: list[Json] = []
    for entity in entities:
        start = max(entity["offset"] - before, 0)
        end = min(entity["offset"] + entity["length"] - before, size)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return kept, in_order(moved)


def as_html(text: str, entities: Iterable[Json]) -> str:
    """Return the text as HTML that shows its formatting; detected entities stay plain text."""
    units = utf16_length(text)
    shown = [
        e
        for e in in_order(entities)
        if e["type"] in _TAGS or e["type"] == "text_link" or e["type"] == "expandable_blockquote"
    ]
    return "".join(_rendered(text, 0, units, shown))


def _rendered(text: str, start: int, end: int, entities: list[Json]) -> Iterator[str]:
    position = start
    while entities:
        outer, *rest = entities
        stop = min(outer["offset"] + outer["length"], end)
        inner = [e for e in rest if e["offset"] < stop]
        entities = [e for e in rest if e["offset"] >= stop]
        yield escape(utf16_slice(text, position, outer["offset"] - position), quote=False)
        opening, closing = _tags(outer)
        yield opening
        yield from _rendered(text, outer["offset"], stop, inner)
        yield closing
        position = stop
    yield escape(utf16_slice(text, position, end - position), quote=False)


def _tags(entity: Json) -> tuple[str, str]:
    kind = entity["type"]
    if kind == "text_link":
        return f'<a href="{escape(entity["url"])}">', "</a>"
    if kind == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    return f"<{_TAGS[kind]}>", f"</{_TAGS[kind]}>"


def _inside(inner: Json, outer: Json) -> bool:
    """Return whether code swallows it; quotes may contain code, which doesn't swallow them."""
    quote = inner["type"].endswith("blockquote")
    begins = outer["offset"] <= inner["offset"]
    ends = inner["offset"] + inner["length"] <= outer["offset"] + outer["length"]
    return begins and ends and not quote


def _overlap(one: Json, other: Json) -> bool:
    return bool(
        one["offset"] < other["offset"] + other["length"]
        and other["offset"] < one["offset"] + one["length"]
    )
