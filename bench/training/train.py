"""Learns the weights of bot/answering/weights.json, and says how good they are on other events.

    python bench/training/train.py [--write]

Trained on the reports and questions of this repository and, where they lie beside it, on those of
../shared/dev and ../shared/dev2; cross-validated by event, not by question. Needs lightgbm
(`pip install -e '.[train]'`), which the bot itself does not.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from rows import Asked, read_set

from bot.answering.features import names_of_features
from bot.answering.gate import ELSEWHERE, NAMES, UNSTATED, gate_features
from bot.answering.trees import DIGITS

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
WEIGHTS = ROOT / "bot" / "answering" / "weights.json"
FOLDS = 5
NEGATIVES = 40  # kept of a question's wrong candidates
RISING = frozenset(
    """score own cover soft context names_here anchor anchor_exact years months ordinals fit slot
    prior joint joint_lead prior_lead head head_class described relation_strength in_focus lead
    report_fits leaning speaker""".split()
)
FALLING = frozenset(
    "missing unknown overlap joint_rank named_itself name_distance name_between".split()
)
RANKER = {
    "objective": "lambdarank", "learning_rate": 0.045, "num_leaves": 12, "max_depth": 5,
    "min_data_in_leaf": 30, "lambda_l2": 5, "feature_fraction": 0.6,
    "bagging_fraction": 0.8, "bagging_freq": 1,
    "lambdarank_truncation_level": 5, "verbose": -1, "num_threads": 1, "seed": 1,
}  # fmt: skip
GATE = {
    "objective": "binary", "learning_rate": 0.04, "num_leaves": 6, "max_depth": 4,
    "min_data_in_leaf": 20, "lambda_l2": 10, "feature_fraction": 0.4,
    "bagging_fraction": 0.7, "bagging_freq": 1,
    "verbose": -1, "num_threads": 1, "seed": 3,
}  # fmt: skip
ROUNDS = {"ranker": 520, "gate": 140}


def sets() -> list[tuple[str, Path, Path]]:
    """Return name, reports and questions of each set that is there."""
    shared = ROOT.parent / "shared"
    found = [
        ("own", ROOT / "corpus", ROOT / "tests" / "quality" / "questions.jsonl"),
        *(
            (f"training {p.name}", p / "reports", p / "questions.jsonl")
            for p in sorted((HERE / "data").iterdir())
        ),
        ("dev", shared / "dev" / "reports", shared / "dev" / "questions.jsonl"),
        ("dev2", shared / "dev2" / "reports", shared / "dev2" / "questions.jsonl"),
        ("dev2 extra", shared / "dev2" / "reports", shared / "dev2" / "questions_extra.jsonl"),
    ]
    return [entry for entry in found if entry[2].is_file()]


def fit_ranker(asked: Sequence[Asked]) -> lightgbm.Booster:
    """Return trees that put right candidates before wrong ones."""
    rows, labels, sizes, weights = [], [], [], []
    for one in asked:
        if not one.right.any():
            continue
        chance = np.random.default_rng(len(one.right)).random(len(one.right))
        kept = np.flatnonzero(one.right | (chance < NEGATIVES / len(one.right)))
        rows.append(one.rows[kept])
        labels.append(one.right[kept])
        sizes.append(len(kept))
        weights.append(np.full(len(kept), one.weight))
    data = lightgbm.Dataset(
        np.vstack(rows), np.concatenate(labels).astype(int), group=sizes,
        weight=np.concatenate(weights),
    )  # fmt: skip
    return lightgbm.train({**RANKER, "monotone_constraints": _trends()}, data, ROUNDS["ranker"])


def _trends() -> list[int]:
    return [1 if n in RISING else -1 if n in FALLING else 0 for n in names_of_features()]


def fit_gate(asked: Sequence[Asked], scores: Sequence[NDArray[np.float64]]) -> lightgbm.Booster:
    """Return trees that tell from the best candidate whether it is right."""
    rows = [_gate_row(one, s) for one, s in zip(asked, scores, strict=True)]
    labels = [bool(one.right[int(np.argmax(s))]) for one, s in zip(asked, scores, strict=True)]
    data = lightgbm.Dataset(
        np.array(rows), np.array(labels).astype(int), weight=[a.weight for a in asked]
    )
    return lightgbm.train(
        {**GATE, "monotone_constraints": [1, 1, 0, 0, 0, *_trends()]}, data, ROUNDS["gate"]
    )


def _gate_row(one: Asked, scores: NDArray[np.float64]) -> list[float]:
    best = int(np.argmax(scores))
    return gate_features(one.candidates, scores.tolist(), one.rows[best].tolist(), best)


def folds_of(asked: Sequence[Asked]) -> list[int]:
    """Return the fold of each question; those of one event share one."""
    groups = sorted({one.group for one in asked})
    order = np.random.default_rng(1).permutation(len(groups))
    fold = {group: int(order[i]) % FOLDS for i, group in enumerate(groups)}
    return [fold[one.group] for one in asked]


def crossed(asked: Sequence[Asked], fit: Callable[[list[int]], Callable[[int], Any]]) -> list[Any]:
    """Return for each question what a model says that has not seen its event."""
    folds = folds_of(asked)
    said: list[Any] = [None] * len(asked)
    for fold in range(FOLDS):
        predict = fit([i for i, f in enumerate(folds) if f != fold])
        for i, f in enumerate(folds):
            if f == fold:
                said[i] = predict(i)
    return said


def cross_validate(asked: Sequence[Asked]) -> tuple[list[NDArray[np.float64]], NDArray[np.float64]]:
    """Return the candidates' scores and the confidences, each from other events."""

    def ranked(training: list[int]) -> Callable[[int], Any]:
        model = fit_ranker([asked[i] for i in training])
        return lambda i: model.predict(asked[i].rows)

    scores = crossed(asked, ranked)

    def gated(training: list[int]) -> Callable[[int], Any]:
        model = fit_gate([asked[i] for i in training], [scores[i] for i in training])
        return lambda i: float(model.predict(np.array([_gate_row(asked[i], scores[i])]))[0])

    doubts = [_doubt(one, int(np.argmax(s))) for one, s in zip(asked, scores, strict=True)]
    return scores, np.array(crossed(asked, gated)) * np.array(doubts)


