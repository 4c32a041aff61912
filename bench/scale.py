"""Reports in this process and in OpenSearch: time of a question, memory of a bot, time to publish.

python -m bench.scale 1000 10000 --urls http://127.0.0.1:9200 …

Events aren't read, so that building is quick: each question is answered by the reader.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench import reports
from bot.answering import answer_question
from bot.config import AnswerSection, Config, CorpusSection, IndexSection, SearchSection
from bot.opensearch import connect, publish
from bot.reader import network
from bot.retrieval import Library
from bot.snapshot import build_snapshot, empty_snapshot, published_snapshot

MEGABYTE = 1e6
WARM = 20  # questions before those that are measured


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.scale", description=__doc__)
    parser.add_argument("counts", type=int, nargs="+", help="of reports")
    parser.add_argument("--urls", nargs="+", required=True)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--part", choices=PARTS)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.part:
        print(json.dumps(PARTS[options.part](options)))
        return
    for count in options.counts:
        with tempfile.TemporaryDirectory() as folder:
            measured = {part: _run(part, count, folder, options) for part in PARTS}
        print(json.dumps({"reports": count, **measured}), flush=True)


def _run(part: str, count: int, folder: str, options: argparse.Namespace) -> dict[str, Any]:
    """What a part measures in a process of its own, on one core."""
    arguments = ["--part", part, "--folder", folder, "--questions", str(options.questions)]
    ended = subprocess.run(
        [sys.executable, "-m", "bench.scale", str(count), *arguments, "--urls", *options.urls],
        stdout=subprocess.PIPE,
        check=True,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    measured: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return measured


def _config(options: argparse.Namespace) -> Config:
    return Config(
        corpus=CorpusSection(path=options.folder / "reports"),
        index=IndexSection(path=options.folder / "index"),
        search=SearchSection(urls=tuple(options.urls), name="bench", timeout=10),
    )


def _published(options: argparse.Namespace) -> dict[str, Any]:
    config = _config(options)
    reports.write(config.corpus.path, options.counts[0])
    snapshot = build_snapshot(config, later=True)
    started = time.perf_counter()
    publish(connect(config.search), snapshot.kept)
    return {"seconds": time.perf_counter() - started, "passages": len(snapshot.passages)}


def _here(options: argparse.Namespace) -> dict[str, Any]:
    return _asked(build_snapshot(_config(options), later=True).library, options.questions)


def _there(options: argparse.Namespace) -> dict[str, Any]:
    config = _config(options)
    connection = connect(config.search)
    started = time.perf_counter()
    snapshot = published_snapshot(config, connection, empty_snapshot())
    opened = time.perf_counter() - started
    return {"opened": opened, **_asked(snapshot.library, options.questions)}


def _asked(library: Library, count: int) -> dict[str, Any]:
    seconds = []
    for question in reports.questions(count + WARM):
        started = time.perf_counter()
        answer_question(library, network(), AnswerSection(), question)
        seconds.append(time.perf_counter() - started)
    p50, p95 = np.percentile(seconds[WARM:], [50, 95]) * 1000
    return {"p50_ms": float(p50), "p95_ms": float(p95), "resident_mb": _resident()}


def _resident() -> float:
    """What the process has of its own, without files that are mapped into it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    found = dict(line.split(":", 1) for line in lines)
    return int(found["RssAnon"].split()[0]) * 1024 / MEGABYTE


PARTS = {"published": _published, "here": _here, "there": _there}

if __name__ == "__main__":
    main()
