"""Seconds to build and to load, and memory after searches, each in a process of its own."""

from __future__ import annotations

import ctypes
import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.engines import ENGINES, Engine
from bench.passages import Collection, collection

SEARCHES = 5  # of each kind, so that what a search touches is in memory


def built(size: int, name: str, folder: Path) -> dict[str, float]:
    """Build, measure, keep in `folder`."""
    made = collection(size, SEARCHES)
    engine = ENGINES[name]()
    engine.prepare()
    before = _resident()
    seconds = _seconds(lambda: engine.build(made.passages, folder))
    _search(engine, made)
    memory = _resident() - before
    return {"build": seconds, "built memory": memory, "save": _seconds(lambda: engine.save(folder))}


def loaded(size: int, name: str, folder: Path) -> dict[str, float]:
    """Load from `folder` what `built` has kept there, and measure."""
    questions = collection(1000, SEARCHES)
    engine = ENGINES[name]()
    engine.prepare()
    before = _resident()
    seconds = _seconds(lambda: engine.load(folder))
    _search(engine, questions)
    return {"load": seconds, "loaded memory": _resident() - before}


def _search(engine: Engine, made: Collection) -> None:
    for asked in made.questions.values():
        for question in asked:
            engine.search(question)


def _seconds(task: Callable[[], object]) -> float:
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def _resident() -> float:
    """Return mebibytes of this process in memory, mapped files included."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # what is free already would hide what is taken next
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


if __name__ == "__main__":
    phase, size, name, folder = sys.argv[1:]
    measure = {"built": built, "loaded": loaded}[phase]
    print(json.dumps(measure(int(size), name, Path(folder))))
