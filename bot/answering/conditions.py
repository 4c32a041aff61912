"""What a question over several events asks for: conditions that an event has to meet."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.answering.events_named import NOUNS, naming_words
from bot.text.countries import countries_asked, region_in
from bot.text.dates import dates_in, durations_in
from bot.text.tokens import content_term, tokenise

if TYPE_CHECKING:
    from collections.abc import Callable

_Y: Final = r"((?:19|20)\d\d)"
RANGE: Final = re.compile(
    rf"\b(?:between|from)\s+{_Y}\s+(?:and|to|until|till)\s+{_Y}", re.IGNORECASE
)
SINCE: Final = re.compile(rf"\b(?:since\s+{_Y}|from\s+{_Y}\s+on)", re.IGNORECASE)
AFTER: Final = re.compile(rf"\bafter\s+{_Y}", re.IGNORECASE)
UNTIL: Final = re.compile(rf"\b(?:until|till|up to)\s+{_Y}", re.IGNORECASE)
BEFORE: Final = re.compile(rf"\bbefore\s+{_Y}", re.IGNORECASE)
EVER: Final = (0, 9999)
COMPARED: Final = re.compile(
    r"\b(?:(?:more|less|fewer|longer|shorter|larger|smaller)\s+than|at\s+(?:least|most)"
    r"|(?:over|under)\s+\d)",
    re.IGNORECASE,
)
ANY: Final = frozenset({"meet", "event", "gather", "day", "round", "report", "discuss", "talk"})
GENERIC: Final = frozenset(  # words of such questions that are no condition
    "held hold take took place happen list number tell cover involv know recent last latest new"
    " newest 1th earliest next most peopl particip come came name year month time far often"
    " organ involv mention ever date pls citi town countri place person attend over".split()
)
TOOK_PLACE: Final = re.compile(r"\bt(?:ake|akes|ook|aken|aking)\s+place\b", re.IGNORECASE)
# With which words a question over all events asks for somebody's part in them.
ROLES: Final = {
    "chair": "chair presid led lead cochair",
    "opener": "open inaugur",
    "closer": "close",
    "participants": "attend particip join came come repres took take part send sent present",
    "organiser": "organis host conven",
    "supporter": "fund sponsor paid pay support financ",
    "speakers": "speak spoke speaker keynot",
    "absent": "miss absent apolog",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question over several events asks for: conditions that an event has to meet.

    Attributes:
        slot: the part in events that is asked about; None where none is.
        countries: their codes.
        region: the codes of the countries of a region that is named; one of them is enough.
        names: terms that name people, bodies, places, topics.
        said: further terms of the question, which a fitting report has somewhere.
        nouns: words for a kind of event.
        years: the years named one by one; empty where any may be meant.
        months: 1-12.
        span: first and last year.
        measured: whether a length or a number is asked for, which no event is found by.
    """

    slot: str | None
    countries: frozenset[str]
    region: frozenset[str]
    names: frozenset[str]
    said: frozenset[str]
    nouns: frozenset[str]
    years: frozenset[int]
    months: frozenset[int]
    span: tuple[int, int]
    measured: bool

    @classmethod
    def of(
        cls, question: str, asking: frozenset[str], spell: Callable[[str], str] = content_term
    ) -> Wanted:
        """Return the conditions of a question; `spell` makes a word of it a term."""
        question = TOOK_PLACE.sub("happen", question)  # nobody takes part there
        words = {term for token in tokenise(question) if (term := spell(token.text))}
        slot = next((s for s, said in ROLES.items() if words & set(said.split())), None)
        countries, dates = countries_asked(question), dates_in(question)
        region = region_in(question)
        placed = [*countries.values(), region.name, *(question[d.start : d.end] for d in dates)]
        known = {spell(token.text) for text in placed for token in tokenise(text)}
        naming = set(naming_words(question, asking, spell)) - known - GENERIC
        named = {word for word in naming if not word.isdigit()}
        role = set(ROLES[slot].split()) if slot else set()
        rest = words - known - named - NOUNS - ANY - GENERIC - role
        span = _span(question)
        return cls(
            slot=slot,
            countries=frozenset(countries),
            region=region.codes,
            names=frozenset(named - NOUNS),
            said=frozenset(w for w in rest if not w.isdigit()),
            nouns=frozenset((named & NOUNS) - ANY),
            years=frozenset(y for d in dates for y in d.years) if span == EVER else frozenset(),
            months=frozenset(month for date in dates for month in date.months),
            span=span,
            measured=bool(COMPARED.search(question) or durations_in(question)),
        )

    @property
    def is_timed(self) -> bool:
        """Say whether a year or a month is named."""
        return bool(self.years or self.months) or self.span != EVER

    def asking_for(self, slot: str) -> Wanted:
        """Return the conditions of a question that asks for a slot of each event.

        The words for it are no condition then: "who chaired the forums in Suva". Of a place or a
        time others are: "in which towns did Ana Silva chair forums".
        """
        hosting = slot == "where" and self.slot == "organiser"
        role = self.slot if slot in {"where", "when"} and not hosting else None
        return replace(self, slot=role, said=frozenset())

    def in_time(self, day: str) -> bool:
        """Say whether an event that began on this day (ISO 8601, or part of it) may be meant."""
        year = int(day[:4]) if day[:4].isdigit() else None
        if self.span != EVER and (year is None or not self.span[0] <= year <= self.span[1]):
            return False
        if self.years and year not in self.years:
            return False
        return not self.months or any(day[5:7] == f"{month:02}" for month in self.months)


def _span(question: str) -> tuple[int, int]:
    """Return the first and last year that a question names as bounds."""
    if found := RANGE.search(question):
        return int(found[1]), int(found[2])
    first, last = EVER
    if found := SINCE.search(question):
        first = int(found[1] or found[2])
    elif found := AFTER.search(question):
        first = int(found[1]) + 1
    if found := BEFORE.search(question):
        last = int(found[1]) - 1
    elif found := UNTIL.search(question):
        last = int(found[1])
    return first, last
