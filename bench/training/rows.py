"""Question sets -> rows: the features of every candidate, and whether it would be right."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.answering.answer import understood
from bot.answering.assembly import assemble
from bot.answering.candidates import Candidate
from bot.answering.gate import is_elsewhere, is_unstated
from bot.answering.ranking import rows_of
from bot.answering.trees import DIGITS
from bot.corpus import read_corpus
from bot.evaluation.questions import Question, read_questions
from bot.evaluation.scoring import score
from bot.model import Turn
from bot.question import Question as Read
from bot.reading import read_report
from bot.retrieval import Library

SOLO_WEIGHT = 0.5  # of a question asked of its own report alone
BARE_WEIGHT = 0.3  # of one that names the event no more: "who opened it"


@dataclass(frozen=True)
class Asked:
    """A question with its candidates. `group` keeps an event's questions in one fold."""

    set: str
    group: str
    question: Question
    candidates: list[Candidate]
    rows: NDArray[np.float64]
    right: NDArray[np.bool_]
    misled: NDArray[np.bool_]  # neither the words nor the evidence
    weight: float
    unstated: NDArray[np.bool_]  # see bot.answering.gate
    elsewhere: NDArray[np.bool_]


def read_set(name: str, reports: Path, questions: Path) -> Iterator[Asked]:
    """Yield the questions asked over all reports, then each over its own report alone."""
    corpus = read_corpus(reports)
    readings = {r.path: read_report(r) for r in corpus.reports}
    asked = read_questions(questions)
    near = _near(questions)
    everything = Library.of(tuple(readings.values()))
    for question in asked:
        if (found := _ask(name, everything, question, near, 1.0)) is not None:
            yield found
    for path, reading in readings.items():
        alone = Library.of((reading,))
        for question in asked:
            if near.get(question.name) == path and question.kind not in {"across", "ambiguous"}:
                for kind, weight in (("alone", SOLO_WEIGHT), ("bare", BARE_WEIGHT)):
                    found = _ask(f"{name} {kind}", alone, question, near, weight)
                    if found is not None:
                        yield found


def _near(questions: Path) -> dict[str, str]:
    """Return for each question its report, or the most tempting one."""
    lines = [json.loads(line) for line in questions.read_text("utf-8").splitlines() if line.strip()]
    return {q["id"]: q.get("report") or q.get("near") or "" for q in lines}


def _ask(
    name: str, library: Library, question: Question, near: dict[str, str], weight: float
) -> Asked | None:
    turn = Turn(question.context) if question.context else None
    read = understood(library, question.question, turn)
    if not (read.terms or read.classes or read.before or read.head):
        return None
    if weight == BARE_WEIGHT:
        if question.reason == "wrong_event":
            return None
        read = _bare(read, library)
    candidates, rows = rows_of(read, library, library.search(read))
    if not candidates:
        return None
    scores = [score(question, assemble(read, library, c, 0.5)) for c in candidates]
    right = np.array([s.right for s in scores])
    misled = np.array([not (s.answer or s.quoted) for s in scores])
    stem = re.sub(r"-?\d{4}(-\d\d)?|\.\w+$", "", near.get(question.name, "")) or str(question.name)
    return Asked(
        name, stem, question, candidates, np.round(rows, DIGITS).astype(np.float32), right,
        misled, weight,
        np.array([is_unstated(read, c) for c in candidates]),
        np.array([is_elsewhere(read, c, row) for c, row in zip(candidates, rows, strict=True)]),
    )  # fmt: skip


def _bare(read: Read, library: Library) -> Read:
    """Return the question without what names the event: its title's words, names and dates."""
    title = set(library.readings[0].title)
    named = {t for name in read.names for t in name} & title
    left = tuple(t for t in read.terms if t not in named | read.events and not t.isdigit())
    names = tuple(n for n in read.names if not set(n) <= title)
    nothing: frozenset[int] = frozenset()
    return replace(read, terms=left, names=names, years=nothing, months=nothing)
