"""A trained network -> the files of `bot/reader/weights`: int8 ONNX, and what belongs to it."""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from bot.reader.labels import ROUTES, SLOTS
from bot.text.tokens import terms
from training.data import QUESTIONS
from training.model import Network

WEIGHTS = Path(__file__).parent.parent / "bot" / "reader" / "weights"


class Heads(nn.Module):
    """All heads as two outputs, so that the graph has few: (B, L, 7 + 2S) and (B, R + 1)."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, ids: Tensor, types: Tensor, mask: Tensor, flags: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Pick, start, end, item, three verdicts, states and inside; and the route."""
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


def asking_terms() -> list[str]:
    """The terms that questions ask with: those in the wordings of two slot questions or more."""
    counts: Counter[str] = Counter()
    for name in ("wordings.txt", "yesno.txt"):
        for line in (QUESTIONS / name).read_text("utf-8").splitlines():
            _, _, question = line.partition("\t")
            counts.update(set(terms(re.sub(r"\{\w+\}", " ", question))))
    once = 3 if len(counts) > 100 else 1
    return sorted(term for term, count in counts.items() if count >= once and not term.isdigit())


def export(network: Network, folder: Path, *, quantised: bool = True) -> None:
    """Write `reader.onnx` and `reader.json` to the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    example = [torch.ones(2, 24, dtype=torch.int64) for _ in range(4)]
    axes = {name: {0: "batch", 1: "length"} for name in ("ids", "types", "mask", "flags", "tokens")}
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        torch.onnx.export(
            Heads(network),
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
            quantize_dynamic(plain, target, weight_type=QuantType.QInt8, per_channel=True)
        else:
            shutil.copy(plain, target)
    about = {
        "format": 1,
        "slots": list(SLOTS),
        "routes": list(ROUTES),
        "prior": network.prior.weight.detach().numpy()[0].astype(np.float64).round(6).tolist(),
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
    network = Network(o.base)
    network.load_state_dict(torch.load(o.checkpoint))
    export(network, o.folder, quantised=not o.fp32)


if __name__ == "__main__":
    main()
