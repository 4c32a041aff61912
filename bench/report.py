"""Measurements -> the page of tables, and the plot of latency by number of passages."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

OURS, ORACLE = "rapporteur", "rank-bm25"
LIBRARIES = ("numpy", "rank-bm25", "bm25s", "numba", "tantivy")
Results = dict[str, Any]

INTRODUCTION = """# The index, measured beside its peers

`make bench` measures and writes this page; the peers are installed for it only. Passages are made
up: about 35 tokens each, whose frequencies follow Zipf's law over 200,000 words. Questions have 4
to 8 tokens, either *rare* (ranks 1,000 to 20,000) or *common* (each in more than one passage of
sixteen), and want the ten best. All engines search in one process by turns, on one thread; the
figures of one run may be compared with each other, not with those of another run.
"""


def page(results: Results, note: str) -> str:
    parts = [INTRODUCTION, f"{_machine()} {note}".strip()]
    if results.get("latency"):
        parts += _index(results["latency"], results["footprint"])
    if results.get("program"):
        measured = [results["program"][count] for count in sorted(results["program"], key=int)]
        counts = [f"{result['reports']:,}" for result in measured]
        parts += [PROGRAM, _table(["reports", *counts], _program(measured)), _lag(measured[-1])]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _index(results: Results, footprints: Results) -> list[str]:
    sizes = sorted(results, key=int)
    parts = ["![Latency by number of passages](benchmarks.svg)"]
    parts += ["## Milliseconds a search: median, and 99 of 100"]
    parts += [_table(["", *map(_passages, sizes)], _rows(results, sizes, kind, _times), kind)
              for kind in ("rare", "common")]  # fmt: skip
    parts += ["## Times as long as rapporteur takes, medians"]
    parts += [_table(["", *map(_passages, sizes)], _rows(results, sizes, kind, _ratio), kind)
              for kind in ("rare", "common")]  # fmt: skip
    parts += ["## Building, loading, memory"]
    parts += [
        _table(FOOTPRINT, _footprints(footprints[size], results[size]), _passages(size))
        for size in sizes
        if size in footprints
    ]
    return [*parts, FOOTNOTE, _agreement(results, sizes)]


def _program(results: list[Results]) -> Iterable[list[str]]:
    rows: dict[str, Callable[[Results], str]] = {
        "passages": lambda r: f"{r['passages']:,}",
        "first start: all is read and indexed, s": lambda r: f"{r['first start']:.1f}",
        "of that, reports a second of one core": lambda r: f"{r['reports a second and core']:.0f}",
        "start from the kept index, s": lambda r: f"{r['start']:.2f}",
        "reload, nothing new, s": lambda r: f"{r['reload, nothing new']:.2f}",
        "reload, one report changed, s": lambda r: f"{r['reload, one report changed']:.2f}",
        "of the first start": lambda r: f"{r['reload, one report changed'] / r['first start']:.1%}",
        "an answer: median, ms": lambda r: f"{share(r['answers'], 50) * 1000:.1f}",
        "an answer: 95 of 100, ms": lambda r: f"{share(r['answers'], 95) * 1000:.1f}",
        "the same of the processor's time": lambda r: f"{share(r['answers, busy'], 50) * 1000:.1f}",
        "and of 95 of 100": lambda r: f"{share(r['answers, busy'], 95) * 1000:.1f}",
        "memory after 400 answers, MiB": lambda r: f"{r['memory']:.0f}",
    }
    for name, cell in rows.items():
        yield [name, *map(cell, results)]


PROGRAM = """## The whole program

