"""What the network's outputs cost: of reading, of tagging, of routing."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from bot.reader.network import ROUTES
from bot.reader.windows import NetworkInput, encode_question, padded, question_pieces
from training.examples import Tagged, roughened
from training.model import TrainableNetwork

GROUP = 6  # windows that go through the encoder together
VERDICT = 0.3  # weight of the loss of yes, no or neither
SETTLED = 1.0  # the same where it is yes or no: few questions are


@dataclass
class Example:
    """A question over some windows; see `reading_loss` for how each part is used.

    Attributes:
        windows: each with the question before it; their order says nothing.
        features: for each window (marks, FEATURES) float32, of the passages' BM25 hits.
        gold: (window, mark) of each passage that answers; none where nothing does.
        span: window, first and last wordpiece of the answer, both inclusive.
        items: window -> (wordpieces,) float32: 1 inside an item, 0 outside, -1 where it doesn't count.
        verdict: 0 where no yes or no is asked for, 1 yes, 2 no.
    """

    windows: list[NetworkInput]
    features: list[np.ndarray]
    gold: list[tuple[int, int]]
    span: tuple[int, int, int] | None = None
    items: dict[int, np.ndarray] | None = None
    verdict: int = 0


def forward(network: TrainableNetwork, rows: list[NetworkInput]) -> list[dict[str, Tensor]]:
    """Return every head's output for each window, in their order, as float32.

    Windows of similar length go through the encoder together, `GROUP` at a time, padded to the longest
    of them. An output that has a row a wordpiece keeps the rows of that padding at its end.
    """
    order = sorted(range(len(rows)), key=lambda n: len(rows[n].ids))
    out: list[dict[str, Tensor]] = [{}] * len(rows)
    with torch.autocast("cpu", dtype=torch.bfloat16):  # one, so that each weight is cast once
        for group in np.array_split(np.array(order), max(1, len(order) // GROUP)):
            heads = network(*(torch.from_numpy(a) for a in padded([rows[n] for n in group])))
            for place, n in enumerate(group):
                out[n] = {k: v[place].float() for k, v in heads.items()}
    return out


def reading_loss(
    network: TrainableNetwork, batch: list[Example]
) -> tuple[Tensor, dict[str, float]]:
    """Return the loss of reading: which passage or none, start and end in it, items, verdict.

    The passages of all windows and "none", whose logit is 0, share one softmax; its part is the negative
    log of what all right ones get together. Start and end are cross-entropies over the wordpieces of
    their passage, their mean counts once; items (a mean over wordpieces, for each window) count by 0.5,
    the verdict by 0.3.

    Returns:
        The mean over the batch, in nats; and for the log the means of `pick`, `span` and `hit`, the
        share whose best choice was right.
    """
    flat = [e for x in batch for e in x.windows]
    outs = forward(network, flat)
    at = 0
    total = torch.zeros(())
    seen = {"pick": 0.0, "span": 0.0, "hit": 0.0}
    for x in batch:
        heads = outs[at : at + len(x.windows)]
        at += len(x.windows)
        logits, keys = [torch.zeros(1)], []
        for n, (h, e, f) in enumerate(zip(heads, x.windows, x.features, strict=True)):
            marks = [m for _, m in e.marks]
            logits.append(h["pick"][marks] + network.prior(torch.from_numpy(f))[:, 0])
            keys += [(n, m) for m in range(len(marks))]
        log = torch.log_softmax(torch.cat(logits), 0)
        places = [1 + keys.index(g) for g in x.gold] or [0]
        pick = -torch.logsumexp(log[places], 0)
        total = total + pick
        seen["pick"] += float(pick)
        seen["hit"] += float(int(log.argmax()) in places)
        if x.span:
            n, first, last = x.span
            e = x.windows[n]
            inside = np.flatnonzero(e.places[:, 0] == e.places[first, 0])
            z = torch.log_softmax(heads[n]["span"][inside], 0)
            a, b = int(np.flatnonzero(inside == first)[0]), int(np.flatnonzero(inside == last)[0])
            span = -(z[a, 0] + z[b, 1]) / 2
            total = total + span
            seen["span"] += float(span)
        if x.items:
            for n, wanted in x.items.items():
                counts = np.flatnonzero(wanted >= 0)
                total = total + 0.5 * functional.binary_cross_entropy_with_logits(
                    heads[n]["item"][counts], torch.from_numpy(wanted[counts])
                )
        for n, m in x.gold[:1]:
            mark = x.windows[n].marks[m][1]
            weight = SETTLED if x.verdict else VERDICT
            total = total + weight * functional.cross_entropy(
                heads[n]["verdict"][mark][None], torch.tensor([x.verdict])
            )
    return total / len(batch), {k: v / len(batch) for k, v in seen.items()}


def tagging_loss(network: TrainableNetwork, batch: list[Tagged]) -> tuple[Tensor, dict[str, float]]:
    """Return the loss of tagging: which slots each passage states, and where their values are.

    Both are binary cross-entropies with logits. Of a passage's states, summed over slots, a stated one
    weighs four times; of the wordpieces only those of a passage count, in slots that it states.

    Returns:
        Twice the states' part and the values' part, each a mean over passages, in nats; and both for
        the log.
    """
    outs = forward(network, [t.encoded for t in batch])
    states, inside = torch.zeros(()), torch.zeros(())
    count = 0
    for out, t in zip(outs, batch, strict=True):
        wanted = torch.from_numpy(t.states)
        weight = 1 + 3 * wanted
        marks = [m for _, m in t.encoded.marks]
        states = (
            states
            + (
                functional.binary_cross_entropy_with_logits(
                    out["states"][marks], wanted, reduction="none"
                )
                * weight
            ).sum()
        )
        count += len(marks)
        for row, (passage, _) in enumerate(t.encoded.marks):
            slots = np.flatnonzero(t.states[row])
            if len(slots):
                p = np.flatnonzero(t.encoded.places[:, 0] == passage)
                logits = out["inside"][p][:, slots]
                inside = inside + functional.binary_cross_entropy_with_logits(
                    logits, torch.from_numpy(t.inside[p][:, slots])
                ) * len(slots)
    loss = 2 * states / max(1, count) + inside / max(1, count)
    return loss, {"states": float(states) / max(1, count), "inside": float(inside) / max(1, count)}


def routing_loss(
    network: TrainableNetwork, batch: list[tuple[str, str, int, int]], rng: random.Random
) -> tuple[Tensor, dict[str, float]]:
    """Return the loss of routing: what a question asks for, and whether it wants yes or no.

    Args:
        network: its first len(ROUTES) outputs are logits of routes, the next one of yes or no.
        batch: question, the one before it or "", number of its route (-1: unknown), 1 for yes or no.
        rng: roughens the questions.

    Returns:
        A cross-entropy over routes with labels smoothed by 0.05 (Szegedy et al. 2016), and half a binary
        one of yes or no, both means in nats; and for the log the loss and the share routed rightly.
    """
    rows = [
        encode_question(question_pieces(roughened(q, rng), before)) for q, before, _, _ in batch
    ]
    out = torch.stack([o["route"] for o in forward(network, rows)])
    wanted = torch.tensor([r for _, _, r, _ in batch])
    yesno = torch.tensor([float(y) for *_, y in batch])
    known = wanted >= 0
    loss = functional.cross_entropy(
        out[known][:, : len(ROUTES)], wanted[known], label_smoothing=0.05
    )
    loss = loss + 0.5 * functional.binary_cross_entropy_with_logits(out[:, len(ROUTES)], yesno)
    right = (out[known][:, : len(ROUTES)].argmax(1) == wanted[known]).float().mean()
    return loss, {"route": float(loss), "routed": float(right)}
