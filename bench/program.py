"""The whole program over made-up reports: seconds to start, to reload and to answer."""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.reports import questions, write
from bot.assistant import Assistant
from bot.config import Config
from bot.config.sections import CorpusSection, IndexSection

ASKED = 400
ADDED = "\n\nThe session was opened by Ann Lee.\n"


def settings(folder: Path) -> Config:
    return Config(
        corpus=CorpusSection(path=folder / "reports"), index=IndexSection(path=folder / "index")
    )


def built(count: int, folder: Path) -> dict[str, Any]:
    """Return what it takes to read all, then to reload: nothing new, and one report changed."""
    write(folder / "reports", count)
    opened, seconds, busy = _timed(lambda: Assistant(settings(folder), must_read=True))
    one = next(iter(sorted((folder / "reports").iterdir())))
    _, unchanged, _ = _timed(opened.reload)
    one.write_text(one.read_text("utf-8") + ADDED, "utf-8")
    _, changed, _ = _timed(opened.reload)
    return {
        "reports": count,
        "passages": len(opened.snapshot.passages),
        "first start": seconds,
        "reports a second and core": count / busy,
        "reload, nothing new": unchanged,
        "reload, one report changed": changed,
    }


def started(folder: Path) -> dict[str, Any]:
    """Return what it takes to start from what `built` has kept there, and to answer."""
    opened, seconds, _ = _timed(lambda: Assistant(settings(folder), must_read=True))
    asked = questions(ASKED)
    _, first, _ = _timed(lambda: opened.ask(asked[0]))
    gc.collect()
    gc.freeze()
    answers = [_timed(lambda question=question: opened.ask(question)) for question in asked]
    return {
        "start": seconds,
        "first answer": first,
        "answers": [seconds for _, seconds, _ in answers],
        "answers, busy": [busy for _, _, busy in answers],
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _timed(task: Callable[[], Any]) -> tuple[Any, float, float]:
    """Return what it gives, and the seconds by the clock and of this process."""
    start, busy = time.perf_counter(), time.process_time()
    result = task()
    return result, time.perf_counter() - start, time.process_time() - busy


if __name__ == "__main__":
    phase, *arguments = sys.argv[1:]
    if phase == "built":
        print(json.dumps(built(int(arguments[0]), Path(arguments[1]))))
    else:
        print(json.dumps(started(Path(arguments[0]))))