def _doubt(one: Asked, best: int) -> float:
    """Return what the gate's probability is multiplied by, as bot.answering.gate does."""
    unstated = UNSTATED if one.unstated[best] else 1.0
    return unstated * (ELSEWHERE if one.elsewhere[best] else 1.0)


def curve_of(
    asked: Sequence[Asked], scores: Sequence[NDArray[np.float64]], chances: NDArray[np.float64]
) -> list[tuple[float, float]]:
    """Return (threshold, share of the given answers that mislead), smoothed to fall."""
    whole = [i for i, one in enumerate(asked) if one.weight == 1.0]
    curve = []
    for threshold in np.arange(0.02, 0.98, 0.01):
        given = [i for i in whole if chances[i] >= threshold]
        misled = sum(
            bool(asked[i].misled[int(np.argmax(scores[i]))]) or not asked[i].question.answerable
            for i in given
        )
        curve.append((round(float(threshold), 2), misled / len(given) if given else 0.0))
    best = 1.0
    return [(t, best := round(min(best, share), 4)) for t, share in curve]


def break_even(
    asked: Sequence[Asked], scores: Sequence[NDArray[np.float64]], chances: NDArray[np.float64]
) -> float:
    """Return the threshold at which most questions are answered right or rightly refused.

    Of several as good the highest, since a wrong answer costs more trust than none.
    """
    whole = [i for i, one in enumerate(asked) if one.weight == 1.0]
    tops = [bool(asked[i].right[int(np.argmax(scores[i]))]) for i in whole]
    stated = [asked[i].question.answerable for i in whole]

    def right(threshold: float) -> int:
        given = [chances[i] >= threshold for i in whole]
        return sum((t and g) if s else not g for t, s, g in zip(tops, stated, given, strict=True))

    grid = [round(float(t), 2) for t in np.arange(0.1, 0.6, 0.01)]
    return max(grid, key=lambda threshold: (right(threshold), threshold))


