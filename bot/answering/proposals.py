"""A question as understood -> the answers that may be given, and what tells how sure each is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from bot.answering.corrections import CERTAIN
from bot.answering.events_named import NOUNS
from bot.answering.gate import Gate, Kind, odds
from bot.answering.reading import Candidate, Read, read_hits
from bot.answering.routing import VERB
from bot.answering.sheets import (
    DENYING,
    OPEN,
    SETTLING,
    UNDECIDED,
    VENUES,
    items_of,
    quotes_of,
    stated,
    verdict_of,
)
from bot.answering.short_forms import long_forms, short_form_asked
from bot.event import LAID_OUT, SlotValue, item_key
from bot.layout import rows_counted
from bot.model import Quote, Span
from bot.slots import LISTS
from bot.text.countries import countries_asked, countries_in, region_in
from bot.text.tokens import content_term, fold, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.answering.events_named import Fit, Named
    from bot.answering.routing import Route
    from bot.event import Event
    from bot.model import Passage
    from bot.reader.network import Network
    from bot.reading import Reading
    from bot.retrieval import Hit, Library

KIND: Final = re.compile(r"\b(?:which|what|in an?|name of the)\s+(\w+)", re.IGNORECASE)
LAST: Final = re.compile(r"(\w+)\W*$")  # "seabirds hotel"
# Kinds that any place is of.
PLACES: Final = frozenset(
    "place citi town villag countri locat venu state provinc part corner continent region spot site"
    " address nation capit area".split()
)
NAMED: Final = 0.5  # share of the naming words from which an event is named
CLEARLY: Final = 0.2  # by how much another report's event has to fit less to be left out
RIVALS: Final = 3  # events whose sheets are asked
NARROWED: Final = 0.6  # the reader's share of a passage, from which a list is narrowed to it
# Of whom all rows are: "how many people", "how many came"; not "how many women".
OF_ALL: Final = frozenset(
    "people persons participants delegates attendees countries states nations came come attended"
    " attend took were was did at in there joined participated".split()
)
NUMBER_OF: Final = re.compile(r"\b(?:how many|number of)\s+(?:different\s+)?(\w+)", re.IGNORECASE)
ORIGIN: Final = re.compile(r"\bfrom\b", re.IGNORECASE)
SURE_COUNT: Final = 0.5  # probability of a number that is stated, from which no rows are counted
SURE_SHEET: Final = 0.9  # calibrated probability of a sheet's answer, from which nothing is read


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as understood.

    Attributes:
        text: as typed.
        before: the question that it follows up; empty where it follows none.
        route: what it asks for.
        named: which event it is about.
        hits: the passages that fit best, best first.
        resolved: the question with the name of whom "he" or "her" stands for.
        person: that name, which is no answer; empty where no such word stands for one.
    """

    text: str
    before: str
    route: Route
    named: Named
    hits: tuple[Hit, ...]
    resolved: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An answer that may be given, with what its probability is worked out from."""

    kind: Kind
    features: tuple[float, ...]
    report: int
    text: str
    items: tuple[str, ...]
    quotes: tuple[Quote, ...]
    verdict: Literal["Yes", "No"] | None = None
    count: int | None = None  # of what is listed, where its number was asked for


def proposals(library: Library, network: Network, asked: Asked, judge: Gate) -> Iterator[Proposal]:
    """Yield the answers that may be given; the reader is asked where the sheets aren't sure."""
    sheets = list(sheet_proposals(library, asked)) if library.events else []
    sheets += long_form_proposals(library, network.asking, asked)
    yield from sheets
    if any(judge.probability(p.kind, p.features) >= SURE_SHEET for p in sheets):
        return
    if any(p.features[0] >= odds(CERTAIN) for p in sheets):  # a person has corrected it
        return
    read = [p for p in reader_proposals(library, network, asked) if not _denied(sheets, p)]
    yield from read
    yield from agreed(sheets, read)


def long_form_proposals(
    library: Library, asking: frozenset[str], asked: Asked
) -> Iterator[Proposal]:
    """Yield what a short form stands for, where that is asked and the reports found agree."""
    short = short_form_asked(asked.text, asking)
    if short is None:
        return
    found: dict[str, tuple[Hit, Passage, Span]] = {}
    library.ready([hit.report for hit in asked.hits])
    for hit in asked.hits:
        passage = library.passages[hit.passage]
        for start, end in long_forms(passage.text, short):
            found.setdefault(fold(passage.text[start:end]), (hit, passage, Span(start, end)))
    if len(found) != 1:
        return
    ((hit, passage, span),) = found.values()
    sure = odds(LAID_OUT)
    features = (sure, sure, sure, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0)
    text = passage.text[span.start : span.end]
    yield Proposal("sheet", features, hit.report, text, (), (Quote(passage, (span,)),))


