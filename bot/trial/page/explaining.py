"""What the page says of answers and reports: why it was answered so, sheets, the timeline."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from bot.rendering import LABELS, SHOWN, day
from bot.rendering.json_objects import answer_object
from bot.slots import SLOTS

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.event import Event, SlotValue
    from bot.reading import Reading
    from bot.snapshot import Snapshot
    from bot.trial.page.stage import AskedQuestion

SCORED: Final = re.compile(r"(-?\d+(?:\.\d+)?)\s+(.+)")
WEIGHED: Final = re.compile(r"(['\"])(.*)\1, (by the event's sheet|read in the passage) in (.+)")
ASKS: Final = re.compile(r"(.+?)(, as yes or no)?(?: \((\d+%) sure\))?")
NEEDED: Final = re.compile(r"needed (\d+)%")
LONGEST_ANSWER: Final = 90  # characters of those lines
LONGEST_PASSAGE: Final = 80
PLACES: Final = {"by the event's sheet": "noted when the report was read"}
NAMES: Final = {"asks for": "It asks", "follows": "It follows", "event": "About"}
THINGS: Final = {
    "name": "what the event is called",
    "when": "when it was",
    "where": "where it was",
    "duration": "how long it took",
    "chair": "who chaired it",
    "opener": "who opened it",
    "closer": "who closed it",
    "moderator": "who moderated it",
    "panellists": "who was on the panel",
    "speakers": "who spoke",
    "participants": "who took part",
    "participants countries": "which countries took part",
    "participants bodies": "which organisations took part",
    "count": "how many took part",
    "count countries": "how many countries took part",
    "organiser": "who organised it",
    "supporter": "who paid for it or supported it",
    "decisions": "what was agreed",
    "absent": "who was absent",
    "next when": "when the next one is",
    "next where": "where the next one is",
    "summary": "what the event was about",
    "fact": "something that a passage may say",
    "events which": "which events there were",
    "events count": "how many events there were",
    "events latest": "which event was the latest",
    "events first": "which event was the first",
    "events next": "which event comes next",
    "events most": "which event had most of something",
    "reports": "which reports there are",
    "chatter": "nothing that reports could answer",
    "language": "something, in another language",
}
SURE: Final = 0.5  # probability from which a value is shown


def explained(assistant: Assistant, asked: AskedQuestion) -> dict[str, Any]:
    """Return the answer as given now, how the question was read, and what else was considered.

    `report` is the one that the question is about, where it is about one; `start` and `end` are
    those of the passage that is quoted from it.
    """
    answer = answer_object(assistant.ask(asked.question, asked.turn))
    lines = assistant.explain(asked.question, asked.turn)
    quote = answer["quote"] or {}
    report = (answer["event"] or quote).get("report")
    place = quote if quote.get("report") == report else {}
    return {
        "question": asked.question,
        "follows": asked.turn.question if asked.turn else None,
        "outcome": answer["outcome"],
        "answer": answer["answer"],
        "confidence": answer["confidence"],
        "report": report,
        "start": place.get("start"),
        "end": place.get("end"),
        **in_plain_words(**laid_out(lines)),
    }


def in_plain_words(
    facts: Iterable[dict[str, str]], tables: Iterable[dict[str, Any]]
) -> dict[str, Any]:
    """Return the same without the words of those who made it.

    `needed` is the probability to answer.
    """
    found = {fact["name"]: fact["value"] for fact in facts}
    needed = NEEDED.search(found.pop("sure", ""))
    return {
        "needed": int(needed[1]) / 100 if needed else None,
        "facts": [
            {"name": NAMES.get(name, name.capitalize() or "Note"), "value": _value(name, value)}
            for name, value in found.items()
            if name != "follows"
        ],
        "tables": [_table(table) for table in tables],
    }


def laid_out(lines: Iterable[str]) -> dict[str, Any]:
    """Return `facts`, a name and a value each, and `tables`: indented lines under a heading."""
    facts: list[dict[str, str]] = []
    tables: list[dict[str, Any]] = []
    for line in lines:
        name, colon, value = line.partition(": ")
        if line[:1].isspace() and tables:
            tables[-1]["rows"].append(_row(line.strip()))
        elif line.rstrip().endswith(":"):
            title = line.strip().removesuffix(":").partition(" (")[0]
            tables.append({"title": title, "rows": []})
        elif line.strip():
            facts.append({"name": name if colon else "", "value": value if colon else name})
    return {"facts": facts, "tables": tables}


def _row(line: str) -> dict[str, Any]:
    found = SCORED.fullmatch(line)
    score, text = (float(found[1]), found[2]) if found else (None, line)
    return {"score": score, "text": text}


def _value(name: str, value: str) -> str:
    found = ASKS.fullmatch(value)
    if name != "asks for" or not found:
        return value
    thing = THINGS.get(found[1], found[1])
    return f"{thing}{', yes or no' if found[2] else ''}{f' ({found[3]} sure)' if found[3] else ''}"


def _table(table: dict[str, Any]) -> dict[str, Any]:
    """Return a table: a row has a `share` of the bar's length, a `figure`, a `text`, a place."""
    weighs = table["title"] == "answers considered"
    passages = table["title"] == "passages found"
    title = {
        "answers considered": "Answers that were weighed, with how likely each is right",
        "passages found": "Passages with the question's words, the closest first",
    }.get(table["title"], table["title"].capitalize())
    most = 1.0 if weighs else max((row["score"] or 0 for row in table["rows"]), default=0)
    return {"title": title, "rows": list(_rows(table["rows"], most, figures=not passages))}


