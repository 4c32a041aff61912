"""Why a question was answered so: what `rapporteur ask --explain` says, in parts to lay out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from bot.rendering.answer_object import answer_object

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.try_page.memory import Asked

SCORED: Final = re.compile(r"(-?\d+(?:\.\d+)?)\s+(.+)")


def explained(assistant: Assistant, asked: Asked) -> dict[str, Any]:
    """The answer as it is given now, how the question was read, and what else was considered."""
    answer = answer_object(assistant.ask(asked.question, asked.turn))
    lines = assistant.explain(asked.question, asked.turn)
    return {
        "question": asked.question,
        "follows": asked.turn.question if asked.turn else None,
        "answered": answer["answered"],
        "answer": answer["answer"],
        "confidence": answer["confidence"],
        **laid_out(lines),
    }


def laid_out(lines: Iterable[str]) -> dict[str, Any]:
    """`facts`, a name and a value each, and `tables`: the indented lines under their heading."""
    facts: list[dict[str, str]] = []
    tables: list[dict[str, Any]] = []
    for line in lines:
        name, colon, value = line.partition(": ")
        if line[:1].isspace() and tables:
            tables[-1]["rows"].append(_row(line.strip()))
        elif line.rstrip().endswith(":"):
            title, _, note = line.strip().removesuffix(":").partition(" (")
            tables.append({"title": title, "note": note.removesuffix(")"), "rows": []})
        elif line.strip():
            facts.append({"name": name if colon else "", "value": value if colon else name})
    return {"facts": facts, "tables": tables}


def _row(line: str) -> dict[str, Any]:
    found = SCORED.fullmatch(line)
    score, text = (float(found[1]), found[2]) if found else (None, line)
    return {"score": score, "text": text}