def agreed(sheets: Sequence[Proposal], read: Sequence[Proposal]) -> Iterator[Proposal]:
    """Yield the sheet's answer once more where the reader points to the same words.

    Of a list over several passages, it is only what the reader's passage has, where the reader is
    sure of that one: "which African countries" are those of the line on Africa.
    """
    for sheet in sheets:
        for found in read[:1]:
            if sheet.kind == "sheet" and _overlap(sheet, found):
                kept = _narrowed(sheet, found) if found.features[1] >= odds(NARROWED) else sheet
                features = (*sheet.features, *found.features[:4])
                yield replace(kept, kind="both", features=features)


def _denied(sheets: Sequence[Proposal], found: Proposal) -> bool:
    """Say whether the sheet entails the other of yes and no from the same passage."""
    passage = found.quotes[0].passage
    return found.verdict is not None and any(
        sheet.verdict not in {None, found.verdict} and passage in {q.passage for q in sheet.quotes}
        for sheet in sheets
    )


def _narrowed(sheet: Proposal, found: Proposal) -> Proposal:
    """Return what of the sheet is in the passage that the reader found.

    An item that several passages state is known by one of them only, so its words are looked for.
    """
    passage = found.quotes[0].passage
    (quote,) = (q for q in sheet.quotes if q.passage == passage)
    first, last = quote.highlights[0].start, max(span.end for span in quote.highlights)
    known = {item_key(passage.text[s.start : s.end]): s for s in quote.highlights}
    for item in sheet.items:
        place = passage.text.find(item, first)
        if item_key(item) not in known and 0 <= place < last:
            known[item_key(item)] = Span(place, place + len(item))
    if len(known) >= len(sheet.items):
        return sheet
    spans = tuple(sorted(known.values(), key=lambda span: span.start))
    items = tuple(passage.text[span.start : span.end] for span in spans)
    listed = items if len(items) > 1 else ()
    return replace(sheet, text=", ".join(items), items=listed, quotes=(Quote(passage, spans),))


def _overlap(one: Proposal, other: Proposal) -> bool:
    return any(
        a.passage == b.passage and x.start < y.end and y.start < x.end
        for a in one.quotes
        for b in other.quotes
        for x in a.highlights
        for y in b.highlights
    )


def sheet_proposals(library: Library, asked: Asked) -> Iterator[Proposal]:
    """Yield what the sheet of the likeliest event says of the slot that is asked for."""
    slot = asked.route.slot
    if slot is None or not asked.named.fits:
        return
    for fit in asked.named.fits[:RIVALS]:
        if fit.report not in {asked.named.fits[0].report, *asked.named.equal}:
            continue
        reading, event = library.readings[fit.report], library.events[fit.report]
        if asked.route.wants_yes_no:
            yield from _yes_or_no(reading, event, asked, fit, slot)
            continue
        found = stated(reading, event, slot, asked.route.name, asked.text)
        if slot == "count" and (found is None or found.probability < SURE_COUNT):
            yield from _by_rows(reading, event, asked, fit)
        shown = (reading.passages[v.passage].text for v in found.values) if found else ()
        said = (reading.report.body[v.start : v.end] for v in found.values) if found else ()
        if found is None or (slot == "where" and not _of_kind_asked(asked.text, shown, said)):
            continue
        quotes, values = quotes_of(reading, found.values)
        items = items_of(reading.report.body, values)
        several = (slot in LISTS or slot == "where") and len(items) > 1
        yield Proposal(
            "sheet", _sheet_features(asked, fit, values, slot), fit.report, ", ".join(items),
            items if several else (), quotes,
        )  # fmt: skip
        break


def _yes_or_no(
    reading: Reading, event: Event, asked: Asked, fit: Fit, slot: str
) -> Iterator[Proposal]:
    """Yield Yes or No where the sheet entails it."""
    verdict = verdict_of(reading, event, slot, asked.text)
    if verdict is not None:
        quotes, values = quotes_of(reading, verdict.values)
        yield Proposal(
            "yes_no", _sheet_features(asked, fit, values, slot), fit.report,
            _words(quotes[0]), (), quotes, "Yes" if verdict.yes else "No",
        )  # fmt: skip


def _asks_for_all(reading: Reading, event: Event, question: str) -> bool:
    """Say whether a number of all who came is asked for, not of women, or of those from Kenya."""
    noun = NUMBER_OF.search(question)
    if ORIGIN.search(question) or region_in(question).codes:
        return False
    body = reading.report.body
    named = [body[v.start : v.end] for slot in ("where", "name") for v in event.slots.get(slot, ())]
    here = {c.code for text in (reading.report.title, *named) for c in countries_in(text)}
    return countries_asked(question).keys() <= here and (noun is None or noun[1].lower() in OF_ALL)


