"""The package's weights -> a checkpoint to go on from: `python -m training.shipped --out FILE`.

The inverse of `training.export`: what was put into 8 bits comes back with its rounding, which costs
less than .005 of any figure. So the last stage can be run again without the hours before it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from bot.reader.network import WEIGHTS
from training.model import TrainableNetwork

EMBEDDINGS = "network.enc.embeddings.word_embeddings"


def shipped(folder: Path) -> dict[str, Tensor]:
    """Return the state of a network, by the names of `TrainableNetwork`.

    Args:
        folder: where `reader.onnx` is.
    """
    graph = onnx.load(folder / "reader.onnx").graph
    values = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    state: dict[str, np.ndarray] = {
        f"{EMBEDDINGS}.weight": values[f"{EMBEDDINGS}.table"].astype(np.float32)
        * values[f"{EMBEDDINGS}.scale"][:, None]
    }
    for node in graph.node:
        if node.op_type != "MatMulInteger":
            continue
        quantised, zero = node.input[1], node.input[3]
        if quantised not in values:
            continue
        scale = values[quantised.replace("_quantized", "_scale")]
        weight = (values[quantised].astype(np.float32) - values[zero]) * scale  # (inputs, outputs)
        path = node.name.strip("/").split("/")[:-1]
        if path[-1] == "layer":  # evened out for its inputs
            path = path[:-1]
            weight = weight * values[".".join([*path, "inverse"])][:, None]
        if "." in path[-1] and path[-1].split(".")[0] == path[-2]:  # "sent/sent.0"
            path = [*path[:-2], path[-1]]
        state[".".join([*path, "weight"])] = weight.T
    state |= {
        name: value
        for name, value in values.items()
        if name.startswith("network.") and name.endswith((".bias", ".weight"))
    }
    about = json.loads((folder / "reader.json").read_text("utf-8"))
    state["prior.weight"] = np.array([about["prior"]], np.float32)
    return {
        name.removeprefix("network."): torch.from_numpy(np.array(value, np.float32))
        for name, value in state.items()
    }


def main() -> None:
    """Write the checkpoint."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--folder", type=Path, default=WEIGHTS)
    parser.add_argument("--out", type=Path, required=True)
    o = parser.parse_args()
    network = TrainableNetwork(o.base)
    network.load_state_dict(shipped(o.folder))
    torch.save(network.state_dict(), o.out)


if __name__ == "__main__":
    main()
