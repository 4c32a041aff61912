"""Ranges of a text, widened to whole words and names, and put together to items of a list."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from bot.text.countries import countries_in, country_of
from bot.text.tokens import is_stop

if TYPE_CHECKING:
    from collections.abc import Sequence

TRIMMED: Final = " \t\n,;:.–—-*_|•"
PARENTHESES: Final = {")": "(", "]": "["}
ENUMERATOR: Final = re.compile(r"(?<![^\s(])(?:[a-z]|[ivx]{1,4}|\d{1,2})\)(?=\s)")  # "b) the fee"
BETWEEN: Final = re.compile(r"[\s,;&]|\b(?:and|the)\b")  # countries of a list
# What divides the items of a list.
DIVIDED: Final = re.compile(
    r"[,;:()\[\]\n|/•–—&]|\b(?:and|or|as well as|plus|with)\b", re.IGNORECASE
)
DIVIDER: Final = re.compile(r"[,;:\[\]\n|/•–—&]|\b(?:and|or|as well as|plus|with)\b", re.IGNORECASE)
BRACKETED: Final = re.compile(r"\([^()]*\)")
APPOSED: Final = re.compile(r"(?:of|from|for|at|in|on|representing)\b", re.IGNORECASE)
# What may begin an item and be left out of it; and what begins a clause that is no item.
LEADING: Final = re.compile(
    r"(?:the|an?|its|their|our|his|her|of|from|by|to|on|also|then|finally|one|Mr|Mrs|Ms|Dr|Prof)\.?",
    re.IGNORECASE,
)
RELATIVE: Final = re.compile(
    r"(?:(?:at|through|in|by|of)(?: \w+){0,3} )?(?:which|who|whom|whose|that|where)\b"
)
SHORT_ITEM: Final = 7  # words
MARKS: Final = frozenset({"Mn", "Mc", "Me"})  # categories of combining marks
GAP: Final = 25  # characters between two parts of one item
SHORT_FORM: Final = re.compile(r"\s?\(([A-Z][A-Za-z]{0,2}[A-Z][A-Za-z]*)\)")
NAME_WORD: Final = re.compile(r"[A-ZÀ-ÞĀ-Ž][^\W\d_]+")
# With these a phrase goes on, so no answer ends with them.
TRAILING: Final = re.compile(r"\s+(?:of|and|or|the|an?|for|from|with|by|to|at|in)$", re.IGNORECASE)
# What divides even items that have commas of their own.
APART: Final = re.compile(r"\s*(?:;|,\s+(?:and|or)\b)\s*", re.IGNORECASE)
PREPOSITION: Final = re.compile(r"(?:of|from|by|for|to|with)\s+(?=\S)", re.IGNORECASE)
CAPITALISED: Final = re.compile(r" [A-ZÀ-ÞĀ-Ž][^\W\d_]+\b(?![’'])")


def whole_words(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the range widened to whole words, without marks at its ends and odd brackets.

    Nor does it end with a word that a phrase goes on with: "the training centres of".
    """
    while start > 0 and _joined(text, start):
        start -= 1
    while end < len(text) and _joined(text, end):
        end += 1
    if counted := ENUMERATOR.match(text, start, end):
        start = counted.end()
    while start < end and text[start] in TRIMMED + ")]":
        start += 1
    while start < end and text[end - 1] in TRIMMED:
        if text[end - 1] == "." and re.search(
            r"(?:\b[A-Z]|\b[A-Za-z]\.[A-Za-z])\.$", text[start:end]
        ):
            break
        end -= 1
    end = _with_both_brackets(text, start, end)
    while (trailing := TRAILING.search(text, start, end)) and trailing.start() > start:
        end = trailing.start()
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, end) if any(map(str.isalnum, text[start:end])) else None


def _with_both_brackets(text: str, start: int, end: int) -> int:
    """Return the end moved so that each bracket within has its other half, or neither is within."""
    bare = ENUMERATOR.sub(lambda mark: " " * len(mark[0]), text)
    for close, opened in PARENTHESES.items():
        if bare.count(opened, start, end) > bare.count(close, start, end):
            after = bare.find(close, end, end + 40)
            end = after + 1 if after >= 0 else bare.rfind(opened, start, end)
        elif bare.count(close, start, end) > bare.count(opened, start, end):
            end = bare.find(close, start, end)
    return end


