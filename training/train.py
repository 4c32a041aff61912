"""Train the network: `python -m training.train --stage 1|2`, resumable, with fixed seeds.

Stage 1 reads public questions only, and makes the reader. Stage 2 learns from our own reports:
reader, tagger and router together, with public questions mixed in so that nothing is forgotten. Stage 3
goes on with the same, with each question beside the four wrong windows that are hit best, as when it is asked.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from bot.reader.network import FEATURES, ROUTES
from bot.reader.windows import NetworkInput, encode_question, padded, question_pieces
from training.data import Own
from training.examples import Shelf, Tagged, TrainingQuestion, roughened, window_with_question
from training.model import TrainableNetwork
from training.public import Public

GROUP = 6  # windows that go through the encoder together
SHARES = {2: (0.42, 0.12, 0.33, 0.13), 3: (0.52, 0.13, 0.29, 0.06)}  # of own, public, tags, routes


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


def own_example(
    shelf: Shelf, asked: TrainingQuestion, rng: random.Random, wrong_windows: int = 1
) -> Example | None:
    """Return the windows with the answer, and some of the wrong ones that are hit best.

    Of the right windows two at most; in 8 of 100 none, so that "none of these" is learned too. The wrong
    ones are drawn from the nine that BM25 puts first, the higher the likelier.

    Args:
        shelf: the reports that are searched.
        asked: the question.
        rng: draws the windows and roughens the question.
        wrong_windows: how many wrong windows at least, as far as there are any.

    Returns:
        The example; None where there is no window to show.
    """
    ranked = shelf.ranked(asked, asked.doc if asked.before and rng.random() < 0.7 else None)
    features = shelf.features
    right = (
        {(asked.doc, shelf.docs[asked.doc].window_of[p]) for p in asked.gold}
        if asked.gold
        else set()
    )
    wrong = [(r, w) for r, w, _ in ranked[:9] if (r, w) not in right]
    chosen = sorted(right)
    rng.shuffle(chosen)
    chosen = chosen[:2]
    if chosen and rng.random() < 0.08:
        chosen = []
    count = max(wrong_windows, 1 if chosen and rng.random() < 0.75 else 2)
    for _ in range(count):
        if wrong:
            pick = wrong.pop(min(int(rng.expovariate(0.6 * wrong_windows)), len(wrong) - 1))
            chosen.append(pick)
    if not chosen:
        return None
    rng.shuffle(chosen)
    before = asked.before
    if not before and rng.random() < 0.08:  # a new question after another
        before = rng.choice(shelf.asked).question
    question = TrainingQuestion(roughened(asked.question, rng), asked.doc, before=before)
    windows = [window_with_question(shelf.docs[r].windows[w], question, None) for r, w in chosen]
    rows = [
        np.array([features.get((r, p), (0.0,) * FEATURES) for p, _ in e.marks], np.float32)
        for (r, _), e in zip(chosen, windows, strict=True)
    ]
    gold = [
        (n, m)
        for n, ((r, _), e) in enumerate(zip(chosen, windows, strict=True))
        for m, (p, _) in enumerate(e.marks)
        if r == asked.doc and p in asked.gold
    ]
    example = Example(windows, rows, gold, verdict=asked.verdict)
    if gold and asked.items:
        example.items = {}
        for n, m in gold:
            e = windows[n]
            p = e.marks[m][0]
            inside = example.items.setdefault(n, np.full(len(e.ids), -1, np.float32))
            inside[e.places[:, 0] == p] = 0
            for q, start, end in asked.items:
                if q == p:
                    inside[
                        (e.places[:, 0] == p) & (e.places[:, 1] < end) & (e.places[:, 2] > start)
                    ] = 1
        passages = {p for p, _, _ in asked.items}
        if len(passages) == 1:
            p = passages.pop()
            start, end = min(i[1] for i in asked.items), max(i[2] for i in asked.items)
            for n, m in gold:
                if windows[n].marks[m][0] == p:
                    example.span = span_of(windows[n], p, start, end, n)
    return example


def span_of(
    e: NetworkInput, passage: int, start: int, end: int, window: int
) -> tuple[int, int, int] | None:
    """Return the window and the first and last wordpiece of a range of a passage's text.

    Args:
        e: the encoded window.
        passage: its number in the window.
        start: of the range, in code points of the passage's text, half-open.
        end: of the range.
        window: the number that is returned first.

    Returns:
        Both wordpieces inclusive; None where the window was cut before the range.
    """
    inside = np.flatnonzero(
        (e.places[:, 0] == passage) & (e.places[:, 1] < end) & (e.places[:, 2] > start)
    )
    return (window, int(inside[0]), int(inside[-1])) if len(inside) else None


def public_example(public: Public, key: tuple[int, int]) -> Example:
    """Return an example of the public sets; there are no hits, so all features are 0."""
    windows, keys, right, (start, end) = public.example(*key)
    gold, span, items = [], None, None
    for n, names in enumerate(keys):
        if right in names:
            m = names.index(right)
            gold = [(n, m)]
            span = span_of(windows[n], m, start, end, n)
            if span:
                inside = np.full(len(windows[n].ids), -1, np.float32)
                inside[windows[n].places[:, 0] == m] = 0
                inside[span[1] : span[2] + 1] = 1
                items = {n: inside}
    rows = [np.zeros((len(e.marks), FEATURES), np.float32) for e in windows]
    return Example(windows, rows, gold, span, items)


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
            total = total + 0.3 * functional.cross_entropy(
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


def endless(items: list, rng: random.Random) -> Iterator:
    """Yield the items for ever, in a new order each time round."""
    while True:
        rng.shuffle(items)
        yield from items


def main() -> None:
    """Train one stage: AdamW with weight decay 0.01 and gradients cut to a norm of 1.

    The rate rises over 60 steps, then falls in proportion to the time that is left, to a fiftieth. Every
    250 steps a checkpoint is written beside the result, and a later run goes on from there.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--stage", type=int, choices=(1, 2, 3), required=True)
    parser.add_argument(
        "--base", type=Path, required=True, help="folder with model.safetensors and config.json"
    )
    parser.add_argument("--public", type=Path, required=True)
    parser.add_argument("--init", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--share", type=float, default=1.0, help="of our own reports that are learned from"
    )
    parser.add_argument("--qamr", type=int, default=9000)
    o = parser.parse_args()
    torch.set_num_threads(o.threads)
    random.seed(o.seed)
    np.random.seed(o.seed)
    torch.manual_seed(o.seed)
    rng = random.Random(o.seed)
    network = TrainableNetwork(o.base)
    if o.init:
        network.load_prototype(o.init)
    public = Public(o.public, rng, o.qamr)
    public_keys = endless(public.keys, rng)
    tasks: list[tuple[float, Callable[[], tuple[Tensor, dict[str, float]]]]] = []

    def read_public(n: int = 16) -> tuple[Tensor, dict[str, float]]:
        return reading_loss(network, [public_example(public, next(public_keys)) for _ in range(n)])

    if o.stage == 1:
        tasks.append((1.0, read_public))
    else:
        own = Own(rng, o.share)
        print(
            f"{len(own.asked)} questions over {own.reports} reports, {len(own.tagged)} windows, {len(own.routes)} routed",
            flush=True,
        )
        asked, tagged, routes = (
            endless(own.asked, rng),
            endless(own.tagged, rng),
            endless(own.routes, rng),
        )

        def read_own() -> tuple[Tensor, dict[str, float]]:
            batch: list[Example] = []
            while len(batch) < (12 if o.stage == 2 else 8):
                shelf, question = next(asked)
                example = own_example(shelf, question, rng, 4 if o.stage == 3 else 1)
                if example:
                    batch.append(example)
            return reading_loss(network, batch)

        share = SHARES[o.stage]
        tasks += [
            (share[0], read_own),
            (share[1], read_public),
            (share[2], lambda: tagging_loss(network, [next(tagged) for _ in range(12)])),
            (share[3], lambda: routing_loss(network, [next(routes) for _ in range(80)], rng)),
        ]
    slow = [p for n, p in network.named_parameters() if n.startswith("enc.") and p.requires_grad]
    fast = [p for n, p in network.named_parameters() if not n.startswith("enc.")]
    optimiser = torch.optim.AdamW(
        [{"params": slow, "lr": o.rate}, {"params": fast, "lr": 1e-3}],
        weight_decay=0.01,
        fused=True,
    )
    spent, step = 0.0, 0
    checkpoint = o.out.with_suffix(".checkpoint")
    if checkpoint.exists():
        known = torch.load(checkpoint, weights_only=False)
        network.load_state_dict(known["network"])
        optimiser.load_state_dict(known["optimiser"])
        spent, step = known["spent"], known["step"]
        rng.seed(o.seed + step)
        print(f"goes on at step {step}, {spent / 60:.0f} minutes", flush=True)
    network.train()
    started = time.time() - spent
    sums: dict[str, list[float]] = {}
    while (share := (time.time() - started) / (o.minutes * 60)) < 1:
        for group, rate in zip(optimiser.param_groups, (o.rate, 1e-3), strict=True):
            group["lr"] = rate * min(1, (step + 1) / 60) * max(0.02, 1 - share)
        task = rng.choices([t for _, t in tasks], [w for w, _ in tasks])[0]
        loss, seen = task()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(slow + fast, 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        step += 1
        for k, v in seen.items():
            sums.setdefault(
                k + ("" if task is not read_public or o.stage == 1 else "*"), []
            ).append(v)
        if step in (5, 20) or step % 100 == 0:
            said = " ".join(f"{k} {np.mean(v):.3f}" for k, v in sums.items())
            print(f"step {step} {said} {time.time() - started:.0f}s", flush=True)
            sums.clear()
        if step % 250 == 0:
            torch.save(
                {
                    "network": network.state_dict(),
                    "optimiser": optimiser.state_dict(),
                    "spent": time.time() - started,
                    "step": step,
                },
                checkpoint,
            )
    torch.save(network.state_dict(), o.out)
    checkpoint.unlink(missing_ok=True)
    print(f"saved {o.out} after {step} steps", flush=True)


if __name__ == "__main__":
    main()