def table(
    asked: Sequence[Asked],
    scores: Sequence[NDArray[np.float64]],
    chances: NDArray[np.float64],
    threshold: float,
) -> None:
    """Print the cross-validated figures of each set."""
    sums: dict[str, list[list[bool]]] = defaultdict(list)
    for one, s, chance in zip(asked, scores, chances, strict=True):
        top = bool(one.right[int(np.argmax(s))])
        given = bool(chance >= threshold)
        sums[one.set].append([one.question.answerable, top, given])
    print(f"{'set':22} {'n':>5} {'right':>6} {'best right':>10} {'refused':>8} {'silent':>7}")
    for name, rows in sums.items():
        stated = [r for r in rows if r[0]]
        unstated = [r for r in rows if not r[0]]
        right = sum(r[1] and r[2] for r in stated) + sum(not r[2] for r in unstated)
        best = sum(r[1] for r in stated) / max(1, len(stated))
        refused = sum(not r[2] for r in stated) / max(1, len(stated))
        silent = sum(not r[2] for r in unstated) / max(1, len(unstated))
        share = right / len(rows)
        print(f"{name:22} {len(rows):5} {share:6.3f} {best:10.3f} {refused:8.3f} {silent:7.3f}")


def _threshold(learned: float) -> float:
    """Return the threshold as written; those that stand for "just below" or "above zero" widened.

    Features have DIGITS digits, so half of the last one parts zero from every other value.
    """
    if abs(learned) < 1e-30:
        return math.copysign(0.5 * 10**-DIGITS, learned)
    return round(learned, 6)


def exported(model: lightgbm.Booster, names: Sequence[str]) -> dict[str, Any]:
    """Return the trees as the arrays that bot.answering.trees reads."""
    trees, deepest = [], 1

    def walk(node: dict[str, Any], tree: dict[str, list[float]], depth: int) -> int:
        nonlocal deepest
        deepest = max(deepest, depth)
        index = len(tree["f"])
        for key in "ftlrv":
            tree[key].append(0)
        if "leaf_value" in node:
            tree["l"][index] = tree["r"][index] = index
            tree["v"][index] = round(node["leaf_value"], 5)
            return index
        tree["f"][index] = node["split_feature"]
        tree["t"][index] = _threshold(node["threshold"])
        tree["l"][index] = walk(node["left_child"], tree, depth + 1)
        tree["r"][index] = walk(node["right_child"], tree, depth + 1)
        return index

    for info in model.dump_model()["tree_info"]:
        tree: dict[str, list[float]] = {key: [] for key in "ftlrv"}
        walk(info["tree_structure"], tree, 1)
        trees.append(tree)
    return {"features": list(names), "base": 0.0, "depth": deepest, "trees": trees}


def main() -> None:
    """Cross-validate, print, and with --write learn from everything and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the weights file")
    parser.add_argument("--max-wrong", type=float, default=0.1)
    options = parser.parse_args()
    asked = [one for entry in sets() for one in read_set(*entry)]
    scores, chances = cross_validate(asked)
    curve = curve_of(asked, scores, chances)
    threshold = next((t for t, wrong in curve if wrong <= options.max_wrong), 1.0)
    even = break_even(asked, scores, chances)
    print(f"break-even: {even}")
    print(f"threshold for max_wrong {options.max_wrong}: {threshold}")
    print([point for point in curve if round(point[0] * 100) % 10 == 0])
    for at in sorted({even, threshold}):
        print(f"threshold {at}")
        table(asked, scores, chances, at)
    if options.write:
        ranker = fit_ranker(asked)
        gate = fit_gate(asked, scores)
        data = {
            "ranker": exported(ranker, names_of_features()),
            "gate": exported(gate, [*NAMES, *names_of_features()]),
            "curve": curve,
            "break_even": even,
        }
        WEIGHTS.write_text(json.dumps(data, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