def one_by_one(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the countries of a range that is a list of them; else the range."""
    names = countries_in(text[start:end])
    rest = text[start:end]
    for name in reversed(names):
        rest = rest[: name.start] + rest[name.end :]
    cut = any(_marked(text, start + name.end) for name in names)
    if len(names) < 2 or BETWEEN.sub("", rest) or cut:
        return [(start, end)]
    return [(start + name.start, start + name.end) for name in names]


def whole_items(text: str, ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ranges in reading order with the parts of one item put together.

    Parts of one item have nothing between them that divides a list ("Office" on "Drugs"), or are
    one country ("Bosnia" and "Herzegovina"), or what a short form behind them represents. The short
    form itself is no further item, nor part of one.
    """
    found: list[tuple[int, int]] = []
    for start, end in ranges:
        if found and _is_short_form(text, found[-1][1], start, end):
            continue
        if found and _are_one(text, found[-1][0], found[-1][1], start, end):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return [_bare_item(text, start, end) for start, end in found]


def _bare_item(text: str, start: int, end: int) -> tuple[int, int]:
    """Return an item without the preposition before it and the short form behind it."""
    before = PREPOSITION.match(text, start, end)
    short = before is not None and len(text[start:end].split()) <= SHORT_ITEM  # else a clause
    return before.end() if before and short else start, _without_short_form(text, start, end)


def _without_short_form(text: str, start: int, end: int) -> int:
    """Return the end of an item before the short form in brackets that ends it."""
    opened = text.rfind("(", start, end)
    short = SHORT_FORM.match(text, opened - 1) if opened - 1 > start else None
    return short.start() if short and short.end() == end else end


def divided(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of a range that a semicolon, or a comma with "and" or "or", divides."""
    places = [start, *(n for m in APART.finditer(text, start, end) for n in m.span()), end]
    return [(a, b) for a, b in zip(places[::2], places[1::2], strict=True) if a < b]


def are_listed(text: str, ranges: Sequence[tuple[int, int]]) -> bool:
    """Say whether the ranges are items of a list, with what divides a list between them.

    "2023 and into 2024" is none, nor is "a course, which all attend"; "Ana Silva of Fiji and Dr Ben
    Tan" is one.
    """
    if any(RELATIVE.match(text, start) for start, _ in ranges):
        return False
    return all(_divides(text[before[1] : after[0]]) for before, after in pairwise(ranges))


def _divides(gap: str) -> bool:
    bare = BRACKETED.sub("", gap)
    found = DIVIDER.search(bare)
    if found is None:
        return False
    before, after = bare[: found.start()].strip(), bare[found.end() :]
    if before and not APPOSED.match(before):
        return False
    return not found[0].isalpha() or all(LEADING.fullmatch(word) for word in after.split())


def _are_one(text: str, start: int, end: int, later: int, last: int) -> bool:
    if not DIVIDED.search(text, end, later):
        return later - end <= GAP
    if country_of(text[start:last]):
        return True
    short = SHORT_FORM.match(text, last)
    capitals = re.findall(r"\b[A-Z]", text[start:last])
    return short is not None and "".join(capitals) == short[1].upper()


def _is_short_form(text: str, end: int, later: int, last: int) -> bool:
    """Say whether a range is the short form in brackets of what ends before it."""
    short = SHORT_FORM.match(text, end)
    return short is not None and short.start(1) == later and last <= short.end()


def whole_name(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range widened to the rest of a name that it begins, and to a whole country.

    "UK Home" of "UK Home Office" goes on over the capitals that follow; "Lanka" begins with "Sri",
    and a single word of a name with the capitals before it.
    """
    if text[start].isupper():
        while (following := CAPITALISED.match(text, end)) and not _marked(text, following.end()):
            end = following.end()
    alone = " " not in text[start:end]
    while (before := text.rfind(" ", 0, max(0, start - 1)) + 1) < start:
        word = text[before : start - 1]
        if not NAME_WORD.fullmatch(word) or is_stop(word):
            break
        if not alone and not country_of(text[before:end]):
            break
        start = before
    return start, end


def _marked(text: str, at: int) -> bool:
    """Say whether a combining mark is at a place, which belongs to the letter before it."""
    return at < len(text) and unicodedata.category(text[at]) in MARKS


def _joined(text: str, at: int) -> bool:
    """Say whether a place lies inside a word, an amount or a cluster of combining marks."""
    before, after = text[at - 1], text[at]
    earlier, later = text[at - 2 : at - 1], text[at + 1 : at + 2]
    word = before.isalnum() or _marked(text, at - 1)
    return (
        _marked(text, at)
        or (before in "$€£" and after.isdigit())
        or (after == "-" and before.isalpha() and later.isalpha())
        or (before == "-" and after.isalpha() and earlier.isalpha())
        or (after in ".,:" and before.isdigit() and later.isdigit())
        or (before in ".,:" and after.isdigit() and earlier.isdigit())
        or (word and (after.isalnum() or (after == "%" and before.isdigit())))
    )
