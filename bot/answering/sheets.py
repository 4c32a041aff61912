"""A slot of a known event -> an answer from its sheet; yes/no by its lists; a summary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from bot.event import first_day, item_key
from bot.model import Field, Found, Quote, Span
from bot.slots import LISTS, PRESENT
from bot.text.countries import countries_asked, countries_in, country_of
from bot.text.dates import dates_in
from bot.text.tokens import fold, terms, tokenise
from bot.text.words import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.event import Event, SlotValue
    from bot.model import Passage
    from bot.reading import Reading

NAMING: Final = ("name", "where", "when", "organiser")  # slots by which an event is named
PLACED: Final = re.compile(r"\b(?:in|at|on)\b", re.IGNORECASE)  # before the place or day asked for
# "the SPC workshop": what stands before such a word names the event.
KINDS: Final = frozenset(
    "meet workshop confer session forum symposium seminar cours summit assembl congress".split()
)
OF_WHOM: Final = re.compile(r"(?:the )?(?:[a-z][\w-]* ){1,4}(?:of|from) (?:the )?")
SHORT: Final = 3  # letters of a surname that may be another word
MOST_WORDS: Final = 150  # of all quotes of a list
SHARE: Final = 0.45  # of the likeliest item's probability that others of a list need
LEAST_ITEM: Final = 0.3
TOLD: Final = 0.5  # probability of what a summary tells
SUMMARY: Final = (
    "when", "where", "organiser", "supporter", "chair", "opener", "closer", "moderator",
    "panellists", "speakers", "participants", "count", "absent", "decisions", "next_when",
    "next_where",
)  # fmt: skip
OPEN: Final = re.compile(
    r"\b(?:among|including|included|include|such as|e\.g|for example|others|and more|inter alia)\b",
    re.IGNORECASE,
)
DENYING: Final = re.compile(
    r"\b(?:not|no|never|without|cancelled|postponed|declined|absent|unable|failed|n['’]t)\b",
    re.IGNORECASE,
)
# What leaves a question open; and what asks whether that is settled.
UNDECIDED: Final = re.compile(
    r"\b(?:(?:not|n['’]t) (?:yet )?(?:been )?(?:yet )?(?:decided|settled|agreed|known|fixed|clear)"
    r"|undecided|open question|remains? (?:open|to be)|whether|depends? on)\b",
    re.IGNORECASE,
)
SETTLING: Final = re.compile(r"\b(?:decid|settl|agree|known|clear|open)\w*", re.IGNORECASE)
# What a house or room that events are held in is called.
VENUES: Final = frozenset(
    "hotel resort hall room centr center hous build headquart univers school colleg institut museum"
    " librari palac theatr theater club market church templ station museum ministri offic chamber"
    " academi campus auditorium stadium pavilion inn lodg motel hostel castl arena tent ship garden"
    " farm embassi court".split()
)
# Who stands in for a chair is none, unless asked for.
SECOND: Final = re.compile(r"\b(?:vice|deputy|assistant)[- ]?(?:chair|presid)\w*", re.IGNORECASE)
FIRST: Final = re.compile(r"chair|presid|led\b|head", re.IGNORECASE)
DATED: Final = frozenset({"when", "next_when"})
IN_ROWS: Final = frozenset({"participants", "absent", "speakers", "panellists"})
BESIDE: Final = 0.6  # share of a place's probability from which another is stated beside it


@dataclass(frozen=True, slots=True)
class Stated:
    """What a sheet says of a slot: the values chosen, all of one report, in reading order."""

    slot: str
    values: tuple[SlotValue, ...]

    @property
    def probability(self) -> float:
        """Return that of the likeliest value."""
        return max(value.probability for value in self.values)


def stated(
    reading: Reading, event: Event, slot: str, route: str = "", question: str = ""
) -> Stated | None:
    """Return the values of a slot; one for a slot that has one, all likely ones of a list.

    Of a place, both the town and the house are stated where the report has each.

    Args:
        reading: the report.
        event: its sheet.
        slot: what is asked for.
        route: the same, narrowed: `participants_countries`, `count_countries`, ...
        question: as typed; of dates, only those of a year are stated that it names.
    """
    body = reading.report.body
    values = _asked_for(reading, event, slot, route, question)
    if not values:
        return None
    top = max(v.probability for v in values)
    if slot in LISTS:
        least = max(min(LEAST_ITEM, top), SHARE * top)
        return Stated(slot, tuple(v for v in values if v.probability >= least))
    near = [v for v in values if v.probability >= 0.85 * top]
    best = max(near, key=lambda v: _fullness(body[v.start : v.end], v.probability, slot))
    if slot == "when" and event.starts:  # of dates as likely, the one that the event is sorted by
        days = ((first_day(body[v.start : v.end], reading.report), v) for v in near)
        best = next((v for day, v in days if day == event.starts), best)
    beside = _beside(body, best, values) if slot == "where" else None
    return Stated(slot, (best, beside) if beside else (best,))


def _asked_for(
    reading: Reading, event: Event, slot: str, route: str, question: str
) -> tuple[SlotValue, ...]:
    """Return the values of a slot that a narrowed question asks for."""
    body = reading.report.body
    values = event.slots.get(slot, ())
    exact = False  # else all are asked for where none is narrower
    narrower = values
    if route == "participants_countries":
        narrower = tuple(c for v in values if (c := _country(body, v)))
    elif route == "participants_bodies":
        narrower = tuple(v for v in values if not country_of(_bare(body[v.start : v.end])))
        narrower = _of_rows(reading, narrower, first=False)
    elif route == "count_countries":
        exact = True
        narrower = tuple(v for v in values if COUNTRIES.match(body[v.end : v.end + 40])) or tuple(
            v for v in values if SPEAKS_OF.search(reading.passages[v.passage].text)
        )
    elif route in IN_ROWS:
        narrower = _of_rows(reading, values, first=True)
    elif slot == "count":
        narrower = tuple(v for v in values if not COUNTRIES.match(body[v.end : v.end + 40]))
    elif slot == "when" and (years := _years(question)):
        exact = True
        said = ((v, _years(body[v.start : v.end])) for v in values)
        narrower = tuple(v for v, found in said if not found or found & years)
    elif slot == "chair" and not SECOND.search(question):
        exact = True
        narrower = tuple(v for v in values if not is_second(reading.passages[v.passage].text))
    return narrower if exact else narrower or values


def _of_rows(
    reading: Reading, values: tuple[SlotValue, ...], *, first: bool
) -> tuple[SlotValue, ...]:
    """Return of a table's rows the first value each, persons; or those beside it, their offices."""
    firsts = {v.passage: v for v in reversed(values)}
    rows = {n for n in firsts if reading.structure.block(n).kind == "table_row"}
    return tuple(v for v in values if v.passage not in rows or (firsts[v.passage] is v) == first)