def _by_rows(reading: Reading, event: Event, asked: Asked, fit: Fit) -> Iterator[Proposal]:
    """Yield how many took part by the rows of a table, where no number is stated."""
    if not _asks_for_all(reading, event, asked.text):
        return
    countries = asked.route.name == "count_countries"
    counted = rows_counted(reading, "country" if countries else "person")
    if counted is None:
        return
    number, rows = counted
    first = reading.passages
    values = [
        SlotValue(
            r.passage, first[r.passage].start + r.start, first[r.passage].start + r.end, LAID_OUT
        )
        for r in rows
    ]
    quotes, shown = quotes_of(reading, values)
    items = items_of(reading.report.body, shown)
    yield Proposal(
        "sheet", _sheet_features(asked, fit, shown, "count"), fit.report, ", ".join(items),
        items, quotes, count=number,
    )  # fmt: skip


def _of_kind_asked(question: str, texts: Iterable[str], said: Iterable[str]) -> bool:
    """Say whether a place is of the kind asked for: a town is no answer to "which hotel".

    Args:
        question: as typed.
        texts: the passages that say where; one may have the kind's word.
        said: the places themselves; one of another kind of house will do, as a resort for a hotel.
    """
    fragment = not VERB.search(question) and "where" not in question.lower()
    asked = KIND.search(question) or (LAST.search(question) if fragment else None)
    kind = content_term(asked[1]) if asked else ""
    if not kind or kind in PLACES or kind in NOUNS:
        return True
    if any(kind in terms(text) for text in texts):
        return True
    return kind in VENUES and any(not VENUES.isdisjoint(terms(words)) for words in said)


def _words(quote: Quote) -> str:
    first = quote.highlights[0]
    return quote.passage.text[first.start : first.end]


def _sheet_features(
    asked: Asked, fit: Fit, values: list[SlotValue] | tuple[SlotValue, ...], slot: str
) -> tuple[float, ...]:
    best = max(v.probability for v in values)
    mean = sum(v.probability for v in values) / len(values)
    return (
        odds(best),
        odds(mean),
        odds(asked.route.probability),
        fit.own,
        fit.held,
        float(asked.named.focus is not None),
        float(len(asked.named.equal) > 1),
        float(slot in LISTS),
        float(slot in {"decisions", "participants", "speakers"}),
    )


def reader_proposals(library: Library, network: Network, asked: Asked) -> Iterator[Proposal]:
    """Yield what the reader finds in the windows round the best hits."""
    read = read_hits(
        library, network, asked.resolved or asked.text, asked.before, asked.hits, asked.person
    )
    likely = [c for c in read.candidates if not _of_another(asked, c)]
    for number, candidate in enumerate(likely[:2]):
        passage = library.passages[candidate.passage]
        slot = asked.route.slot
        listed = bool(candidate.items) and (slot is None or slot in LISTS)
        places = candidate.places if listed else (candidate.whole,)
        text = candidate.text if listed else passage.text[slice(*candidate.whole[1:])]
        if slot == "where" and not _of_kind_asked(asked.text, [passage.text], [text]):
            continue
        quote = Quote(passage, tuple(Span(a, b) for _, a, b in places))
        verdict: Literal["Yes", "No"] | None = None
        if asked.route.wants_yes_no:
            verdict = "Yes" if candidate.yes >= 0.5 else "No"
        if verdict == "No" and OPEN.search(passage.text) and not DENYING.search(passage.text):
            continue  # who is not in a list that is open may have been there all the same
        if verdict and UNDECIDED.search(passage.text) and not SETTLING.search(asked.text):
            verdict = None  # what is not settled is neither
        yield Proposal(
            "reader",
            _reader_features(asked, library, read, candidate, number), candidate.report,
            text, candidate.items if listed and not verdict else (), (quote,), verdict,
        )  # fmt: skip


def _of_another(asked: Asked, candidate: Candidate) -> bool:
    """Say whether a candidate is from a report of another event than the one that is named.

    Another report may tell of that event too, but its slots are those of its own.
    """
    best = asked.named.best
    if best is None or not asked.named.words:
        return False
    fit = asked.named.fit_of(candidate.report)
    apart = best.own >= NAMED and fit.own < best.own - CLEARLY
    return apart and (asked.route.slot is not None or fit.held < best.held)


def _reader_features(
    asked: Asked, library: Library, read: Read, candidate: Candidate, number: int
) -> tuple[float, ...]:
    fit = asked.named.fit_of(candidate.report)
    others = [c.share for c in read.candidates if c is not candidate]
    slot = asked.route.slot
    known = 0.0
    if slot is not None and library.events:
        event = library.events[candidate.report]
        passage = candidate.passage - int(library.first_of[candidate.report])
        known = max(
            (v.probability for v in event.values(slot) if v.passage == passage), default=0.0
        )
    verdict = odds(max(candidate.yes, 1 - candidate.yes)) if asked.route.wants_yes_no else 0.0
    return (
        candidate.logit / 3,
        odds(candidate.share),
        candidate.share - max(others, default=0.0),
        candidate.span,
        fit.own,
        fit.held,
        float(asked.named.focus is not None),
        float(asked.named.focus is not None and asked.named.focus != candidate.report),
        known if slot is not None else 0.0,
        float(slot is not None),
        float(asked.route.wants_yes_no),
        verdict,
        float(bool(candidate.items)),
        float(number),
    )
