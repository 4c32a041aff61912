"""Which event a question is about: named, in focus, replied to, or the only one.

Words of a question that ask ("who chaired") are told from words that name by what the training
questions have in common. Each report is then weighed by how much of the naming words its event's
own names have: title, name, place, dates, organiser; the rest of its text counts half.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING, Final

from bot.text.countries import countries_in
from bot.text.dates import dates_in
from bot.text.tokens import content_term, fold, terms, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.event import Event
    from bot.reading import Reading
    from bot.retrieval import Library

NAMING: Final = ("name", "where", "when", "organiser")
BODY_SHARE: Final = 0.5  # what a naming word counts that only the report's text has
NOUN_SHARE: Final = 0.25  # what a word for any event counts
EQUAL: Final = 0.92  # share of the best weight from which another event fits as well
CANDIDATES: Final = 12  # reports that are weighed
SMALL: Final = 100  # reports of which all are weighed where none is named
# Words for any event; which one is meant, they don't tell.
NOUNS: Final = frozenset(
    "meet event workshop confer session forum symposium seminar cours train summit exercis gather"
    " assembl consult talk roundtabl congress webinar panel discuss report launch retreat mission"
    " dialogu day edit round".split()
)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a report's event fits what a question names, 0-1 each.

    Attributes:
        report: its number.
        own: share of the naming words that the event's own names have.
        held: share that the report has anywhere.
    """

    report: int
    own: float
    held: float

    @property
    def weight(self) -> float:
        """Return how well it fits in all."""
        return self.own + BODY_SHARE * (self.held - self.own)


@dataclass(frozen=True, slots=True)
class Named:
    """What a question says of its event.

    Attributes:
        fits: the reports that may be meant, best first.
        words: the naming words that tell one event from another, as terms.
        focus: the number of the report that a follow-up stays with.
        equal: the reports that fit as well as the first, the first included.
    """

    fits: tuple[Fit, ...]
    words: tuple[str, ...]
    focus: int | None = None
    equal: tuple[int, ...] = ()

    @property
    def best(self) -> Fit | None:
        """Return the likeliest event."""
        return self.fits[0] if self.fits else None

    def fit_of(self, report: int) -> Fit:
        """Return how well a report fits."""
        return next((fit for fit in self.fits if fit.report == report), Fit(report, 0.0, 0.0))


def events_named(
    library: Library,
    events: Sequence[Event],
    asking: frozenset[str],
    question: str,
    focus: int | None = None,
) -> Named:
    """Return which events a question may be about.

    Args:
        library: the reports.
        events: their sheets, by number.
        asking: the terms that questions ask with.
        question: as typed.
        focus: the report that was talked of before; left where the question names another event.
    """
    words = naming_words(question, asking)
    weights = {word: _weight(library, word) for word in words}
    telling = tuple(word for word in words if word not in NOUNS)
    ids, _ = library.by_report.top(words or terms(question), CANDIDATES)
    numbers = {int(n) for n in ids}
    if not words:
        numbers |= set(range(min(len(library.readings), SMALL)))
    if focus is not None:
        numbers.add(focus)
    if len(library.readings) == 1:
        numbers = {0}
    fits = [_fit(library, n, events[n], weights, question) for n in sorted(numbers)]
    fits.sort(key=lambda fit: (-fit.weight, -_age(library, events, fit.report), fit.report))
    if focus is not None and _stays(library, focus, fits, telling):
        first = next(fit for fit in fits if fit.report == focus)
        return Named((first, *(f for f in fits if f is not first)), telling, focus, (focus,))
    top = fits[0].weight if fits else 0.0
    equal = tuple(f.report for f in fits if top and f.weight >= EQUAL * top)
    if not telling and len(library.readings) > 1:
        equal = tuple(f.report for f in fits)
    return Named(tuple(fits), telling, None, equal)


def naming_words(question: str, asking: frozenset[str]) -> tuple[str, ...]:
    """Return the terms of a question that do not ask, in order, each once."""
    found = []
    for token in tokenise(question):
        word = content_term(token.text)
        named = token.start > 0 and token.text[:1].isupper()
        if word and (word not in asking or named or word in NOUNS):
            found.append(word)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def _keys(report_title: str, body: str, values: tuple[tuple[int, int], ...]) -> frozenset[str]:
    text = " \n ".join([report_title, *(body[a:b] for a, b in values)])
    found = set(terms(text))
    for country in countries_in(text):
        found.add(country.code)
    return frozenset(found)


def keys_of(reading: Reading, event: Event) -> frozenset[str]:
    """Return the terms of the event's own names: title, name, place, dates and organiser."""
    values = tuple((value.start, value.end) for slot in NAMING for value in event.values(slot, 0.3))
    date = (reading.report.date or "")[:4]
    return _keys(f"{reading.report.title} {date}", reading.report.body, values)


def _fit(
    library: Library,
    number: int,
    event: Event,
    weights: Mapping[str, float],
    question: str,
) -> Fit:
    reading = library.readings[number]
    total = sum(weights.values())
    if not total:  # nothing is named: each event fits as it is
        return Fit(number, 1.0, 1.0)
    keys, held = keys_of(reading, event), library.held[number]
    own = sum(w for word, w in weights.items() if word in keys)
    everywhere = sum(w for word, w in weights.items() if word in keys or word in held)
    factor = 1.0
    years = {year for date in dates_in(question) for year in date.years}
    if years and event.starts and not any(event.starts.startswith(str(y)) for y in years):
        factor = 0.8
    return Fit(number, factor * own / total, factor * everywhere / total)


def _weight(library: Library, word: str) -> float:
    """Return how much a word tells events apart: its inverse frequency, little for "meeting"."""
    count = len(library.readings)
    spread = library.spread_of(word)
    weight = log(1 + (count + 1) / (spread + 0.5))
    return NOUN_SHARE * weight if word in NOUNS else weight


def _stays(library: Library, focus: int, fits: Iterable[Fit], telling: tuple[str, ...]) -> bool:
    """Say whether a question after another is about the same event still.

    It leaves where another event has a naming word in its own names that the report in focus has
    nowhere, and fits better.
    """
    held = library.held[focus]
    foreign = [word for word in telling if word not in held]
    mine = next((f for f in fits if f.report == focus), Fit(focus, 0.0, 0.0))
    if not foreign:
        return True
    return not any(f.report != focus and f.own > mine.held + 0.05 for f in fits)


def _age(library: Library, events: Sequence[Event], n: int) -> int:
    """Return a number that is higher the later an event took place."""
    day = (events[n].starts or library.readings[n].report.date or "0").replace("-", "")
    return int(f"{day:0<8}"[:8])


def folded(text: str) -> str:
    """Return a text with its words folded, to look values up in questions."""
    return " ".join(fold(token.text) for token in tokenise(text))
