"""Gradient-boosted trees as plain arrays: features -> the probability that a candidate is right."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WEIGHTS = "weights.json"
DIGITS = 4  # of a feature: learned from so rounded, so that no threshold lies beside its values


@dataclass(frozen=True, slots=True)
class Trees:
    """All trees in one row of nodes; `roots` says where each begins. A leaf points to itself."""

    features: tuple[str, ...]
    base: float
    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    children: NDArray[np.int32]  # of node n: left at 2n, right at 2n + 1
    value: NDArray[np.float64]
    depth: int

    @classmethod
    def of(cls, data: dict[str, Any]) -> Trees:
        """Build from the JSON form: a list of trees, each with f, t, l, r, v by node."""
        roots: list[int] = []
        parts: dict[str, list[float]] = {key: [] for key in "ftlrv"}
        for tree in data["trees"]:
            offset = len(parts["f"])
            roots.append(offset)
            for key in "ftv":
                parts[key].extend(tree[key])
            for key in "lr":
                parts[key].extend(child + offset for child in tree[key])
        return cls(
            tuple(data["features"]), float(data["base"]), np.array(roots, np.int32),
            np.array(parts["f"], np.int32), np.array(parts["t"], np.float64),
            np.array([parts["l"], parts["r"]], np.int32).T.ravel(),
            np.array(parts["v"], np.float64), int(data["depth"]),
        )  # fmt: skip

    def probabilities(self, rows: Sequence[Sequence[float]]) -> NDArray[np.float64]:
        """Return a probability for each row of features, in their order."""
        return np.asarray(1.0 / (1.0 + np.exp(-self.scores(rows))), np.float64)

    def scores(self, rows: Sequence[Sequence[float]]) -> NDArray[np.float64]:
        """Return the sum of the trees for each row of features, in their order."""
        table = np.round(np.asarray(rows, np.float64), DIGITS)
        flat = table.ravel()
        offset = (np.arange(len(table)) * table.shape[1])[:, None]
        nodes = np.broadcast_to(self.roots, (len(table), len(self.roots)))
        for _ in range(self.depth):
            high = flat.take(offset + self.feature.take(nodes)) > self.threshold.take(nodes)
            nodes = self.children.take(2 * nodes + high)
        return np.asarray(self.base + self.value.take(nodes).sum(axis=1), np.float64)


@lru_cache(maxsize=1)
def weights() -> dict[str, Any]:
    """Return the learned weights that come with the package."""
    text = resources.files("bot.answering").joinpath(WEIGHTS).read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


@lru_cache(maxsize=1)
def ranker() -> Trees:
    """Return the ranker of candidates."""
    return Trees.of(weights()["ranker"])
