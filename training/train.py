"""Train the network: `python -m training.train --stage 1|2|3|4`, resumable, with fixed seeds.

Stage 1 reads public questions only, and makes the reader. Stage 2 learns from our own reports:
reader, tagger and router together, with public questions mixed in so that nothing is forgotten. Stage 3
goes on with the same, with each question beside the four wrong windows that are hit best, as when it is asked.
Stage 4 reads what the network gets wrong (`training.hard`), beside the wrong windows that it likes best.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from bot.reader.network import FEATURES
from bot.reader.windows import NetworkInput
from training.data import Own
from training.examples import Shelf, TrainingQuestion, roughened, window_with_question
from training.hard import SEED, Mined, read_mined
from training.losses import Example, reading_loss, routing_loss, tagging_loss
from training.model import TrainableNetwork
from training.posts import add_posts
from training.public import Public

# Of own questions, public ones, tags, routes, and in the last stage what is drawn from marks.
SHARES = {
    2: (0.42, 0.12, 0.33, 0.13),
    3: (0.52, 0.13, 0.29, 0.06),
    4: (0.60, 0.09, 0.14, 0.04, 0.13),
}
OWN = {2: (12, 1), 3: (8, 4), 4: (10, 2)}  # questions of a step, and the wrong windows of each
# Losses in nats from which a question is hard, of the passage and of the words; else so hard that
# every second is read, or easy, so that every eighth is.
HARD, MIDDLING = (0.7, 1.0), (0.2, 0.4)
POSTS = 0.3  # share of the posts in what is drawn
KEPT = 0.4  # share of the weights before it in the mean that the last stage writes
FROZEN = 2  # layers of the encoder that the last stage leaves as they are, for a fifth of the time

Task = Callable[[], tuple[Tensor, dict[str, float]]]


def own_example(
    shelf: Shelf,
    asked: TrainingQuestion,
    rng: random.Random,
    wrong_windows: int = 1,
    liked: Sequence[tuple[int, int]] = (),
) -> Example | None:
    """Return the windows with the answer, and some of the wrong ones that are hit best.

    Of the right windows two at most; in 8 of 100 none, so that "none of these" is learned too. The wrong
    ones are drawn from the nine that BM25 puts first, the higher the likelier.

    Args:
        shelf: the reports that are searched.
        asked: the question.
        rng: draws the windows and roughens the question.
        wrong_windows: how many wrong windows at least, as far as there are any.
        liked: the wrong windows that the network likes best, in place of those that BM25 does.

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
    if liked:
        wrong = [*rng.sample(liked[:3], len(liked[:3])), *liked[3:9]]
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


def endless(items: list, rng: random.Random) -> Iterator:
    """Yield the items for ever, in a new order each time round."""
    while True:
        rng.shuffle(items)
        yield from items


def own_questions(
    own: Own, rng: random.Random, mined: Sequence[Mined]
) -> Iterator[tuple[Shelf, TrainingQuestion, Mined | None]]:
    """Return our questions without end: all, or where some are mined, the harder the more often."""
    if not mined:
        return ((*pair, None) for pair in endless(own.asked, rng))
    hard = [m for m in mined if m.pick > HARD[0] or m.span > HARD[1]]
    rest = [m for m in mined if m.pick <= HARD[0] and m.span <= HARD[1]]
    middling = [m for m in rest if m.pick > MIDDLING[0] or m.span > MIDDLING[1]]
    easy = [m for m in rest if m.pick <= MIDDLING[0] and m.span <= MIDDLING[1]]
    print(f"{len(hard)} hard, {len(middling)} middling, {len(easy)} easy questions", flush=True)
    chosen = [*hard, *middling[::2], *easy[::8]]
    return ((*own.asked[m.number], m) for m in endless(chosen, rng))


