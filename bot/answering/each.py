"""What each of several events says of a slot.

Of all that a question is about: who chaired the forums, in which towns, in how many. And of those
that a question fits equally, though it is about one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.answering.across import MOST, SURE, fitting_events
from bot.answering.sheets import items_of, quotes_of, stated
from bot.event import SlotValue, item_key
from bot.model import Choice, Found
from bot.text.countries import countries_in, country_of, with_country

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.answering.proposals import Asked, Proposal
    from bot.answering.several import Over
    from bot.event import Event
    from bot.model import Quote, Scored
    from bot.reading import Reading
    from bot.retrieval import Library

MOST_CHOICES: Final = 12
SURE_SLOT: Final = 0.5
ALIKE: Final = 1e-9  # difference of two weights that are the same


def choices_of(library: Library, asked: Asked, given: Proposal | None = None) -> tuple[Choice, ...]:
    """Return the events that the question fits equally, with what they would answer.

    Beside an answer that is given only the others, where theirs is another one; where none is
    given, all of them, if there are several. None for yes or no, and for what no sheet has.
    """
    slot = asked.route.slot
    if slot is None or len(asked.named.equal) < 2 or asked.route.wants_yes_no:
        return ()
    if given is not None and given.verdict is not None:
        return ()
    others = [n for n in asked.named.equal if given is None or n != given.report]
    library.ready(others[:MOST_CHOICES])
    found = tuple(
        choice
        for number in others[:MOST_CHOICES]
        if (choice := _choice(library, number, asked.route.name, slot))
    )
    if given is None:
        return found if len(found) > 1 else ()
    return tuple(choice for choice in found if choice.answer != given.text)


def _choice(library: Library, number: int, route: str, slot: str) -> Choice | None:
    reading, event = library.readings[number], library.events[number]
    told = stated(reading, event, slot, route)
    if told is None or told.probability < SURE_SLOT:
        return None
    return Choice(reading.report, ", ".join(items_of(reading.report.body, told.values)))


def newest_alike(
    asked: Asked, best: Proposal, sure: Iterable[tuple[float, Proposal]]
) -> tuple[float, Proposal] | None:
    """Return of the answers that are sure the likeliest of the newest event that fits as well.

    None where that is the event of the best answer, or the question is about one event.
    """
    equal = asked.named.equal
    if best.report not in equal or len(equal) < 2 or best.verdict is not None:
        return None
    least = asked.named.fit_of(best.report).weight - ALIKE
    rank = {n: at for at, n in enumerate(equal) if asked.named.fit_of(n).weight >= least}
    newer = [
        (rank[p.report], -probability, at, p)
        for at, (probability, p) in enumerate(sure)
        if rank.get(p.report, len(rank)) < rank[best.report]
    ]
    if not newer:
        return None
    _, minus, _, proposal = min(newer)
    return -minus, proposal


def whole_list(
    best: Proposal, sure: Iterable[tuple[float, Proposal]]
) -> tuple[float, Proposal] | None:
    """Return the likeliest list of the same report that the best answer is one item of."""
    if best.items:
        return None
    lists = (pair for pair in sure if pair[1].report == best.report and best.text in pair[1].items)
    return max(lists, key=lambda pair: pair[0], default=None)


LISTED: Final = 60  # values of all events together
YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
PART: Final = re.compile(r"[^,;()]+")
NAME: Final = re.compile(r"[^\W\d_a-zß-ÿ][\w'’.-]*(?:\s+(?:(?:of|de|la|le|el|al|da|do|dos)\s+)?"
                         r"[^\W\d_a-zß-ÿ][\w'’.-]*)*")  # fmt: skip
PLACED: Final = re.compile(r"\b(?:in|at|of|near)\s+", re.IGNORECASE)


def of_each(
    library: Library,
    asking: frozenset[str],
    asked: Asked,
    over: Over,
    passages: tuple[Scored, ...],
) -> Found | None:
    """Return what the sheets of the events say of a slot, newest first; None with less than two.

    For a number of towns or countries one event is enough.
    """
    if over.slot is None:
        return None
    events = fitting_events(asked.text, library, asking, over.slot)
    if len(events) < (1 if over.kind == "count" else 2):
        return None
    most = len(events) if over.kind == "count" else MOST
    opened = library.opened([fitting.report for fitting in events[:most]])
    found = [(reading, _values(reading, event, over)) for _, reading, event in opened]
    if over.shared:
        found = _shared(found)
    quotes, items = _gathered(found, once=over.kind == "count")
    if not quotes:
        return None
    listed, number = items[:LISTED], len(items)
    shown = quotes[:LISTED] if over.kind == "count" else quotes
    return Found(
        asked.text, ", ".join(listed), shown, SURE, listed if len(listed) > 1 else (),
        count=number if over.kind == "count" or number > LISTED else None, passages=passages,
        over=library.table.columns.read, kind="events",
    )  # fmt: skip


def _gathered(
    found: list[tuple[Reading, list[SlotValue]]], *, once: bool
) -> tuple[tuple[Quote, ...], tuple[str, ...]]:
    """Return the quotes of all events, and each item once; with `once`, a quote for new ones."""
    quotes: list[Quote] = []
    items: dict[str, str] = {}
    for reading, values in found:
        new = [v for v in values if not once or _key(reading, v) not in items]
        if new:
            shown, kept = quotes_of(reading, new)
            quotes += shown
            for item in items_of(reading.report.body, kept):
                items.setdefault(item_key(item), item)
    return tuple(quotes), tuple(items.values())


def _shared(found: list[tuple[Reading, list[SlotValue]]]) -> list[tuple[Reading, list[SlotValue]]]:
    """Return of each event's values those that all of the events have, under whatever name."""
    keys = [{_key(reading, v) for v in values} for reading, values in found]
    common = set.intersection(*keys)
    return [
        (reading, [v for v in values if _key(reading, v) in common]) for reading, values in found
    ]


