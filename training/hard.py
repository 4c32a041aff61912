"""Which open questions the network gets wrong: `python -m training.hard`, for the last stage.

A question that is answered right teaches little, and there are far more than can be read anew in an
hour. So each is read once by the weights in 8 bits, with its windows that are hit best, and its
losses are kept with the wrong windows that the network likes best.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from bot.reader.network import FEATURES, WEIGHTS, Network
from training.data import Own
from training.examples import Shelf, TrainingQuestion, window_with_question

SEED = 1  # of the drawn questions, so that numbers mean the same when they are read again
READ = 5  # windows of a question, and those that answer it


@dataclass(frozen=True)
class Mined:
    """What the network makes of a question.

    Attributes:
        number: of the question in `Own(random.Random(SEED)).asked`.
        pick: loss of the passage, in nats: minus the logarithm of the share of the right ones, or
            of none where the reports don't say.
        span: loss of start and end, the mean of both; 0 where there is none.
        wrong: (report of the shelf, window) of the wrong windows, the likeliest first.
    """

    number: int
    pick: float
    span: float
    wrong: list[tuple[int, int]]


def mined(shelf: Shelf, asked: TrainingQuestion, number: int, network: Network) -> Mined:
    """Return what the network makes of a question over its shelf."""
    ranked = shelf.ranked(asked, asked.doc if asked.before else None)
    features = shelf.features
    right = (
        {(asked.doc, shelf.docs[asked.doc].window_of[p]) for p in asked.gold}
        if asked.doc is not None
        else set()
    )
    windows = [(r, w) for r, w, _ in ranked[:READ]]
    windows += [place for place in sorted(right) if place not in windows][:2]
    rows = [window_with_question(shelf.docs[r].windows[w], asked, None) for r, w in windows]
    logits, gold, span = [0.0], [], 0.0
    best: dict[tuple[int, int], float] = {}
    for (report, window), row, heads in zip(windows, rows, network.read(rows), strict=True):
        for passage, mark in row.marks:
            hit = features.get((report, passage), (0.0,) * FEATURES)
            logit = float(heads.pick[mark]) + network.prior(hit)
            if report == asked.doc and passage in asked.gold:
                gold.append(len(logits))
                span = span or _span_loss(asked, passage, row.places, heads.span)
            elif (report, window) not in right:
                best[report, window] = max(best.get((report, window), -np.inf), logit)
            logits.append(logit)
    shares = _log_softmax(np.array(logits))
    pick = -float(np.log(np.exp(shares[gold or [0]]).sum()))
    return Mined(number, pick, span, sorted(best, key=lambda place: -best[place]))


def _span_loss(
    asked: TrainingQuestion, passage: int, places: np.ndarray, logits: np.ndarray
) -> float:
    """Return the loss of start and end where all of the answer is in this passage; else 0."""
    if not asked.items or {p for p, _, _ in asked.items} != {passage}:
        return 0.0
    start, end = min(s for _, s, _ in asked.items), max(e for _, _, e in asked.items)
    pieces = np.flatnonzero(places[:, 0] == passage)
    within = (places[pieces, 1] < end) & (places[pieces, 2] > start)
    inside = np.flatnonzero(within)
    if not len(inside):
        return 0.0
    starts, ends = _log_softmax(logits[pieces, 0]), _log_softmax(logits[pieces, 1])
    return -float(starts[inside[0]] + ends[inside[-1]]) / 2


def _log_softmax(logits: np.ndarray) -> np.ndarray:
    shifted = logits - logits.max()
    return shifted - np.log(np.exp(shifted).sum())


def read_mined(path: Path) -> list[Mined]:
    """Return what was written before, without a line that was cut."""
    lines = path.read_text("utf-8").splitlines()
    rows = (json.loads(line) for line in lines if line.endswith("}"))
    return [
        Mined(row["number"], row["pick"], row["span"], [(r, w) for r, w in row["wrong"]])
        for row in rows
    ]


def main() -> None:
    """Write a line for each open question that is learned from."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, default=WEIGHTS)
    parser.add_argument("--out", type=Path, required=True)
    o = parser.parse_args()
    network, own = Network(o.folder), Own(random.Random(SEED))
    seen: set[int] = set()
    with o.out.open("w", encoding="utf-8") as out:
        for number, (shelf, asked) in enumerate(own.asked):
            if asked.kind.startswith("open") and id(asked) not in seen:
                seen.add(id(asked))
                out.write(json.dumps(asdict(mined(shelf, asked, number, network))) + "\n")


if __name__ == "__main__":
    main()
