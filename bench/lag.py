"""How long the event loop waits while threads search and an index is built anew."""

from __future__ import annotations

import asyncio
import gc
import itertools
import json
import multiprocessing
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

from bench.passages import collection
from bot.index import Encoded, Index, Vocabulary

TICK = 0.001
SECONDS = 4.0
SEARCHERS = 2
QUICK = 0.0005  # seconds after which the interpreter lets another thread run; usually .005

Lags = dict[str, float]


def rebuild(size: int, folder: Path) -> None:
    """What a child process does for a reload: read, index, keep."""
    Index(collection(size, 0).passages).save(folder)


def measure(size: int) -> dict[str, object]:
    made = collection(size, 50)
    vocabulary = Vocabulary()
    encoded: list[Encoded] = [vocabulary.encode(made.passages)]
    index = Index.of(vocabulary, encoded)
    questions = list(itertools.chain(*made.questions.values()))
    gc.collect()
    gc.freeze()  # as a program should that keeps much; a full collection stops all threads

    def lags(task: Callable[[], object] | None, interval: float = 0.005) -> Lags:
        sys.setswitchinterval(interval)
        return _lags([_searcher(index, questions)] * SEARCHERS + ([task] if task else []))

    spawn = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(1, spawn) as child:

        def in_child() -> None:
            child.submit(rebuild, size, Path(folder)).result()
            Index.load(folder)

        return {
            "passages": size,
            "lags": {
                "nothing": _lags([]),
                "two threads that search": lags(None),
                "and one that builds from tokens": lags(lambda: Index(made.passages)),
                "the same, switch interval .5 ms": lags(lambda: Index(made.passages), QUICK),
                "and one that builds from numbers": lags(lambda: Index.of(vocabulary, encoded)),
                "and a child that builds, a thread that loads": lags(in_child),
            },
        }


def _searcher(index: Index, questions: list[list[str]]) -> Callable[[], object]:
    turn = itertools.cycle(questions)

    def search() -> None:
        index.top(next(turn))
        time.sleep(0.002)  # a few hundred questions a second

    return search


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
    """Milliseconds by which each sleep was too long."""
    lags = []
    until = time.perf_counter() + SECONDS
    while (start := time.perf_counter()) < until:
        await asyncio.sleep(TICK)
        lags.append((time.perf_counter() - start - TICK) * 1000)
    return lags


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
