"""Who a person or body is: the words before and after the name that describe it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.language.names import POSTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answering.fillers import Piece
    from bot.language.tagging import Tagged
    from bot.reading.sentence import Sentence

LONGEST = 24  # tokens of a description


def descriptions_of(sentence: Sentence, piece: Piece) -> list[tuple[int, int]]:
    """Return the token ranges that describe the name, the one right after it first."""
    return [
        (first, last)
        for first, last in (
            *_after(sentence, piece),
            *_before(sentence.tagged, piece),
            *_copula(sentence, piece),
        )
        if first < last
    ]


def _after(sentence: Sentence, piece: Piece) -> Iterator[tuple[int, int]]:
    tagged = sentence.tagged
    at = piece.last
    at = _past_brackets(tagged, at)
    if at >= len(tagged.tokens):
        return
    mark, letter = tagged.tokens[at].text, tagged.letters[at]
    if at > piece.last:
        yield piece.last + 1, at - 1
    if mark in {",", "–", "—"} and at + 1 < len(tagged.tokens):
        following = tagged.letters[at + 1]
        if tagged.tokens[at + 1].text.lower() == "who":
            yield at + 2, _end(tagged, at + 2, relative=True)
        elif following in "DNMACG" or tagged.tokens[at + 1].text.lower() in {"of", "from"}:
            yield at + 1, _end(tagged, at + 1, relative=False)
    elif letter == "I" and mark.lower() in {"of", "from", "for"}:
        yield at, _end(tagged, at + 1, relative=False)
    elif mark.lower() == "who":
        yield at + 1, _end(tagged, at + 1, relative=True)


def _past_brackets(tagged: Tagged, at: int) -> int:
    if at < len(tagged.tokens) and tagged.tokens[at].text == "(":
        for i in range(at, min(len(tagged.tokens), at + LONGEST)):
            if tagged.tokens[i].text == ")":
                return i + 1
    return at


def _end(tagged: Tagged, start: int, *, relative: bool) -> int:
    """Return where a description ends: at a mark after which something else begins."""
    i = start
    while i < min(len(tagged.tokens), start + LONGEST):
        mark, letter = tagged.tokens[i].text, tagged.letters[i]
        if mark in {";", ":", ".", "(", "–", "—", "”", '"'} or (letter == "W" and i > start):
            return i
        if not relative and letter in "BHO":
            return i
        if not relative and letter in "VE" and tagged.letters[i - 1] in "NM" and i > start + 1:
            return i
        if letter == "," and not _list_goes_on(tagged, i):
            return i
        if letter == "K" and _new_member(tagged, i):
            return i
        i += 1
    return i


def _list_goes_on(tagged: Tagged, comma: int) -> bool:
    """Say whether names go on to an "and": "Ambassador to Thailand, Laos and Cambodia"."""
    before = tagged.letters[comma - 1]
    i = comma + 1
    while i < len(tagged.letters) and tagged.letters[i] in "MDA-S":
        i += 1
    if i == comma + 1 or before != "M":
        return False
    if tagged.letters[i] == ",":
        return _list_goes_on(tagged, i)
    after = tagged.letters[i + 1 : i + 2]
    return tagged.letters[i] == "K" and after in {"M", "D"} and i - comma <= 4


def _new_member(tagged: Tagged, conjunction: int) -> bool:
    """Say whether a person, a determiner with a name, or a verb comes after the "and"."""
    following = tagged.letters[conjunction + 1 : conjunction + 3]
    if following[:1] in "EVBHOP" or not following:
        return True
    word = tagged.tokens[conjunction + 1].text.lower()
    return tagged.letters[conjunction - 1] == "," or word in {"dr", "mr", "mrs", "ms", "professor"}


def _before(tagged: Tagged, piece: Piece) -> Iterator[tuple[int, int]]:
    if piece.kind == "person" and piece.value:
        core = piece.end - len(piece.value)
        titles = [i for i in range(piece.first, piece.last) if tagged.tokens[i].end <= core]
        if titles:
            yield titles[0], titles[-1] + 1
    at = piece.first
    if at and tagged.letters[at - 1] in "NA":
        start = at - 1
        while start and tagged.letters[start - 1] in "ANMGS-":
            start -= 1
        yield start, at
    elif at > 1 and tagged.letters[at - 1] == ",":
        start = at - 1
        while start and tagged.letters[start - 1] in "ANMDIGS-KT" and at - start < LONGEST:
            start -= 1
        words = {t.text.lower() for t in tagged.tokens[start : at - 1]}
        if words & POSTS:
            first = start + (tagged.letters[start] in "IK")
            yield first, at - 1


COPULAS = frozenset({"be", "is", "are", "was", "were", "been", "becom", "remain"})


def _copula(sentence: Sentence, piece: Piece) -> Iterator[tuple[int, int]]:
    tagged = sentence.tagged
    for verb in sentence.verbs:
        if not 0 <= verb.first - piece.last <= 1:
            continue
        last = verb.last
        if tagged.terms[verb.main] in COPULAS and last < len(tagged.tokens):
            yield last, _end(tagged, last, relative=False)
        for i in range(last, min(last + 4, len(tagged.tokens) - 1)):
            if tagged.tokens[i].text.lower() == "as":
                yield i + 1, _end(tagged, i + 1, relative=False)
