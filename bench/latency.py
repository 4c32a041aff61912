"""Milliseconds a search, all engines in one process by turns, so that drift hits them alike."""

from __future__ import annotations

import gc
import itertools
import json
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from bench.engines import ENGINES, TOP, Engine
from bench.passages import collection

BLOCK = 20  # searches in a row by one engine
PATIENCE = 20.0  # seconds for one engine's searches of one kind; then no further block


def measure(size: int, names: list[str], questions: int) -> dict[str, object]:
    made = collection(size, questions)
    engines = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            engines[name] = engine = ENGINES[name]()
            engine.prepare()
            engine.build(made.passages, _fresh(Path(folder), name))
        gc.collect()
        gc.freeze()  # a collection would walk rank-bm25's million dicts in others' time
        first = {name: _time(engine, made.questions["rare"][0]) for name, engine in engines.items()}
        times = {kind: _by_turns(engines, asked) for kind, asked in made.questions.items()}
        return {"first": first, "times": times, "same": _agreement(engines, made.questions)}


def _by_turns(engines: dict[str, Engine], asked: list[list[str]]) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in engines}
    for start in range(0, len(asked), BLOCK):
        block = asked[start : start + BLOCK]
        for name, engine in engines.items():
            if sum(times[name]) < PATIENCE * 1000:
                _time(engine, block[0])  # after the others have had the processor's caches
                times[name] += [_time(engine, question) for question in block]
    return times


def _agreement(
    engines: dict[str, Engine], questions: dict[str, list[list[str]]], most: float = 30.0
) -> dict[str, list[int]]:
    """Return how many searches were compared with rank-bm25, and how many gave the same top ten."""
    if "rank-bm25" not in engines or "rapporteur" not in engines:
        return {}
    ours, oracle = engines["rapporteur"].index, engines["rank-bm25"].index
    until = time.perf_counter() + most
    compared = scores = order = 0
    for question in itertools.chain(*zip(*questions.values(), strict=True)):
        if time.perf_counter() > until:
            break
        expected = oracle.get_scores(question)
        best = np.lexsort((np.arange(len(expected)), -expected))[:TOP]
        ids, values = ours.top(question, TOP)
        compared += 1
        scores += ours.get_scores(question).tobytes() == expected.tobytes()
        order += ids.tolist() == best[: len(ids)].tolist() and (expected[ids] == values).all()
    return {"compared": compared, "scores": scores, "order": int(order)}


def _time(engine: Engine, question: list[str]) -> float:
    start = time.perf_counter()
    engine.search(question)
    return (time.perf_counter() - start) * 1000


def _fresh(folder: Path, name: str) -> Path:
    path = folder / name
    path.mkdir()
    return path


if __name__ == "__main__":
    size, questions, *names = sys.argv[1:]
    print(json.dumps(measure(int(size), names, int(questions))))
