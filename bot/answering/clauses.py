"""Sentence -> clauses: what was said, agreed, meant or the reason, as stretches of the sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answering.fillers import Filler

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answering.anchors import Anchor
    from bot.language.tagging import Tagged
    from bot.reading.sentence import Sentence

QUOTED = re.compile(r"[“\"„«]([^“”\"„«»]{8,600})[”\"»]?")
REASON = re.compile(
    r"\b(?:because(?: of)?|since|as a result of|due to|owing to|on account of|for the reason that|"
    r"given|thanks to|for (?:want|lack|fear) of|out of|in view of|by reason of|in light of|"
    r"in response to|lest|for otherwise|so that|in order (?:to|that)|with the aim of|aimed at|"
    r"aims? (?:is |was )?(?:to|at)|"
    r"(?:purpose|objective|aim|goal|task|idea|hope) (?:is|was|of .{1,40} is) (?:to|that)?)\s*",
    re.IGNORECASE,
)
MOMENT = re.compile(
    r"\b(?:as soon as|once|after|before|until|when|on the eve of|"
    r"at the (?:start|end|beginning|close) of|in the (?:morning|afternoon|evening)|during|if|"
    r"provided that)\s+",
    re.IGNORECASE,
)
PART = re.compile(
    r"[;:]\s|,\s(?:and|but|while|whereas|so|for|yet)\s|\s(?:but|while|whereas|because)\s|\s[–—]\s"
)
INFINITIVE = re.compile(r"\b(?:in order )?to [a-z]{2,}\b")
MEANS = re.compile(
    r"\b(?:means?|meant|refers? to|stands? for|is short for|denotes?|is defined as|signif(?:y|ies)|"
    r"are understood as|(?:is|are|was|were)(?= (?:an?|the|any|all|every|[a-z]+s)\b))"
    r"\s+(?:that )?",
)
SAID = re.compile(
    r",\s+(?:[\w’'.-]+ ){0,6}(?:said|added|explained|warned|noted|stressed|remarked|argued|"
    r"insisted|maintained|declared|concluded|admitted|replied|reported|suggested|recalled|observed|claimed|"
    r"underlined|emphasised|hoped|urged|was how)\b(?: [^,.;:“”\"]{0,60})?(?=[,.;:]|$)"
)


def clause_fillers(sentence: Sentence, anchors: list[Anchor]) -> Iterator[Filler]:
    """Yield the stretches after and before the verbs that state the predicate, and quotations."""
    tagged = sentence.tagged
    size = len(tagged.tokens)
    for match in QUOTED.finditer(tagged.text):
        yield from stretch(tagged, "quotation", match.start(1), match.end(1))
    yield from _whole(tagged)
    yield from _parts(tagged)
    for anchor in anchors[:4]:
        verb = anchor.verb
        start = anchor.token + 1 if verb is None or not anchor.inside else verb.last
        yield from _right(tagged, start, size)
        if verb is not None and not anchor.inside:
            yield from _right(tagged, verb.last, size)
        if verb is not None:
            yield from _left(tagged, verb.first)


def _right(tagged: Tagged, start: int, size: int) -> Iterator[Filler]:
    """Yield what follows: to the end of the sentence, to the next comma, past "that" or ":"."""
    while start < size and tagged.tokens[start].text.lower() in {"that", ":", ",", "“", '"'}:
        start += 1
    end = _trim(tagged, size)
    if start >= end:
        return
    yield _tokens(tagged, "clause", start, end)
    for i in range(start + 1, end):
        if tagged.tokens[i].text in {",", ";", ":", "–", "—"}:
            if i - start >= 2:
                yield _tokens(tagged, "short", start, i)
            break
    last = max((i for i in range(start, end) if tagged.tokens[i].text in {",", ";"}), default=0)
    if last > start + 3:
        yield _tokens(tagged, "short", start, last)


def _left(tagged: Tagged, end: int) -> Iterator[Filler]:
    """Yield what stands before the verb, from the start of the sentence and of the clause."""
    while end and tagged.tokens[end - 1].text in {",", "and"}:
        end -= 1
    if end <= 0:
        return
    yield _tokens(tagged, "subject", 0, end)
    for i in range(end - 1, 0, -1):
        if tagged.tokens[i].text in {",", ";", ":"} or tagged.letters[i] == "K":
            if end - i > 2:
                yield _tokens(tagged, "subject", i + 1, end)
            break


def _whole(tagged: Tagged) -> Iterator[Filler]:
    end = _trim(tagged, len(tagged.tokens))
    if end > 0:
        yield _tokens(tagged, "sentence", 0, end)
        text = tagged.text[: tagged.tokens[end - 1].end]
        match = SAID.search(text)
        if match is not None and match.start() > 10:
            yield from stretch(tagged, "statement", 0, match.start())
        if match is not None and match.end() + 12 < len(text):
            yield from stretch(tagged, "statement", match.end() + 1, len(text))


def _parts(tagged: Tagged) -> Iterator[Filler]:
    """Yield the clauses of the sentence, parted by semicolons, colons and conjunctions."""
    ends = [0, *(m.end() for m in PART.finditer(tagged.text)), len(tagged.text)]
    starts = [*(m.start() for m in PART.finditer(tagged.text)), len(tagged.text)]
    if len(starts) > 1:
        for begin, end in zip(ends, starts, strict=False):
            yield from stretch(tagged, "part", begin, end)


def _trim(tagged: Tagged, end: int) -> int:
    while end and tagged.tokens[end - 1].text in set('.,;:!?”"’'):
        end -= 1
    return end


def _tokens(tagged: Tagged, kind: str, first: int, last: int) -> Filler:
    span = (tagged.tokens[first].start, tagged.tokens[last - 1].end)
    return Filler(kind, (span,), first, last)


def stretch(tagged: Tagged, kind: str, start: int, end: int) -> Iterator[Filler]:
    """Yield the stretch between two offsets, trimmed to whole tokens."""
    inside = [i for i, t in enumerate(tagged.tokens) if t.start >= start and t.end <= end]
    while inside and tagged.tokens[inside[-1]].text in set('.,;:!?”"’'):
        inside.pop()
    while inside and tagged.tokens[inside[0]].text in set(',;:“"'):
        inside.pop(0)
    if inside:
        yield _tokens(tagged, kind, inside[0], inside[-1] + 1)


def reasons(sentence: Sentence) -> Iterator[Filler]:
    """Yield what follows "because", "so that", "the aim is" and the like, and infinitives."""
    tagged = sentence.tagged
    text = tagged.text
    for match in REASON.finditer(text):
        for start in (match.start(), match.end()):
            yield from stretch(tagged, "reason", start, clause_end(text, match.end()))
            yield from stretch(tagged, "reason", start, len(text))
    for match in INFINITIVE.finditer(text):
        yield from stretch(tagged, "purpose", match.start(), clause_end(text, match.end()))
        yield from stretch(tagged, "purpose", match.start(), len(text))


def moments(sentence: Sentence) -> Iterator[Filler]:
    """Yield the clauses that date an event by another: "as soon as", "once", "after", "until"."""
    tagged = sentence.tagged
    for match in MOMENT.finditer(tagged.text):
        yield from stretch(tagged, "moment", match.start(), clause_end(tagged.text, match.end()))


def meanings(sentence: Sentence) -> Iterator[Filler]:
    """Yield what follows "means", "is short for" and "is a"."""
    tagged = sentence.tagged
    for match in MEANS.finditer(tagged.text):
        yield from stretch(tagged, "meaning", match.end(), clause_end(tagged.text, match.end()))
        yield from stretch(tagged, "meaning", match.end(), len(tagged.text))


def clause_end(text: str, start: int) -> int:
    """Return where the clause that holds the offset ends: at a comma, semicolon, dash or stop."""
    match = re.compile(r"[,;:](?=\s)|\.(?=\s|$)| – | — ").search(text, start)
    return match.start() if match else len(text)
