"""By which words of its own a report calls its event.

The sheet has the values that the tagger took for names. What a title says in other words than the
text can't be quoted, so what the text has in common with it is the other candidate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.answering.events_named import NOUNS
from bot.event import Value
from bot.text.tokens import content_term, terms, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.event import Event
    from bot.model import Passage
    from bot.reading import Reading

TOLD: Final = 0.35  # probability of a value that may name the event
PASSAGES: Final = 12  # in which an event is called by its name
ENOUGH: Final = 3  # words of the title that name an event without a word for one
SAID: Final = 2  # words of the title, beside that word, that name it better than a whole clause
BREAK: Final = re.compile(r"[^\w’'&/-]")


@dataclass(frozen=True, slots=True)
class _Run:
    """Words of a passage, all of the title, or for an event, or stop words, or with capitals."""

    passage: int
    start: int
    end: int
    shared: int  # words of the title, each once
    noun: bool  # one of them is a word for an event

    @property
    def names(self) -> bool:
        return self.shared >= 1 if self.noun else self.shared >= ENOUGH

    @property
    def weight(self) -> tuple[int, int]:
        return self.shared + 2 * self.noun, -self.passage


def name_of(reading: Reading, event: Event) -> Value | None:
    """Return the place of the event's name in its report; None where nothing names it.

    That is the likeliest value with a word for an event ("forum"). Where none has one, or it is a
    clause rather than a name, it is the longest run of words that the text shares with the title.
    """
    body = reading.report.body
    values = event.values("name", TOLD)
    with_noun = [v for v in values if NOUNS & set(terms(body[v.start : v.end]))]
    best = max(with_noun or values, key=lambda v: (v.probability, v.end - v.start), default=None)
    if best and with_noun and _is_name(body[best.start : best.end]):
        return best
    runs = [run for run in _runs(reading) if run.names]
    run = max(runs, key=lambda r: r.weight, default=None)
    if run is None or (best and with_noun and run.shared < SAID):
        return best
    if best is not None and not with_noun and run.shared + 2 * run.noun < ENOUGH:
        return best
    return Value(run.passage, run.start, run.end, best.probability if best else TOLD)


def _is_name(words: str) -> bool:
    """Say whether all words but stop words are written with capitals, or as numbers."""
    tokens = [token.text for token in tokenise(words) if content_term(token.text)]
    return all(not text[0].isalpha() or text[0].isupper() for text in tokens)


def _runs(reading: Reading) -> Iterator[_Run]:
    title = frozenset(terms(reading.report.title))
    for number, passage in enumerate(reading.passages[:PASSAGES]):
        yield from _runs_of(number, passage, title)


def _runs_of(number: int, passage: Passage, title: frozenset[str]) -> Iterator[_Run]:
    text, at = passage.text, passage.start
    run: list[tuple[str, int, int]] = []
    for token in (*tokenise(text), None):
        word = content_term(token.text) if token else ""
        breaks = token is None or bool(BREAK.search(token.text))
        named = bool(run) and token is not None and token.text[:1].isupper()
        if token and not breaks and (named or not word or word in title or word in NOUNS):
            run.append((word, at + token.start, at + token.end))
            continue
        found = _trimmed(number, run, title)
        if found:
            yield found
        run = []


def _trimmed(number: int, run: list[tuple[str, int, int]], title: frozenset[str]) -> _Run | None:
    """Return the run from its first to its last word that says something."""
    telling = [n for n, (word, _, _) in enumerate(run) if word]
    if not telling:
        return None
    kept = run[telling[0] : telling[-1] + 1]
    words = {word for word, _, _ in kept if word}
    noun = bool(words & NOUNS)
    return _Run(number, kept[0][1], kept[-1][2], len(words & title - NOUNS), noun)