def is_second(text: str) -> bool:
    """Say whether a passage tells of a vice-chair only."""
    return SECOND.search(text) is not None and not FIRST.search(SECOND.sub("", text))


def _fullness(words: str, probability: float, slot: str) -> tuple[float, ...]:
    """Return what is higher the more a value says: of a date its parts, else its length."""
    if slot in DATED:
        parts = [bool(d.days) + bool(d.months) + bool(d.years) for d in dates_in(words)]
        return (max(parts, default=0), probability)
    return (words[0].isupper(), min(len(words), 40), probability)


def _years(text: str) -> frozenset[int]:
    return frozenset(year for date in dates_in(text) for year in date.years)


def _beside(body: str, best: SlotValue, values: Sequence[SlotValue]) -> SlotValue | None:
    """Return the town beside the house that an event was in, or the house beside the town."""
    words = body[best.start : best.end]
    others = [
        v
        for v in values
        if v.probability >= max(TOLD, BESIDE * best.probability)
        and is_house(body[v.start : v.end]) != is_house(words)
        and not set(terms(body[v.start : v.end])) & set(terms(words))
    ]
    return max(others, key=lambda v: v.probability, default=None)


def is_house(place: str) -> bool:
    """Say whether a place is a house or room rather than a town: it says so, or has no name."""
    return place.islower() or not VENUES.isdisjoint(terms(place))


