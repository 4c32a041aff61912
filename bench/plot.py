"""Measurements -> the plot of latency by number of passages, both logarithmic."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.report import share


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