def _rows(
    rows: Iterable[dict[str, Any]], most: float, *, figures: bool
) -> Iterator[dict[str, Any]]:
    for row in rows:
        score, text = row["score"], row["text"]
        found = WEIGHED.fullmatch(text)
        cut = LONGEST_ANSWER if found else LONGEST_PASSAGE
        place = f"{PLACES.get(found[3], found[3])}, {found[4]}" if found else None
        share = max(0.0, min(1.0, score / most)) if score is not None and most > 0 else 0.0
        yield {
            "share": share,
            "figure": f"{score:.0%}" if figures and score is not None else "",
            "text": _unquoted(f"{found[1]}{found[2]}{found[1]}" if found else text, cut),
            "where": place,
        }


def _unquoted(text: str, cut: int) -> str:
    """Return the text of a Python literal, which was cut at so many characters; others stay."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
    if not isinstance(value, str):
        return text
    return f"{value}…" if len(value) == cut else value


def sheet_of(reading: Reading, event: Event, quoted: tuple[int, int] = (0, 0)) -> dict[str, Any]:
    """Return the report, its sheet as `slots`, and its text as `parts`, which joined are the body.

    Each value has a number, by which a part says of which values it is a piece; `passages` are
    the numbers of the values whose passage it belongs to. `quoted` is a range of the body, and a
    part says whether it lies within it.
    """
    report = reading.report
    found = [(slot, value) for slot in SLOTS for value in event.values(slot, SHOWN)]
    slots: dict[str, list[dict[str, Any]]] = {}
    for number, (slot, value) in enumerate(found):
        text = " ".join(report.body[value.start : value.end].split())
        slots.setdefault(slot, []).append(
            {"number": number, "text": text, "probability": value.probability}
        )
    return {
        "report": report.path,
        "title": report.title,
        "date": day(report.date),
        "slots": [
            {"label": LABELS.get(slot, slot).capitalize(), "values": values}
            for slot, values in slots.items()
        ],
        "parts": _parts(reading, [value for _, value in found], *quoted),
    }


def _parts(
    reading: Reading, values: list[SlotValue], first: int, last: int
) -> list[dict[str, Any]]:
    body = reading.report.body
    passages = [reading.passages[value.passage] for value in values]
    cuts = {0, len(body), *(max(0, min(len(body), place)) for place in (first, last))}
    cuts |= {place for v in values for place in (v.start, v.end)}
    cuts |= {place for p in passages for place in (p.start, p.end)}
    edges = sorted(cuts)
    return [
        {
            "text": body[start:end],
            "values": [n for n, v in enumerate(values) if v.start <= start < v.end],
            "passages": [n for n, p in enumerate(passages) if p.start <= start < p.end],
            "quoted": first <= start < last,
        }
        for start, end in pairwise(edges)
    ]


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """What one report tells of.

    `starts` is ISO 8601, as much of it as is known; `stated` says whether the report's text gives
    it: else it is the day of publication. `quote` is the sentence that says so.
    """

    report: str
    title: str
    starts: str | None
    stated: bool
    when: str | None = None
    where: str | None = None
    quote: str | None = None


def events(snapshot: Snapshot) -> tuple[TimelineEvent, ...]:
    """Return the events of all reports, the earliest first, the undated last."""
    library = snapshot.library
    found = [event_of(r, e) for r, e in zip(library.readings, library.events, strict=True)]
    return tuple(sorted(found, key=lambda event: (event.starts or "9999", event.title)))


def event_of(reading: Reading, sheet: Event) -> TimelineEvent:
    """Return when and where this report's event was."""
    report = reading.report
    when, where = sheet.best("when"), sheet.best("where")
    place = report.body[where.start : where.end] if where and where.probability >= SURE else None
    if when is None or when.probability < SURE or sheet.starts is None:
        return TimelineEvent(report.path, report.title, report.date, stated=False, where=place)
    return TimelineEvent(
        report.path,
        report.title,
        sheet.starts,
        stated=True,
        when=report.body[when.start : when.end],
        where=place,
        quote=reading.passages[when.passage].text,
    )