def _key(reading: Reading, value: SlotValue) -> str:
    return item_key(reading.report.body[value.start : value.end])


def _values(reading: Reading, event: Event, over: Over) -> list[SlotValue]:
    """Return the likely values of an event, or the towns, countries or years in them."""
    if over.slot is None:
        return []
    if not over.form:
        found = stated(reading, event, over.slot, over.route)
        return [v for v in found.values if v.probability >= SURE_SLOT] if found else []
    by_likeliest = sorted(event.values(over.slot, SURE_SLOT), key=lambda v: -v.probability)
    parts = (part for value in by_likeliest if (part := _part(reading, value, over.form)))
    return [part for part in [next(parts, None)] if part]


def _part(reading: Reading, value: SlotValue, form: str) -> SlotValue | None:
    body = reading.report.body
    end = with_country(body, value.end) if form == "country" else value.end
    words = body[value.start : end]
    place = {"year": _year, "country": _country, "town": _town}[form](words)
    if place is None:
        return None
    start, end = place
    return SlotValue(value.passage, value.start + start, value.start + end, value.probability)


def _year(words: str) -> tuple[int, int] | None:
    found = YEAR.search(words)
    return found.span() if found else None


def _country(words: str) -> tuple[int, int] | None:
    found = [name for name in countries_in(words) if not name.adjective]
    return (found[-1].start, found[-1].end) if found else None


def _town(words: str) -> tuple[int, int] | None:
    """Return the last name before the country: of "the Royal Hotel in Yogyakarta" the town."""
    for part in PART.finditer(words):
        if country_of(part[0].strip()):
            continue
        placed = [match.end() for match in PLACED.finditer(part[0])]
        names = [m.span() for m in NAME.finditer(part[0], placed[-1] if placed else 0)]
        if names:
            return part.start() + names[-1][0], part.start() + names[-1][1]
    return None
