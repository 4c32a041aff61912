"""Question sets: how right the answers are, and how well their confidence is calibrated.

Here are their files, a JSON object a line; `scoring` and `metrics` tell what came of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import BotError


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """A question to answer; `name` is its id, whatever that is."""

    name: Any
    question: str
    context: str | None = None


@dataclass(frozen=True, slots=True)
class EvaluationQuestion:
    """A question with what is expected: any of `answers`, all `items`, `evidence` in `report`.

    `report` and `evidence` are None for what the reports don't say, and `reason` says why they
    don't.
    """

    name: Any
    question: str
    context: str | None = None
    kind: str = "other"
    style: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    report: str | None = None
    evidence: str | None = None
    reason: str | None = None

    @property
    def answerable(self) -> bool:
        """Say whether the reports say it."""
        return self.report is not None


def read_asked(path: Path) -> tuple[BatchQuestion, ...]:
    """Return the questions in the order of the file.

    Raises:
        BotError: with every line that is none.
    """
    return tuple(
        BatchQuestion(line.get("id"), line["question"], line.get("context"))
        for line in _lines(path)
    )


def read_questions(path: Path) -> tuple[EvaluationQuestion, ...]:
    """Return the questions with what is expected of each.

    Raises:
        BotError: with every line that is none.
    """
    return read_labelled(path)[0]


def read_labelled(path: Path) -> tuple[tuple[EvaluationQuestion, ...], int]:
    """Return the questions with what is expected of each, and the number of lines left out.

    Those are left out of which nothing is expected: that name no report, and don't say that they
    can't be answered.

    Raises:
        BotError: with every line that is no question.
    """
    lines = _lines(path)
    labelled = [line for line in lines if line.get("report") or line.get("answerable") is False]
    return tuple(_question(line) for line in labelled), len(lines) - len(labelled)


def _question(line: dict[str, Any]) -> EvaluationQuestion:
    style = (*line.get("style", ()), *(["paraphrase"] if line.get("paraphrase") else []))
    stated = line.get("answerable", True)
    return EvaluationQuestion(
        line.get("id"),
        line["question"],
        line.get("context"),
        line.get("type", "other"),
        style,
        (*line.get("answers", ()), *line.get("answers_normalised", ())),
        tuple(line.get("items", ())),
        line.get("report") if stated else None,
        line.get("evidence") if stated else None,
        line.get("reason"),
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise BotError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BotError(f"{path}: not UTF-8") from None
    lines: list[dict[str, Any]] = []
    problems: list[str] = []
    for number, line in _numbered(text):
        read = _object(line)
        if isinstance(read, str):
            problems.append(f"{path}, line {number}: {read}")
        else:
            lines.append(read)
    if problems:
        raise BotError(*problems)
    return lines


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    # Not splitlines(): a JSON string may contain a line separator that it takes for a line's end.
    return ((n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip())


def _object(line: str) -> dict[str, Any] | str:
    try:
        read = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"not JSON: {error}"
    if not isinstance(read, dict):
        return "not a JSON object"
    if not isinstance(read.get("question"), str):
        return '"question" is missing or no text'
    if not isinstance(read.get("context"), str | None):
        return '"context" is no text'
    return read