def drawn_questions(
    own: Own, rng: random.Random
) -> Iterator[tuple[Shelf, TrainingQuestion, Mined | None]]:
    """Return without end what is drawn from the marks, a third of it for the posts of people."""
    posts = []
    for shelf in own.shelves:
        some = Shelf(shelf.docs)
        add_posts(some, own.words, rng)
        posts += [(shelf, asked) for asked in some.asked]
    drawn = endless([(s, a) for s, a in own.asked if not a.kind.startswith("open")], rng)
    named = endless(posts, rng)
    while True:
        yield (*next(named if rng.random() < POSTS else drawn), None)


def main() -> None:
    """Train one stage: AdamW with weight decay 0.01 and gradients cut to a norm of 1.

    The rate rises over 60 steps, then falls in proportion to the time that is left, to a fiftieth. Every
    250 steps a checkpoint is written beside the result, and a later run goes on from there.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--stage", type=int, choices=(1, 2, 3, 4), required=True)
    parser.add_argument(
        "--base", type=Path, required=True, help="folder with model.safetensors and config.json"
    )
    parser.add_argument("--public", type=Path, required=True)
    parser.add_argument("--init", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument(
        "--steps", type=int, help="in place of minutes, so that runs can be compared"
    )
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--share", type=float, default=1.0, help="of our own reports that are learned from"
    )
    parser.add_argument("--hard", type=Path, help="what training.hard wrote, for stage 4")
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
    tasks: list[tuple[float, Task]] = []

    def read_public(n: int = 16) -> tuple[Tensor, dict[str, float]]:
        return reading_loss(network, [public_example(public, next(public_keys)) for _ in range(n)])

    if o.stage == 1:
        tasks.append((1.0, read_public))
    else:
        own = Own(random.Random(SEED) if o.stage == 4 else rng, o.share)
        print(
            f"{len(own.asked)} questions over {own.reports} reports, {len(own.tagged)} windows, {len(own.routes)} routed",
            flush=True,
        )
        tagged, routes = endless(own.tagged, rng), endless(own.routes, rng)
        questions = own_questions(own, rng, read_mined(o.hard) if o.hard else [])
        count, wrong = OWN[o.stage]

        def read(questions: Iterator[tuple[Shelf, TrainingQuestion, Mined | None]]) -> Task:
            def task() -> tuple[Tensor, dict[str, float]]:
                batch: list[Example] = []
                while len(batch) < count:
                    shelf, question, found = next(questions)
                    liked = found.wrong if found else ()
                    example = own_example(shelf, question, rng, wrong, liked)
                    if example:
                        batch.append(example)
                return reading_loss(network, batch)

            return task

        every: list[Task] = [
            read(questions),
            read_public,
            lambda: tagging_loss(network, [next(tagged) for _ in range(12)]),
            lambda: routing_loss(network, [next(routes) for _ in range(80)], rng),
            read(drawn_questions(own, rng)),
        ]
        tasks += zip(SHARES[o.stage], every, strict=False)
    if o.stage == 4:
        for layer in network.enc.encoder.layer[:FROZEN]:
            layer.requires_grad_(requires_grad=False)
    slow = [p for n, p in network.named_parameters() if n.startswith("enc.") and p.requires_grad]
    fast = [p for n, p in network.named_parameters() if not n.startswith("enc.")]
    heads = 3e-4 if o.stage == 4 else 1e-3
    optimiser = torch.optim.AdamW(
        [{"params": slow, "lr": o.rate}, {"params": fast, "lr": heads}],
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

    def share_done() -> float:
        return step / o.steps if o.steps else (time.time() - started) / (o.minutes * 60)

    while (share := share_done()) < 1:
        for group, rate in zip(optimiser.param_groups, (o.rate, heads), strict=True):
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
    state = network.state_dict()
    if o.stage == 4 and o.init:
        before = torch.load(o.init)
        state = {k: KEPT * before[k].float() + (1 - KEPT) * v for k, v in state.items()}
    torch.save(state, o.out)
    checkpoint.unlink(missing_ok=True)
    print(f"saved {o.out} after {step} steps", flush=True)


if __name__ == "__main__":
    main()
