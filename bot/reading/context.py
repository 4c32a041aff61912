"""Passages in their order -> for each, the terms of what it leans on and does not say itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.text.tokens import terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.passages import Structure
    from bot.reading.sentence import Sentence

PERSONAL = frozenset("he she his her him".split())
IMPERSONAL = frozenset("it its they their them".split())
THINGS = frozenset({"body", "event", "name"})  # what "it" and "they" may stand for


def context_of(structure: Structure, sentences: Sequence[Sentence]) -> Iterator[tuple[str, ...]]:
    """Yield for each passage the terms that count as its own too.

    They are those of its list's introduction, of its table's header, of the sentence with a colon
    or question mark that it follows, and of what its pronouns stand for.
    """
    starts = {p.start: i for i, p in enumerate(structure.passages)}
    person: tuple[str, ...] = ()
    for number, sentence in enumerate(sentences):
        block = structure.blocks[structure.block_of[number]]
        before = sentences[number - 1] if number else None
        found: list[str] = []
        if block.intro is not None and (intro := starts.get(block.intro.start)) is not None:
            found += sentences[intro].tagged.content
        for cell in block.header:
            found += terms(cell)
        if before is not None and before.text.rstrip('“"”’ *_').endswith((":", "?")):
            found += before.tagged.content
        found += _stood_for(sentence, before, person)
        person = _first_person(sentence) or person
        yield tuple(dict.fromkeys(found))


def _stood_for(sentence: Sentence, before: Sentence | None, person: Sequence[str]) -> Sequence[str]:
    """Return the terms of the person named last, or of what the sentence before names."""
    words = {t.text.lower() for t in sentence.tagged.tokens}
    if words & PERSONAL:
        return person
    if before is None or not words & IMPERSONAL:
        return ()
    things = (m for m in before.mentions if m.kind in THINGS)
    return [t for m in things for t in terms(before.text[m.start : m.end])]


def _first_person(sentence: Sentence) -> tuple[str, ...]:
    """Return the terms of whom a later "he" or "she" stands for: the person named first."""
    for mention in sentence.mentions:
        if mention.kind == "person":
            return tuple(terms(sentence.text[mention.start : mention.end]))
    return ()
