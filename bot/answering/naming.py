"""By which words of its own a report calls its event.

The sheet has the values that the tagger took for names. What a title says in other words than the
text can't be quoted, so what the text has in common with it is the other candidate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.answering.events_named import NOUNS
from bot.event import SlotValue
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
VERBS: Final = frozenset("meet train gather consult discuss".split())  # by stem
BREAK: Final = re.compile(r"[^\w’'&/-]")


@dataclass(frozen=True, slots=True)
class _WordRun:
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
    def weight(self) -> tuple[bool, int, int]:
        return self.noun, self.shared, -self.passage


def name_of(reading: Reading, event: Event) -> SlotValue | None:
    """Return the place of the event's name in its report; None where nothing names it.

    That is the likeliest value with a word for an event ("forum"). Where none has one, or it is a
    clause rather than a name, it is the longest run of words that the text shares with the title.
    """
    body = reading.report.body
    values = event.values("name", TOLD)
    with_noun = [v for v in values if NOUNS & set(terms(body[v.start : v.end]))]
    best = max(with_noun or values, key=lambda v: (v.probability, v.end - v.start), default=None)
    best = _whole(body, best) if best else None
    if best and with_noun and _is_name(body[best.start : best.end]):
        return best
    runs = [r for r in _runs(reading) if r.names and (r.noun or _is_name(body[r.start : r.end]))]
    run = max(runs, key=lambda r: r.weight, default=None)
    if run is None or (best and with_noun and run.shared < SAID):
        return best
    if best is not None and not with_noun and run.shared + 2 * run.noun < ENOUGH:
        return best
    return SlotValue(run.passage, run.start, run.end, best.probability if best else TOLD)


def _whole(body: str, value: SlotValue) -> SlotValue:
    """Return the name without stop words before it, and with its bracket closed."""
    words = body[value.start : value.end]
    telling = [token for token in tokenise(words) if content_term(token.text)]
    start = value.start + (telling[0].start if telling else 0)
    closed = words.count("(") > words.count(")") and body[value.end : value.end + 1] == ")"
    return SlotValue(value.passage, start, value.end + closed, value.probability)


def _is_name(words: str) -> bool:
    """Say whether all words but stop words are written with capitals, or as numbers."""
    telling = [word for word in words.split() if terms(word)]
    return all(not word[0].isalpha() or word[0].isupper() for word in telling)


def _runs(reading: Reading) -> Iterator[_WordRun]:
    title = frozenset(terms(reading.report.title))
    for number, passage in enumerate(reading.passages[:PASSAGES]):
        yield from _runs_of(number, passage, title)


def _runs_of(number: int, passage: Passage, title: frozenset[str]) -> Iterator[_WordRun]:
    text, at = passage.text, passage.start
    run: list[tuple[str, bool, int, int]] = []
    for token in (*tokenise(text), None):
        word = content_term(token.text) if token else ""
        if token and not BREAK.search(token.text):
            event = word in NOUNS and _is_noun(word, token.text)
            capital = bool(run) and token.text[:1].isupper()
            if event or capital or not word or word in title:
                run.append((word, event, at + token.start, at + token.end))
                continue
        found = _trimmed(number, run, title)
        if found:
            yield found
        run = []


def _is_noun(word: str, written: str) -> bool:
    """Say whether a word for events is one here: "meeting", "training", not "met" or "train"."""
    return word not in VERBS or written[len(word) :].lower().startswith(("ing", "ion", "ation"))


def _trimmed(
    number: int, run: list[tuple[str, bool, int, int]], title: frozenset[str]
) -> _WordRun | None:
    """Return the run from its first to its last word that says something."""
    telling = [n for n, (word, *_) in enumerate(run) if word]
    if not telling:
        return None
    kept = run[telling[0] : telling[-1] + 1]
    words = {word for word, *_ in kept if word}
    noun = any(event for _, event, _, _ in kept)
    return _WordRun(number, kept[0][2], kept[-1][3], len(words & title - NOUNS), noun)
