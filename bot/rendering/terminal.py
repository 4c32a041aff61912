"""Answers for a terminal: in colours where a person sits there, plain where it is piped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.model import Answer, Found, Passage, Quote, Silent
from bot.passages import page_of
from bot.rendering.asker import nearest_line
from bot.rendering.event_object import LABELS
from bot.rendering.words import counted, day, harmless, headline, refusal, row, source

if TYPE_CHECKING:
    from rich.console import RenderableType

NEAREST = "The nearest passage:"
CLOSEST = "The closest passage:"
OTHERS = "Other events fit as well:"


def plain(answer: Answer, contact: str | None = None) -> str:
    """The answer as lines of text: first the answer, then each quote behind ">" with its source."""
    return harmless("\n".join(_lines(answer, contact)))


def coloured(answer: Answer, contact: str | None = None) -> RenderableType:
    """The answer for rich: bold, the quotes behind a bar with what answers in them highlighted."""
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
    """The lines of a summary."""
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
    """The event where it is the one that was talked of before."""
    if answer.followed and answer.event:
        yield f"About {answer.event.title}"


def cited(passage: Passage) -> Iterator[str]:
    """A passage as lines, each behind ">", and where it is from."""
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
