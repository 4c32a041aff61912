"""Answers, sheets and talk for a terminal: coloured where a person sits there, else plain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import TYPE_CHECKING, Final

from bot.model import Answer, Found, Passage, Quote, Silent
from bot.reading import page_of
from bot.rendering import (
    LABELS,
    SHOWN,
    counted,
    day,
    harmless,
    headline,
    nearest_line,
    readable,
    refusal,
    row,
    source,
)
from bot.slots import SLOTS
from bot.talk import further

if TYPE_CHECKING:
    from rich.console import RenderableType

    from bot.event import Event
    from bot.model import Report
    from bot.reading import Reading
    from bot.talk import Act

NEAREST = "The nearest passage:"
CLOSEST = "The closest passage:"
OTHERS = "Other events fit as well:"
LINES: Final = {
    "thanks": "You are welcome. Ask about the events in the reports whenever you like.",
    "greeting": "Hello. Ask about the events in the reports, in your own words.",
    "noted": "All right. Ask about the events in the reports whenever you like.",
    "leave": "Until next time. Ask about the events in the reports, or leave with /quit.",
    "nothing_before": "There is no answer before that this could be about.",
    "reports_none": "No report fits that; /reports lists them.",
}
WHICH: Final = "Which event do you mean? Answer with its number, or with more for others."
ASK_USAGE: Final = (
    "Write the question after the command, /ask Who chaired the planning session?, or without it. "
    "Or choose an event by its number; more lists others."
)
NO_MORE: Final = "There are no further passages to that question."


def plain(answer: Answer, contact: str | None = None) -> str:
    """Return the answer as lines: first the answer, then each quote behind ">" with its source."""
    return harmless("\n".join(_lines(answer, contact)))


def coloured(answer: Answer, contact: str | None = None) -> RenderableType:
    """Return the answer for rich: bold; what answers is highlighted in the quotes, indented."""
    from rich.console import Group  # noqa: PLC0415 - takes time to load, and no pipe needs it
    from rich.text import Text  # noqa: PLC0415

    if isinstance(answer, Found):
        parts: list[RenderableType] = [Text(harmless(headline(answer)), "bold")]
        parts += [Text(harmless(line)) for line in _field_lines(answer)]
        parts += [Text(harmless(line), "italic") for line in _about(answer)]
        parts += [_quoted(quote) for quote in answer.quotes]
        parts += [Text(harmless(line), "dim") for line in _others(answer)]
        return Group(*parts)
    parts = [Text(harmless(refusal(answer)), "bold")]
    parts += [Text(harmless(line), "italic") for line in _about(answer)]
    if contact and answer.why == "not_stated":
        parts.append(Text(contact))
    if nearest := _nearest(answer):
        parts += [Text(line, "dim") for line in _before_nearest(answer)]
        parts.append(_quoted(Quote(nearest)))
    return Group(*parts)


def _lines(answer: Answer, contact: str | None) -> Iterator[str]:
    if isinstance(answer, Found):
        yield headline(answer)
        yield from _field_lines(answer)
        yield from _about(answer)
        for quote in answer.quotes:
            yield from cited(quote.passage)
        yield from _others(answer)
        return
    yield refusal(answer)
    yield from _about(answer)
    if contact and answer.why == "not_stated":
        yield contact
    if nearest := _nearest(answer):
        yield from _before_nearest(answer)
        yield from cited(nearest)


def _field_lines(found: Found) -> Iterator[str]:
    """Yield the lines of a summary."""
    for field in found.fields:
        label = LABELS.get(field.name, field.name).capitalize()
        yield f"{label}: {' '.join(field.value.split())}"


def _before_nearest(silent: Silent) -> Iterator[str]:
    own = nearest_line(silent)
    if own is None:
        yield CLOSEST if silent.why == "closest" else NEAREST
    elif own:
        yield own


def _about(answer: Answer) -> Iterator[str]:
    """Yield the event where it is the one that was talked of before."""
    if answer.followed and answer.event:
        yield f"About {answer.event.title}"


def cited(passage: Passage) -> Iterator[str]:
    """Yield a passage as lines, each behind ">", and where it is from."""
    if columns := row(passage):
        yield f"  {columns}"
    yield from (f"> {line}" for line in passage.text.replace("\f", "").splitlines())
    yield f"  {' · '.join(_source(passage))}"


def _others(found: Found) -> Iterator[str]:
    if found.over is not None:
        yield f"Based on {counted(found.over, 'report')}."
    if found.choices:
        yield OTHERS
    for choice in found.choices:
        date = day(choice.report.date)
        yield f"  {choice.report.title}{f' · {date}' if date else ''}: {choice.answer}"


def _nearest(answer: Answer) -> Passage | None:
    if answer.kind in {"chatter", "reports", "language"}:
        return None
    return answer.passages[0].passage if answer.passages else None


def _quoted(quote: Quote) -> RenderableType:
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    text = Text(harmless(quote.passage.text))
    for span in quote.highlights:
        text.stylize("bold reverse", span.start, span.end)
    if columns := row(quote.passage):
        text = Text(f"{harmless(columns)}\n").append_text(text)
    text.append("\n" + harmless(" · ".join(_source(quote.passage))), "dim italic")
    return Padding(text, (0, 0, 0, 2))


def _source(passage: Passage) -> tuple[str, ...]:
    return source(passage.report, page_of(passage))


def act_lines(act: Act, number_of: Callable[[Report], int] | None = None) -> str:
    """Return the lines for anything but an answer, help or leaving.

    Listed reports have the number by which they can be shown, where `number_of` knows it.
    """
    numbers = count(1) if number_of is None else map(number_of, act.reports)
    return harmless("\n".join(_act_lines(act, numbers)))


def _act_lines(act: Act, numbers: Iterable[int]) -> Iterator[str]:
    match act.kind:
        case "line":
            yield LINES[act.line]
        case "which":
            yield ASK_USAGE if act.line == "ask_usage" else WHICH
            yield from map(_entry, count(1), act.reports)
        case "count" | "list":
            yield f"{counted(len(act.reports), 'report')}:"
            yield from map(_entry, numbers, act.reports)
        case "more":
            passages = further(act.answer) if act.answer else ()
            for passage in passages:
                yield from cited(passage)
            if not passages:
                yield NO_MORE
        case "whole":
            yield readable(act.reports[0])
        case _:
            if act.kind == "sure" and act.answer:
                yield _how_sure(act.answer)
            yield " · ".join((*source(act.reports[0]), act.reports[0].path))


def _how_sure(answer: Answer) -> str:
    asked = " ".join(answer.question.split())
    if not isinstance(answer, Found):
        return f"To “{asked}”: no passage says it for certain, so there is no answer."
    return (
        f"To “{asked}”: what is quoted is word for word from the report, and it is taken to be "
        f"{answer.confidence:.0%} likely that it answers this."
    )


def _entry(number: int, report: Report) -> str:
    return f"  {number}. {' · '.join(source(report))}"


def event_lines(reading: Reading, event: Event) -> Iterator[str]:
    """Yield the sheet for a person: title and date, then a line a value with what shows it."""
    report = reading.report
    date = day(report.date)
    yield harmless(f"{report.title}{f' · {date}' if date else ''}")
    empty = True
    for slot in SLOTS:
        for value in event.values(slot, SHOWN):
            empty = False
            words = " ".join(report.body[value.start : value.end].split())
            label = LABELS.get(slot, slot)
            yield harmless(f"{label}: {words} ({value.probability:.0%})")
            passage = " ".join(reading.passages[value.passage].text.split())
            yield harmless(f"  > {passage}")
    if empty:
        yield "The report states none of the slots."
