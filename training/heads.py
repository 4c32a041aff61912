"""Train the tagger's and the router's heads on, with the encoder as it is: a few minutes.

The encoder learns from all tasks at once and sees each window a few times only; a head over its
hidden states, which are computed once, can see them as often as it takes. The pass that is best on
a twentieth of the training series, kept out here, is taken.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from bot.reader.network import ROUTES
from bot.reader.windows import NetworkInput, encode_question, padded, question_pieces
from training.data import Own, docs_of, router_lines
from training.examples import Tagged, roughened, tagged_windows
from training.model import TrainableNetwork

PASSES = 14
DROP = 0.15
ROUTED = 1  # times that each line is roughened anew


@torch.no_grad()
def hidden_of(network: TrainableNetwork, rows: list[NetworkInput]) -> list[Tensor]:
    """Return the encoder's hidden states of each row, (L, H) bfloat16."""
    found: list[Tensor] = [torch.empty(0)] * len(rows)
    order = sorted(range(len(rows)), key=lambda n: len(rows[n].ids))
    for start in range(0, len(order), 16):
        numbers = order[start : start + 16]
        tensors = [torch.from_numpy(a) for a in padded([rows[n] for n in numbers])]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = network.hidden(*tensors)
        for place, n in enumerate(numbers):
            found[n] = hidden[place, : len(rows[n].ids)].to(torch.bfloat16)
    return found


def tag_loss(network: TrainableNetwork, hidden: Tensor, tagged: Tagged, drop: float) -> Tensor:
    """Return the loss as in training: of slots that passages state, and pieces in their values."""
    states = functional.dropout(hidden.float(), drop, training=drop > 0)
    marks = [m for _, m in tagged.encoded.marks]
    wanted = torch.from_numpy(tagged.states)
    weight = 1 + 3 * wanted
    loss = (
        2
        * (
            functional.binary_cross_entropy_with_logits(
                network.states(states[marks]), wanted, reduction="none"
            )
            * weight
        ).sum()
        / len(marks)
    )
    for row, (passage, _) in enumerate(tagged.encoded.marks):
        slots = np.flatnonzero(tagged.states[row])
        if len(slots):
            pieces = np.flatnonzero(tagged.encoded.places[:, 0] == passage)
            logits = network.inside(states[pieces])[:, slots]
            inside = torch.from_numpy(tagged.inside[pieces][:, slots])
            loss = loss + functional.binary_cross_entropy_with_logits(logits, inside) * len(
                slots
            ) / len(marks)
    return loss


def train_tagger(network: TrainableNetwork, rng: random.Random, reports: int | None) -> None:
    """Train states and inside, over windows whose hidden states are kept.

    With `reports` no more than so many are learned from, for learning curves.
    """
    docs = docs_of("train")
    series = sorted({doc.series for doc in docs})
    out = set(rng.sample(series, len(series) // 20))
    learned = [doc for doc in docs if doc.series not in out]
    if reports:
        learned = random.Random(1).sample(learned, min(reports, len(learned)))
    train = [t for doc in learned for t in tagged_windows(doc)]
    choose = [t for doc in docs if doc.series in out for t in tagged_windows(doc)]
    hidden = hidden_of(network, [t.encoded for t in train])
    kept = hidden_of(network, [t.encoded for t in choose])
    optimiser = torch.optim.AdamW(
        [*network.states.parameters(), *network.inside.parameters()], lr=1e-3, weight_decay=0.02
    )
    best, state = float("inf"), {}
    for number in range(PASSES):
        with torch.no_grad():
            loss = float(
                np.mean(
                    [float(tag_loss(network, h, t, 0)) for h, t in zip(kept, choose, strict=True)]
                )
            )
        print(f"tagger, pass {number}: {loss:.3f} on the part kept out", flush=True)
        if loss < best:
            best = loss
            state = {
                k: v.clone()
                for k, v in network.state_dict().items()
                if k.startswith(("states", "inside"))
            }
        order = list(range(len(train)))
        rng.shuffle(order)
        for group in optimiser.param_groups:
            group["lr"] = 1e-3 * (1 - number / PASSES)
        for start in range(0, len(order), 16):
            losses = [
                tag_loss(network, hidden[n], train[n], DROP) for n in order[start : start + 16]
            ]
            torch.stack(losses).mean().backward()
            optimiser.step()
            optimiser.zero_grad()
    network.load_state_dict(state, strict=False)


def train_router(network: TrainableNetwork, own: Own, rng: random.Random) -> None:
    """Train the route head, over lines of which a twentieth is kept out."""
    lines = router_lines(own.words, docs_of("train"), rng)
    rng.shuffle(lines)
    split = len(lines) // 20
    kept, train = lines[:split], lines[split:] * ROUTED

    def first(part: list[tuple[str, str, int, int]], rough: bool) -> tuple[Tensor, Tensor, Tensor]:
        rows = [
            encode_question(question_pieces(roughened(q, rng) if rough else q, b))
            for q, b, _, _ in part
        ]
        states = torch.stack([h[0] for h in hidden_of(network, rows)]).float()
        return (
            states,
            torch.tensor([r for *_, r, _ in part]),
            torch.tensor([float(y) for *_, y in part]),
        )

    x, route, asks = first(train, True)
    xk, route_k, _ = first(kept, False)
    for layer in network.route:  # anew: the stages may have seen the lines that are kept out here
        if isinstance(layer, nn.Linear):
            layer.reset_parameters()
    optimiser = torch.optim.AdamW(network.route.parameters(), lr=1e-3, weight_decay=0.02)
    best, state = -1.0, {}
    for number in range(3 * PASSES):
        with torch.no_grad():
            known = route_k >= 0
            right = float(
                (network.route.eval()(xk)[known][:, : len(ROUTES)].argmax(1) == route_k[known])
                .float()
                .mean()
            )
        if right > best:
            best = right
            state = {k: v.clone() for k, v in network.state_dict().items() if k.startswith("route")}
        network.route.train()
        for batch in torch.randperm(len(x)).split(128):
            out = network.route(functional.dropout(x[batch], DROP))
            known = route[batch] >= 0
            loss = functional.cross_entropy(
                out[known][:, : len(ROUTES)], route[batch][known], label_smoothing=0.05
            )
            loss = loss + 0.5 * functional.binary_cross_entropy_with_logits(
                out[:, len(ROUTES)], asks[batch]
            )
            loss.backward()
            optimiser.step()
            optimiser.zero_grad()
        for group in optimiser.param_groups:
            group["lr"] = 1e-3 * (1 - number / (3 * PASSES))
    print(f"router: {best:.3f} of the lines kept out routed right", flush=True)
    network.load_state_dict(state, strict=False)


def main() -> None:
    """Read a checkpoint of stage 2 and write it with its heads trained on."""
    parser = argparse.ArgumentParser()
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--only", choices=("tagger", "router"))
    parser.add_argument("--reports", type=int, help="that the tagger learns from, at most")
    o = parser.parse_args()
    torch.set_num_threads(o.threads)
    torch.manual_seed(o.seed)
    rng = random.Random(o.seed)
    network = TrainableNetwork(o.base)
    known = torch.load(o.checkpoint, weights_only=False)
    network.load_state_dict(known.get("network", known))
    network.eval()
    for module in (network.states, network.inside):
        nn.Module.train(module)
    if o.only != "router":
        train_tagger(network, rng, o.reports)
    if o.only != "tagger":
        train_router(network, Own(rng, 0.02), rng)
    torch.save(network.state_dict(), o.out)


if __name__ == "__main__":
    main()
