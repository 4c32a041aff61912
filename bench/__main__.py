"""`make bench`: the engines side by side, as tables and a plot."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.engines import ENGINES
from bench.plot import plot
from bench.report import page

ROOT = Path(__file__).parent.parent


def main() -> None:
    options = _options()
    results: dict[str, Any] = {}
    if options.results and options.results.exists():
        results = json.loads(options.results.read_text())
    for part, measured in _parts(options):
        results.setdefault(part, {}).update(measured)
        if options.results:
            options.results.write_text(json.dumps(results))
    options.output.mkdir(parents=True, exist_ok=True)
    text = page(results)
    print(text)
    (options.output / "benchmarks.md").write_text(text)
    if results.get("sizes"):
        plot(results["sizes"], options.output / "benchmarks.svg")


def _parts(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    names = [name for name in ENGINES if not options.engines or name in options.engines]
    for size in options.sizes:
        print(f"{size:,} passages", file=sys.stderr)
        footprint = {name: _footprint(size, name) for name in names}
        latency = _run("latency", size, options.questions, *names)
        yield "sizes", {str(size): {"footprint": footprint, **latency}}
    for count in options.reports:
        print(f"{count:,} reports", file=sys.stderr)
        with tempfile.TemporaryDirectory() as folder:
            whole = _run("program", "built", count, folder) | _run("program", "started", folder)
            yield "program", {str(count): whole}
            if count == max(options.reports):
                yield "lag", _run("lag", folder)


def _footprint(size: int, name: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        return {
            **_run("footprint", "built", size, name, folder),
            **_run("footprint", "loaded", size, name, folder),
        }


def _run(module: str, *arguments: object) -> dict[str, Any]:
    """What `bench.module` measures, in a process of its own."""
    command = [sys.executable, "-m", f"bench.{module}", *map(str, arguments)]
    print("  ", *command[2:], file=sys.stderr)
    alone = {"OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
    done = subprocess.run(
        command, stdout=subprocess.PIPE, check=True, cwd=ROOT, env=os.environ | alone
    )
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--questions", type=int, default=200, help="of each kind")
    parser.add_argument("--engines", nargs="*", choices=ENGINES, default=[])
    parser.add_argument("--reports", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--results", type=Path, help="a file to which each part is added")
    parser.add_argument("--output", type=Path, default=ROOT / "docs")
    return parser.parse_args()


if __name__ == "__main__":
    main()
