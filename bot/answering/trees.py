"""Gradient-boosted trees as plain arrays: features -> the probability that a candidate is right."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

WEIGHTS = "weights.json"
DIGITS = 4  # of a feature: learned from so rounded, so that no threshold lies beside its values
BLOCK = 64  # rows at a time, as many as the processor's cache holds


@dataclass(frozen=True, slots=True)
class Trees:
    """All trees side by side: column n of each table is tree n, padded with nodes that do nothing.

    Leaves are numbered from left to right. A node that sends a row to the right rules out the
    leaves to its left; where a row ends is the first leaf that no node rules out (Lucchese et al.,
    "QuickScorer", 2015). So all nodes are asked at once, without following any path.
    """

    features: tuple[str, ...]
    base: float
    feature: NDArray[np.intp]  # of each node
    threshold: NDArray[np.float32]
    ruled_out: NDArray[np.uint16]  # leaves as bits, by a feature above the threshold
    values: NDArray[np.float64]  # of the leaves: all of the first tree, then of the next
    starts: NDArray[np.intp]  # of each tree's leaves among the values
    first_free: NDArray[np.intp]  # the lowest bit that is not set, for each set of bits

    @classmethod
    def of(cls, data: dict[str, Any]) -> Trees:
        """Build from the JSON form: a list of trees, each with f, t, l, r, v by node.

        Those are feature, threshold, children and value; a leaf is its own child.
        """
        trees = [_nodes(tree) for tree in data["trees"]]
        leaves = max(len(values) for _, values in trees)
        feature = np.zeros((leaves - 1, len(trees)), np.intp)
        threshold = np.full(feature.shape, np.inf, np.float32)
        ruled_out = np.zeros(feature.shape, np.uint16)
        table = np.zeros((len(trees), leaves))
        for tree, (nodes, values) in enumerate(trees):
            table[tree, : len(values)] = values
            for i, node in enumerate(nodes):
                feature[i, tree], threshold[i, tree], ruled_out[i, tree] = node
        free = [(~bits & (bits + 1)).bit_length() - 1 for bits in range(1 << leaves)]
        return cls(
            tuple(data["features"]), float(data["base"]), feature, threshold, ruled_out,
            table.ravel(), np.arange(len(trees)) * leaves, np.array(free),
        )  # fmt: skip

    def probabilities(self, rows: ArrayLike) -> NDArray[np.float64]:
        """Return a probability for each row of features, in their order."""
        return np.asarray(1.0 / (1.0 + np.exp(-self.scores(rows))), np.float64)

    def scores(self, rows: ArrayLike) -> NDArray[np.float64]:
        """Return the sum of the trees for each row of features, in their order."""
        table = np.asarray(rows, np.float64).round(DIGITS)
        blocks = [self._sums(table[i : i + BLOCK]) for i in range(0, len(table), BLOCK)]
        return self.base + np.concatenate(blocks) if blocks else np.empty(0)

    def _sums(self, table: NDArray[np.float64]) -> NDArray[np.float64]:
        columns = np.ascontiguousarray(table.T, np.float32)
        gone = np.zeros((len(self.starts), len(table)), np.uint16)
        for feature, threshold, bits in zip(
            self.feature, self.threshold, self.ruled_out, strict=True
        ):
            gone |= (columns.take(feature, axis=0) > threshold[:, None]) * bits[:, None]
        leaves = self.first_free.take(gone.T) + self.starts
        return np.asarray(self.values.take(leaves).sum(axis=1), np.float64)


Node = tuple[int, float, int]  # feature, threshold, leaves ruled out above it


def _nodes(tree: dict[str, list[Any]]) -> tuple[list[Node], list[float]]:
    """Return the inner nodes of a tree and the values of its leaves from left to right."""
    nodes: list[Node] = []
    leaves: list[float] = []

    def walk(at: int) -> None:
        left, right = tree["l"][at], tree["r"][at]
        if left == at:
            leaves.append(tree["v"][at])
            return
        first = len(leaves)
        walk(left)
        bits = (1 << len(leaves)) - (1 << first)
        nodes.append((tree["f"][at], tree["t"][at], bits))
        walk(right)

    walk(0)
    return nodes, leaves


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
