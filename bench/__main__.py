"""`make bench`: the engines side by side, as tables and a plot."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from bench.engines import ENGINES
from bench.report import page, plot

ROOT = Path(__file__).parent.parent
Results = dict[str, Any]
Measure = Callable[[], Results]


def main() -> None:
    options = _options()
    file = options.results
    results: Results = json.loads(file.read_text()) if file and file.exists() else {}
    for path, measure in _parts(options):
        *above, name = path
        inner = results
        for step in above:
            inner = inner.setdefault(step, {})
        if name not in inner:
            inner[name] = measure()
            if file:
                file.write_text(json.dumps(results))
    options.output.mkdir(parents=True, exist_ok=True)
    text = page(results, options.note)
    print(text)
    (options.output / "benchmarks.md").write_text(text)
    if results.get("latency"):
        plot(results["latency"], options.output / "benchmarks.svg")


def _parts(options: argparse.Namespace) -> Iterator[tuple[tuple[str, ...], Measure]]:
    """Yield what is measured, each with where it stands in the results."""
    names = [name for name in ENGINES if not options.engines or name in options.engines]
    for size in options.sizes:
        for name in names:
            yield ("footprint", str(size), name), partial(_footprint, size, name)
        latency = partial(_run, "latency", size, options.questions, *names)
        yield ("latency", str(size)), latency
    for count in options.reports:
        yield ("program", str(count)), partial(_program, count)


def _program(count: int) -> Results:
    with tempfile.TemporaryDirectory() as folder:
        measured = _run("program", "built", count, folder)
        return {**measured, **_run("program", "started", folder), **_run("lag", folder)}


def _footprint(size: int, name: str) -> Results:
    with tempfile.TemporaryDirectory() as folder:
        return {
            **_run("footprint", "built", size, name, folder),
            **_run("footprint", "loaded", size, name, folder),
        }


def _run(module: str, *arguments: object) -> Results:
    """Return what `bench.module` measures, in a process of its own."""
    command = [sys.executable, "-m", f"bench.{module}", *map(str, arguments)]
    print("  ", *command[2:], file=sys.stderr)
    alone = {"OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
    done = subprocess.run(
        command, stdout=subprocess.PIPE, check=True, cwd=ROOT, env=os.environ | alone
    )
    measured: Results = json.loads(done.stdout.splitlines()[-1])
    return measured


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--questions", type=int, default=1000, help="of each kind")
    parser.add_argument("--engines", nargs="*", choices=ENGINES, default=[])
    parser.add_argument("--reports", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--results", type=Path, help="a file of parts; those in it stay")
    parser.add_argument("--note", default="", help="what else is to be said of this run")
    parser.add_argument("--output", type=Path, default=ROOT / "docs")
    return parser.parse_args()


if __name__ == "__main__":
    main()
