"""A trained network -> the files of `bot/reader/weights`: int8 ONNX, and what belongs to it."""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from bot.reader.network import ROUTES
from bot.reader.windows import encode, padded, question_pieces
from bot.slots import SLOTS
from bot.text.tokens import terms
from training.data import QUESTIONS, docs_of
from training.model import TrainableNetwork

SMOOTH = 0.8
DOCS = 40  # reports whose first windows show how large inputs are
ASKED = "Who chaired the meeting?"
WEIGHTS = Path(__file__).parent.parent / "bot" / "reader" / "weights"


class ExportedHeads(nn.Module):
    """All heads as two outputs, so that the graph has few: (B, L, 7 + 2S) and (B, R + 1)."""

    def __init__(self, network: TrainableNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, ids: Tensor, types: Tensor, mask: Tensor, flags: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Return pick, start, end, item, three verdicts, states and inside; and the route."""
        out = self.network(ids, types, mask, flags)
        tokens = [
            out["pick"][..., None],
            out["span"],
            out["item"][..., None],
            out["verdict"],
            out["states"],
            out["inside"],
        ]
        return torch.cat(tokens, -1), out["route"]


class ByRow(nn.Module):
    """Word embeddings in 8 bits with a scale for each word, where onnxruntime has one for all."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(1).clamp_min(1e-8) / 127
        self.register_buffer("table", torch.round(weight / scale[:, None]).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """Return the vectors of the words, (..., H) float32."""
        return self.table[ids].float() * self.scale[ids][..., None]


class Smoothed(nn.Module):
    """A linear layer whose inputs are evened out before they are put into 8 bits.

    A few inputs are far larger than the rest, and one scale for all leaves little to the rest. Each
    is divided by max|x|^a / max|w|^(1-a), and the weights are multiplied by it (SmoothQuant: Xiao et
    al. 2023, arXiv 2211.10438). Then each row, a wordpiece, is divided by its largest size, as
    onnxruntime has one scale for the whole window. Mean change of the logits with a = .8: .11 by the
    columns alone, .07 with the rows too, for a seventh more time; .09 with a = .5.
    """

    def __init__(self, layer: nn.Linear, largest: Tensor) -> None:
        super().__init__()
        weight = layer.weight.data
        heaviest = weight.abs().amax(0).clamp_min(1e-5)
        scale = largest.clamp_min(1e-5) ** SMOOTH / heaviest ** (1 - SMOOTH)
        self.register_buffer("inverse", 1 / scale)
        self.layer = nn.Linear(weight.shape[1], weight.shape[0], bias=False)
        self.layer.weight.data = weight * scale
        self.bias = layer.bias

    def forward(self, x: Tensor) -> Tensor:
        """Return the same as the layer itself."""
        even = x * self.inverse
        largest = even.abs().amax(-1, keepdim=True).clamp_min(1e-6)
        return self.layer(even / largest) * largest + self.bias


def largest_inputs(network: TrainableNetwork) -> dict[str, Tensor]:
    """Return for each linear layer of the encoder the largest size of each input, over windows."""
    found: dict[str, Tensor] = {}

    def seen(name: str) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
        def note(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            sizes = inputs[0].reshape(-1, inputs[0].shape[-1]).abs().amax(0)
            found[name] = torch.maximum(found.get(name, sizes), sizes)

        return note

    layers = [(name, m) for name, m in network.enc.named_modules() if isinstance(m, nn.Linear)]
    hooks = [layer.register_forward_pre_hook(seen(name)) for name, layer in layers]
    with torch.no_grad():
        for doc in docs_of("train")[:DOCS]:
            asked = question_pieces(doc.questions[0].question if doc.questions else ASKED)
            for window in doc.windows[:1]:
                network(*(torch.from_numpy(a) for a in padded([encode(window, asked)])))
    for hook in hooks:
        hook.remove()
    return found


def prepared(network: TrainableNetwork) -> TrainableNetwork:
    """Return the network in a form that loses least in 8 bits; the one that is given is changed."""
    for name, largest in largest_inputs(network).items():
        parent, _, last = name.rpartition(".")
        layer = network.enc.get_submodule(name)
        setattr(network.enc.get_submodule(parent), last, Smoothed(layer, largest))
    words = network.enc.embeddings.word_embeddings
    network.enc.embeddings.word_embeddings = ByRow(words.weight.data)
    return network


def asking_terms() -> list[str]:
    """Return the terms that questions ask with: those in the wordings of two slots or more."""
    counts: Counter[str] = Counter()
    for name in ("wordings.txt", "yesno.txt"):
        for line in (QUESTIONS / name).read_text("utf-8").splitlines():
            _, _, question = line.partition("\t")
            counts.update(set(terms(re.sub(r"\{\w+\}", " ", question))))
    once = 3 if len(counts) > 100 else 1
    return sorted(term for term, count in counts.items() if count >= once and not term.isdigit())


def export(network: TrainableNetwork, folder: Path, *, quantised: bool = True) -> None:
    """Write `reader.onnx` and `reader.json` to the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    prior = network.prior.weight.detach().numpy()[0].astype(np.float64).round(6).tolist()
    if quantised:
        network = prepared(network)
    example = [torch.ones(2, 24, dtype=torch.int64) for _ in range(4)]
    axes = {name: {0: "batch", 1: "length"} for name in ("ids", "types", "mask", "flags", "tokens")}
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        torch.onnx.export(
            ExportedHeads(network),
            tuple(example),
            str(plain),
            dynamo=False,
            input_names=["ids", "types", "mask", "flags"],
            output_names=["tokens", "route"],
            dynamic_axes={**axes, "route": {0: "batch"}},
            opset_version=17,
        )
        target = folder / "reader.onnx"
        if quantised:
            quantize_dynamic(
                plain,
                target,
                op_types_to_quantize=["MatMul", "Gemm"],
                weight_type=QuantType.QInt8,
                per_channel=True,
            )
        else:
            shutil.copy(plain, target)
    about = {
        "format": 1,
        "slots": list(SLOTS),
        "routes": list(ROUTES),
        "prior": prior,
        "asking": asking_terms(),
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
    }
    (folder / "reader.json").write_text(json.dumps(about, indent=1) + "\n", "utf-8")


def main() -> None:
    """Export a checkpoint."""
    parser = argparse.ArgumentParser()
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--folder", type=Path, default=WEIGHTS)
    parser.add_argument("--fp32", action="store_true")
    o = parser.parse_args()
    network = TrainableNetwork(o.base)
    network.load_state_dict(torch.load(o.checkpoint))
    export(network, o.folder, quantised=not o.fp32)


if __name__ == "__main__":
    main()
