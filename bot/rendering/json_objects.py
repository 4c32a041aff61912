"""Answers and events as the objects of `--json`, `batch` and `rapporteur event`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from bot.model import Answer, Found, Passage, Quote, Report, Scored, Silent
from bot.reading import page_of
from bot.slots import SLOTS

if TYPE_CHECKING:
    from bot.event import Event, SlotValue
    from bot.reading import Reading

MOST_PASSAGES = 5


def answer_object(answer: Answer, name: object = None) -> dict[str, Any]:
    """Return the answer as a mapping that json.dumps takes; `name` is the question's id.

    Offsets count code points, half-open: `start` and `end` in the report's body, highlights in the
    quote's text. A passage of a report with pages says on which it begins, as `page`.
    """
    match answer:
        case Found():
            quotes = [_quote(quote) for quote in answer.quotes]
            said: dict[str, Any] = {
                "answered": True,
                "answer": answer.answer,
                "items": list(answer.items),
                "quote": quotes[0],
                "quotes": quotes,
            }
        case Silent():
            said = {"answered": False, "answer": None, "items": [], "quote": None, "quotes": []}
        case _:
            assert_never(answer)
    return {
        "id": name,
        "question": answer.question,
        **said,
        "outcome": answer.outcome,
        "kind": answer.kind,
        "event": _event(answer.event),
        **_fields(answer),
        "confidence": round(answer.confidence, 4),
        "choices": _choices(answer),
        "passages": [_passage(scored) for scored in answer.passages[:MOST_PASSAGES]],
    }


def _event(report: Report | None) -> dict[str, Any] | None:
    if report is None:
        return None
    return {"report": report.path, "title": report.title, "date": report.date}


def _fields(answer: Answer) -> dict[str, Any]:
    if not isinstance(answer, Found) or answer.kind != "summary":
        return {}
    fields = [{"name": f.name, "value": f.value, "quote": f.quote} for f in answer.fields]
    return {"fields": fields}


def _quote(quote: Quote) -> dict[str, Any]:
    passage = quote.passage
    return {
        "text": passage.text,
        "report": passage.report.path,
        "title": passage.report.title,
        "date": passage.report.date,
        "url": passage.report.url,
        "start": passage.start,
        "end": passage.end,
        "highlights": [[span.start, span.end] for span in quote.highlights],
        **_page(passage),
    }


def _choices(answer: Answer) -> list[dict[str, Any]]:
    return [
        {
            "report": choice.report.path,
            "title": choice.report.title,
            "date": choice.report.date,
            "answer": choice.answer,
        }
        for choice in answer.choices
    ]


def _passage(scored: Scored) -> dict[str, Any]:
    report = scored.passage.report
    return {
        "text": scored.passage.text,
        "report": report.path,
        "title": report.title,
        "score": round(scored.score, 4),
        **_page(scored.passage),
    }


def _page(passage: Passage) -> dict[str, int]:
    page = page_of(passage)
    return {} if page is None else {"page": page}


def event_object(reading: Reading, event: Event) -> dict[str, Any]:
    """Return the sheet as a mapping that json.dumps takes: every slot, some empty."""
    return {
        "report": reading.report.path,
        "title": reading.report.title,
        "slots": {slot: [_value(reading, value) for value in event.values(slot)] for slot in SLOTS},
    }


def _value(reading: Reading, value: SlotValue) -> dict[str, Any]:
    report, passage = reading.report, reading.passages[value.passage]
    return {
        "value": report.body[value.start : value.end],
        "quote": {
            "text": passage.text,
            "report": report.path,
            "title": report.title,
            "date": report.date,
            "url": report.url,
            "start": passage.start,
            "end": passage.end,
            "highlights": [[value.start - passage.start, value.end - passage.start]],
        },
        "probability": value.probability,
    }