def _country(body: str, value: SlotValue) -> SlotValue | None:
    """Return the country that a value is, or is of: "delegates of Fiji", but not "Bank of Fiji"."""
    words = body[value.start : value.end]
    if country_of(_bare(words)):
        return value
    found = countries_in(words)
    if not found or found[-1].end != len(words) or not OF_WHOM.fullmatch(words[: found[-1].start]):
        return None
    return replace(value, start=value.start + found[-1].start)


# "9 African countries", "9 of the member states"; not "64 delegates from nine countries".
COUNTRIES: Final = re.compile(
    r"\s+(?:of\s+(?:the|its|our|their|\d+)\s+)?"
    rf"(?:(?!(?:of|from|in|for|across|representing|\d+|{'|'.join(NUMBERS)})\b)[\w-]+\s+){{0,3}}"
    r"(?:countries|states|nations|members|economies|governments|territories)\b",
    re.IGNORECASE,
)
# Where none of these is said, a number is of people: "20 officers".
SPEAKS_OF: Final = re.compile(
    r"\b(?:country|countries|states?|nations?|members?|economies|governments?|territories)\b",
    re.IGNORECASE,
)


def _bare(words: str) -> str:
    return re.sub(r"^(?:the|a|an)\s+", "", words, flags=re.IGNORECASE)


def quotes_of(
    reading: Reading, values: Sequence[SlotValue]
) -> tuple[tuple[Quote, ...], list[SlotValue]]:
    """Return a quote for each passage that has values, and the values that they show.

    Where all would be longer than 150 words, the passages with the fewest values are left out.
    """
    by_passage: dict[int, list[SlotValue]] = {}
    for value in values:
        by_passage.setdefault(value.passage, []).append(value)
    order = sorted(by_passage, key=lambda n: (-max(v.probability for v in by_passage[n]), n))
    kept: list[int] = []
    words = 0
    for number in order:
        size = len(reading.passages[number].text.split())
        if not kept or words + size <= MOST_WORDS:
            kept.append(number)
            words += size
    quotes = []
    shown: list[SlotValue] = []
    for number in kept if len(kept) == 1 else sorted(kept, key=kept.index):
        passage = reading.passages[number]
        spans = tuple(
            Span(v.start - passage.start, v.end - passage.start) for v in by_passage[number]
        )
        quotes.append(Quote(passage, spans))
        shown += by_passage[number]
    return tuple(quotes), shown


