"""What each stage of a question costs: `python -m bench.stages [REPORTS]`, beside BM25 alone.

Questions of `tests/quality` over the sample reports, copied under other names until there are as
many reports as asked for. Medians and 95th percentiles in milliseconds, one thread.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from bot.answering import answer_question
from bot.answering.answer import understood
from bot.answering.events_named import events_named
from bot.answering.proposals import Asked, Proposal, sheet_proposals
from bot.answering.reading import read_hits
from bot.answering.routing import route_question
from bot.config import AnswerSection
from bot.corpus import read_corpus
from bot.event import read_events
from bot.reader import network
from bot.reading import read_report
from bot.retrieval import Library, Query

T = TypeVar("T")
ROOT = Path(__file__).parent.parent
QUESTIONS = 150
STAGES = ("BM25 search", "router", "event", "sheet", "reader", "whole answer")


def library_of(count: int) -> tuple[Library, float]:
    """Return the reports, and the seconds that each took to be tagged."""
    samples = read_corpus(ROOT / "corpus").reports
    readings = [read_report(report) for report in samples]
    started = time.perf_counter()
    events = read_events(readings, network())
    each = (time.perf_counter() - started) / len(readings)
    many, sheets = [], []
    for number in range(count):
        reading = readings[number % len(readings)]
        report = replace(reading.report, path=f"{number}/{reading.report.path}")
        many.append(read_report(report) if number >= len(readings) else reading)
        sheets.append(events[number % len(readings)])
    return Library.of(many, sheets), each


def sheets_of(library: Library, asked: Asked) -> list[Proposal]:
    return list(sheet_proposals(library, asked))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    lines = (ROOT / "tests" / "quality" / "questions.jsonl").read_text("utf-8").splitlines()
    asked = [json.loads(line)["question"] for line in lines][:QUESTIONS]
    library, each = library_of(count)
    net, settings = network(), AnswerSection()
    times: dict[str, list[float]] = {stage: [] for stage in STAGES}
    slots: list[float] = []

    def timed(stage: str, call: Callable[..., T], *arguments: object) -> T:
        started = time.perf_counter()
        found = call(*arguments)
        times[stage].append((time.perf_counter() - started) * 1000)
        return found

    for question in asked:
        hits = timed("BM25 search", library.search, Query.of(question))
        timed("router", route_question, net, question)
        timed("event", events_named, library, net.asking, question)
        known = understood(library, net, question, None)
        timed("sheet", sheets_of, library, known)
        timed("reader", read_hits, library, net, question, "", hits)
        timed("whole answer", answer_question, library, net, settings, question)
        if known.route.slot:
            slots.append(times["whole answer"][-1])
    print(f"{count} reports, {len(asked)} questions; a report is tagged in {1000 * each:.0f} ms")
    for stage, values in (*times.items(), ("whole answer, slots", slots)):
        print(f"{stage:22}{np.median(values):8.1f}{np.quantile(values, 0.95):8.1f}")


if __name__ == "__main__":
    main()
