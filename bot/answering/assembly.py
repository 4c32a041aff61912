"""The best candidate -> a quoted answer: lists that go on elsewhere merged, rival events named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.fillers import named_fillers
from bot.answering.occasion import occasion_of
from bot.answering.quoting import quote_for
from bot.model import Choice, Found, Quote, Scored, Span
from bot.text.tokens import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.candidates import Candidate
    from bot.question import Question
    from bot.retrieval import Library

MOST_WORDS = 150  # of the quotes of a merged list
LISTED = frozenset({"country", "body", "person", "name", "phrase", "phrases", "place"})


def assemble(
    question: Question,
    library: Library,
    best: Candidate,
    confidence: float,
    passages: tuple[Scored, ...] = (),
    choices: tuple[Choice, ...] = (),
) -> Found:
    """Return the answer that the candidate gives."""
    quotes, items = merged(question, library, best)
    if len(quotes) > 1:
        text = ", ".join(items)
    else:
        text, items = best.text, best.items
    count = len(best.filler.spans) if best.filler.kind == "tally" else None
    return Found(
        question.text, text, quotes, round(confidence, 4), items, best.verdict, choices, passages,
        count,
    )  # fmt: skip


def merged(
    question: Question, library: Library, best: Candidate
) -> tuple[tuple[Quote, ...], tuple[str, ...]]:
    """Return the quotes and items of a list that is spread over list items or table rows."""
    own = quote_for(library, best)
    if not question.plural or best.filler.kind not in LISTED or best.verdict is not None:
        return (own,), best.items
    quotes, items = [], []
    labels = _labels(question, library, best)
    for number in _siblings(best, best.hit.passage - int(library.first_of[best.hit.report])):
        spans = _same_kind(best, number)
        if not spans or not labels <= _label(best, number, spans):
            continue
        passage = best.reading.passages[number]
        quotes.append(Quote(passage, tuple(Span(s, e) for s, e in spans)))
        items += [passage.text[s:e] for s, e in spans]
    words = sum(len(q.passage.text.split()) for q in quotes)
    if len(quotes) < 2 or words > MOST_WORDS:
        return (own,), best.items
    return tuple(quotes), tuple(dict.fromkeys(items))


def _labels(question: Question, library: Library, best: Candidate) -> frozenset[str]:
    """Return what the question names of the label that its list item has: "from Asia: ..."."""
    number = best.hit.passage - int(library.first_of[best.hit.report])
    return _label(best, number, best.filler.spans) & frozenset(question.terms)


def _label(best: Candidate, number: int, spans: tuple[tuple[int, int], ...]) -> frozenset[str]:
    """Return the terms of a passage before the first item."""
    return frozenset(terms(best.reading.passages[number].text[: spans[0][0]]))


def _siblings(best: Candidate, number: int) -> Sequence[int]:
    """Return the passages of the same list or table, in order."""
    structure = best.reading.structure
    block = structure.blocks[structure.block_of[number]]
    if block.kind == "list_item" and block.intro is not None:
        return [
            i
            for i, b in enumerate(structure.block_of)
            if structure.blocks[b].kind == "list_item" and structure.blocks[b].intro == block.intro
        ]
    if block.kind == "table_row" and block.header:
        return [
            i
            for i, b in enumerate(structure.block_of)
            if structure.blocks[b].kind == "table_row"
            and structure.blocks[b].header == block.header
        ]
    return [number]


def _same_kind(best: Candidate, number: int) -> tuple[tuple[int, int], ...]:
    """Return the longest list, or the first mention, of the candidate's kind in a sibling."""
    kinds = frozenset({best.filler.kind})
    fillers = named_fillers(best.reading.sentences[number], kinds)
    if not fillers:
        return ()
    return max(fillers, key=lambda f: (len(f.spans), -f.first)).spans


def choices_of(
    question: Question, candidates: Sequence[Candidate], library: Library
) -> tuple[Candidate, tuple[Choice, ...]]:
    """Return the likeliest candidate and, where other events fit as well, what they would answer.

    Events fit equally where they hold the same words of the question; the newest goes first. Of
    two reports on one event, however it is named, the later one corrects the other.
    """
    best = candidates[0]
    held = set(question.terms) & library.held[best.hit.report]
    first: dict[int, Candidate] = {}
    for candidate in candidates:
        first.setdefault(candidate.hit.report, candidate)
    rivals = [
        c
        for report, c in first.items()
        if report != best.hit.report
        and set(question.terms) & library.held[report] == held
        and c.filler.kind == best.filler.kind
        and c.anchors
        and _names_as_much(question, c, best)
        and bool(c.anchors[0].strength >= best.anchors[0].strength if best.anchors else True)
        and _similar(c, best)
    ]
    if question.focus or not _event_unnamed(question, held, library):
        rivals = [c for c in rivals if _same_occasion(c, best)]
    if not rivals:
        return best, ()
    newest = max([best, *rivals], key=_age)
    others = sorted((c for c in [best, *rivals] if c is not newest), key=_age, reverse=True)
    given = _said(newest)
    choices = tuple(Choice(c.reading.report, _said(c)) for c in others if _said(c) != given)
    return newest, choices


def _said(candidate: Candidate) -> str:
    return candidate.verdict or candidate.text


def _age(candidate: Candidate) -> tuple[int, str]:
    years = candidate.reading.times.years
    date = candidate.reading.report.date or ""
    return (max((y for y in years if not date or y <= int(date[:4] or 0)), default=0), date)


def _similar(one: Candidate, other: Candidate) -> bool:
    """Say whether two reports tell of one series: half of their titles' terms are shared."""
    left, right = set(one.reading.title), set(other.reading.title)
    shared = left & right
    return 2 * len(shared) >= min(len(left), len(right)) or len(shared) >= 3


def _names_as_much(question: Question, one: Candidate, other: Candidate) -> bool:
    """Say whether a report opens with as much of what the question names as another does."""
    named = {t for name in question.names for t in name}
    left, right = (named & occasion_of(c.reading).terms for c in (one, other))
    return left >= right


def _same_occasion(one: Candidate, other: Candidate) -> bool:
    """Say whether two reports of one series open with the same months and years: one corrects."""
    left, right = occasion_of(one.reading), occasion_of(other.reading)
    return bool(left.months) and left.months == right.months and left.years == right.years


def _event_unnamed(question: Question, held: set[str], library: Library) -> bool:
    """Say whether nothing in the question singles out one report: no date, no rare word."""
    if question.years or question.months or question.ordinals:
        return False
    return all(library.spread_of(t) > 1 for t in held)
