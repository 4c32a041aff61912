"""How long the event loop waits while threads answer and a reload runs."""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.program import ADDED, settings
from bench.reports import questions
from bot.assistant import Assistant
from bot.telegram_app.asking import set_aside, share_evenly

TICK = 0.001
SECONDS = 8.0
ASKERS = 2
PAUSE = 0.02  # seconds between an answer and the next question of one asker
COUNTED = 100_000  # about as long as an answer takes
WARM = 50  # questions before measuring

Lags = dict[str, float]


def measure(folder: Path) -> dict[str, object]:
    """Return the lags over the reports in a folder that `bench.program` has made."""
    opened = Assistant(settings(folder), must_read=True)
    asked = questions(400)
    for question in asked[:WARM]:
        opened.ask(question)
    asker = _asker(opened, asked)
    by_itself = _lags([asker] * ASKERS)
    share_evenly()
    set_aside()
    reloader = _reloader(opened, sorted((folder / "reports").iterdir())[1])
    return {
        "lags": {
            "nothing": _lags([]),
            "one thread that only counts": _lags([_count]),
            "two threads that answer": _lags([asker] * ASKERS),
            "one that reloads a changed report": _lags([reloader]),
            "all three": _lags([*[asker] * ASKERS, reloader]),
            "two that answer, as Python is by itself": by_itself,
        },
    }


def _asker(opened: Assistant, asked: list[str]) -> Callable[[], object]:
    turn = itertools.cycle(asked)

    def ask() -> None:
        opened.ask(next(turn))
        time.sleep(PAUSE)

    return ask


def _count() -> None:
    """What the system's scheduler and Python's lock cost by themselves."""
    total = 0
    for number in range(COUNTED):
        total += number
    time.sleep(PAUSE)


def _reloader(opened: Assistant, report: Path) -> Callable[[], object]:
    text = report.read_text("utf-8")
    turn = itertools.count()

    def reload() -> None:
        report.write_text(f"{text}{ADDED}It was number {next(turn)}.\n", "utf-8")
        opened.reload()
        set_aside()

    return reload


def _lags(tasks: list[Callable[[], object]]) -> Lags:
    stop = threading.Event()

    def repeat(task: Callable[[], object]) -> None:
        while not stop.is_set():
            task()

    with ThreadPoolExecutor(len(tasks) or 1) as pool:
        running = [pool.submit(repeat, task) for task in tasks]
        lags = sorted(asyncio.run(_ticks()))
        stop.set()
    for job in running:
        job.result()
    return {"p50": lags[len(lags) // 2], "p99": lags[len(lags) * 99 // 100], "max": lags[-1]}


async def _ticks() -> list[float]:
    """Return milliseconds by which each sleep was too long."""
    lags = []
    until = time.perf_counter() + SECONDS
    while (start := time.perf_counter()) < until:
        await asyncio.sleep(TICK)
        lags.append((time.perf_counter() - start - TICK) * 1000)
    return lags


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]))))