def items_of(body: str, values: Sequence[SlotValue]) -> tuple[str, ...]:
    """Return the words of the values, each item once."""
    found: dict[str, str] = {}
    for value in values:
        words = " ".join(body[value.start : value.end].split())
        found.setdefault(item_key(words), words)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes or no, by a list of the sheet: what shows it."""

    yes: bool
    values: tuple[SlotValue, ...]


def verdict_of(reading: Reading, event: Event, slot: str, question: str) -> Verdict | None:
    """Return whether the sheet entails what a yes/no question about a slot asks.

    Asked of somebody in the list: yes. Asked of somebody who is said to be absent, or of a country
    that a closed list leaves out: no. Else None: the sheet doesn't say. Words that only name the
    event ("the Suva workshop") are not what is asked about.
    """
    body = reading.report.body
    naming = frozenset(
        term
        for name in NAMING
        if name != slot
        for value in event.values(name, TOLD)
        for term in terms(body[value.start : value.end])
    ) | frozenset(terms(reading.report.title))
    countries = _countries_asked(reading, event, question, slot)
    values = event.values(slot, TOLD)
    absent = event.values("absent", TOLD) if slot in PRESENT else ()
    said = PLACED.split(question)[-1] if slot in {"where", "when"} else question
    for among, yes in ((absent, False), (values, True)):
        shown = _shown(body, among, said, countries, naming)
        if shown:
            return Verdict(yes, shown)
    return _left_out(reading, event, slot, countries) if countries else None


def _shown(
    body: str,
    values: Sequence[SlotValue],
    question: str,
    countries: frozenset[str],
    naming: frozenset[str],
) -> tuple[SlotValue, ...]:
    """Return the values that are asked about; none where one of the countries asked is lacking."""
    if countries:
        of = ((_country(body, v), v) for v in values)
        by_code = {country_of(_bare(body[c.start : c.end])): v for c, v in of if c}
        found = [by_code[code] for code in sorted(countries) if code in by_code]
        return tuple(found) if len(found) == len(countries) else ()
    said = f" {' '.join(_folded(question))} "
    named = [v for v in values if _is_named(said, body[v.start : v.end], naming)]
    return (max(named, key=lambda v: v.end - v.start),) if named else ()


def _left_out(
    reading: Reading, event: Event, slot: str, countries: frozenset[str]
) -> Verdict | None:
    """Return No where a closed list of countries has none of those asked, at any probability."""
    body = reading.report.body
    possible = event.values(slot)
    named = {c.code for v in possible for c in countries_in(body[v.start : v.end])}
    listed = [
        v for v in possible if v.probability >= TOLD and country_of(_bare(body[v.start : v.end]))
    ]
    enough = len(listed) > 1 or (slot != "participants" and bool(listed))
    texts = {reading.passages[v.passage].text for v in listed}
    is_open = any(OPEN.search(text) or DENYING.search(text) for text in texts)
    if slot not in LISTS or not enough or is_open or countries & named:
        return None
    return Verdict(yes=False, values=tuple(listed))


def _countries_asked(reading: Reading, event: Event, question: str, slot: str) -> frozenset[str]:
    """Return the countries that are asked about, without those that only name the event."""
    if slot == "where":
        return frozenset()
    body = reading.report.body
    names = [body[v.start : v.end] for s in ("where", "name") for v in event.values(s, TOLD)]
    here = {c.code for text in (reading.report.title, *names) for c in countries_in(text)}
    found = frozenset(countries_asked(question))
    return found - here if len(found) > 1 else found


def _folded(text: str) -> list[str]:
    return [fold(token.text) for token in tokenise(text) if token.text[0].isalnum()]


def _is_named(asked: str, words: str, naming: frozenset[str]) -> bool:
    """Say whether a question names an item by words that don't only name the event."""
    if country_of(_bare(words)) or set(terms(words)) <= naming:
        return False
    parts = _folded(_bare(words))
    if parts and _said(asked, " ".join(parts)):
        return True
    person = len(parts) in {2, 3, 4} and all(word[:1].isupper() for word in words.split())
    return person and len(parts[-1]) > SHORT and _said(asked, parts[-1])


def _said(asked: str, words: str) -> bool:
    """Say whether a question has the words other than before "workshop" and the like."""
    _, *after = asked.split(f" {words} ")
    return any(not KINDS & set(terms(rest.split(" ", 1)[0])) for rest in after)


def slot_answer(reading: Reading, event: Event, slot: str, question: str) -> Found | None:
    """Return what the sheet says of a slot as an answer; None where it isn't sure of one."""
    found = stated(reading, event, slot)
    if found is None or found.probability < TOLD:
        return None
    sure = [v for v in found.values if v.probability >= TOLD]
    quotes, values = quotes_of(reading, sure)
    items = items_of(reading.report.body, values)
    listed = items if slot in LISTS and len(items) > 1 else ()
    return Found(
        question, ", ".join(items), quotes, found.probability, listed, event=reading.report
    )


def summary_of(reading: Reading, event: Event) -> tuple[tuple[Field, ...], tuple[Quote, ...]]:
    """Return what the sheet tells of the event, a line a slot, and the quotes that show it."""
    body = reading.report.body
    fields: list[Field] = []
    shown: dict[Passage, list[Span]] = {}
    for slot in SUMMARY:
        found = stated(reading, event, slot)
        if found is None or found.probability < TOLD:
            continue
        sure = [v for v in found.values if v.probability >= TOLD]
        quotes, values = quotes_of(reading, sure)
        first = list(shown)
        for quote in quotes:
            shown.setdefault(quote.passage, []).extend(quote.highlights)
        number = (
            list(shown).index(quotes[0].passage)
            if quotes[0].passage not in first
            else first.index(quotes[0].passage)
        )
        fields.append(Field(slot, ", ".join(items_of(body, values)), number))
    return tuple(fields), tuple(
        Quote(passage, tuple(sorted(set(spans), key=lambda s: (s.start, s.end))))
        for passage, spans in shown.items()
    )