Made-up reports of about ten passages: paragraphs of the training data, shuffled, with other names
and numbers. Each start is that of a new process, after its imports; the files are in the system's
cache. The questions are those of the training data."""
FOOTPRINT = [
    "", "build, s", "of rank-bm25's", "load, s", "of rank-bm25's",
    "MiB, built", "of rank-bm25's", "MiB, loaded", "of rank-bm25's", "first search, ms",
]  # fmt: skip
FOOTNOTE = """Each engine is built in one process and loaded in another; memory is what the process
has grown by after ten searches, mapped files that were touched included. rank-bm25 is kept as a
pickle, the others in their own form. A first search includes what numba compiles."""

LAG = """By how much a sleep of a millisecond is too long. A thread that only counts, and never
goes on for more than a tenth of one, shows what the system's scheduler takes of it. Threads that
answer pause for 20 ms after each answer, the one that reloads never does."""


def _footprints(footprints: Results, result: Results) -> Iterable[list[str]]:
    oracle = footprints.get(ORACLE, {})
    for name, measured in footprints.items():
        cells = [name]
        for key, form in (
            ("build", "{:.2f}"), ("load", "{:.3f}"),
            ("built memory", "{:.0f}"), ("loaded memory", "{:.0f}"),
        ):  # fmt: skip
            share = f"{measured[key] / oracle[key]:.3f}" if oracle.get(key, 0) > 0 else ""
            cells += [form.format(measured[key]), share]
        yield [*cells, f"{result['first'][name]:.1f}" if name in result["first"] else ""]


def _rows(
    results: Results, sizes: list[str], kind: str, cell: Callable[[Results, str], str]
) -> Iterable[list[str]]:
    for name in results[sizes[0]]["times"][kind]:
        timed = [results[size]["times"][kind] for size in sizes]
        yield [name, *(cell(times, name) if name in times else "" for times in timed)]


def _times(times: dict[str, list[float]], name: str) -> str:
    return f"{share(times[name], 50):.3f} · {share(times[name], 99):.3f}"


def _ratio(times: dict[str, list[float]], name: str) -> str:
    ratio = share(times[name], 50) / share(times[OURS], 50)
    return f"{ratio:,.0f}" if ratio >= 20 else f"{ratio:.2g}"


def share(values: list[float], percent: int) -> float:
    """Return the value that `percent` of a hundred don't exceed."""
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


def _agreement(results: Results, sizes: list[str]) -> str:
    rows = []
    for size in sizes:
        same = results[size]["same"]
        if same:
            shares = [f"{same[key] / same['compared']:.1%}" for key in ("scores", "order")]
            rows.append([_passages(size), str(same["compared"]), *shares])
    header = ["passages", "searches", "all scores identical", "top ten identical"]
    return "## Agreement with rank-bm25, to the last bit\n\n" + _table(header, rows)


def _lag(measured: Results) -> str:
    rows = [
        [name, *(f"{lag[key]:.1f}" for key in ("p50", "p99", "max"))]
        for name, lag in measured["lags"].items()
    ]
    title = f"## Milliseconds the event loop waits, {measured['passages']:,} passages"
    return f"{title}\n\n{LAG}\n\n{_table(['beside it', 'p50', 'p99', 'max'], rows)}"


def _machine() -> str:
    info = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":")[1].strip() for line in info if "model name" in line), "unknown")
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    python = f"{platform.python_implementation()} {sys.version.split()[0]}"
    return f"Machine: {model}, {os.cpu_count()} cores, {platform.system()}. {python}, {libraries}."


def _passages(size: str) -> str:
    return f"{int(size):,}"


def _table(header: list[str], rows: Iterable[list[str]], corner: str = "") -> str:
    header = [corner or header[0], *header[1:]]
    lines = [header, ["---", *("---:" for _ in header[1:])], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def plot(results: dict[str, Any], path: Path) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "bench", "svg.fonttype": "none", "font.size": 9})
    from matplotlib import pyplot

    sizes = sorted(results, key=int)
    figure, panels = pyplot.subplots(1, 2, figsize=(9, 4), sharey=True, layout="constrained")
    for panel, kind in zip(panels, ("rare", "common"), strict=True):
        for name in results[sizes[0]]["times"][kind]:
            timed = {int(s): results[s]["times"][kind].get(name) for s in sizes}
            medians = {size: share(times, 50) for size, times in timed.items() if times}
            width = 2.5 if name == "rapporteur" else 1.2
            panel.plot(list(medians), list(medians.values()), "o-", label=name, lw=width, ms=3)
        panel.set(xscale="log", yscale="log", xlabel="passages", title=f"{kind} words")
        panel.grid(alpha=0.3)
    panels[0].set_ylabel("median milliseconds a search")
    panels[1].legend(loc="upper left", fontsize=8)
    figure.savefig(path, metadata={"Date": None})
