"""The network at work: windows and questions in, what its heads say out.

The heads tell apart the slots of an event (`bot.slots`), and what questions ask for.
"""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from bot.errors import WeightsError
from bot.reader.windows import batches, padded, tokenizer
from bot.slots import SLOTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.reader.windows import NetworkInput

# A question asks for a slot, narrowed or not, or for something else.
NARROWED: Final = {
    "participants_countries": "participants",
    "participants_bodies": "participants",
    "count_countries": "count",
}
EVENTS: Final = tuple(f"events_{kind}" for kind in "which count latest first next most".split())
ROUTES: Final = (
    *SLOTS, *NARROWED, "summary", "fact", *EVENTS, "reports", "chatter", "language",
)  # fmt: skip
FEATURES: Final = 6  # of a passage's hit: see `bot.retrieval.hit_features`

WEIGHTS: Final = Path(__file__).parent / "weights"
FORMAT: Final = 1
NEEDED: Final = frozenset({"format", "slots", "routes", "prior", "asking", "sha256"})
# Rows that go through the network at once. Its 8-bit activations are scaled over all of them, so a
# row would be read otherwise beside others; nor is it slower by itself, without padding.
BATCH: Final = 1
SLOT_COUNT: Final = len(SLOTS)
READER_HEADS: Final = 7  # pick, start, end, item, verdict (3)
PROCESSOR: Final = Path("/proc/cpuinfo")  # Linux says here what the processor has
VNNI: Final = frozenset({"avx512_vnni", "avx_vnni"})


@dataclass(frozen=True, slots=True)
class Heads:
    """What the network says of one row; L wordpieces, S slots. All are logits, float32.

    Attributes:
        pick: (L,) the passage behind this mark answers the question.
        span: (L, 2) the answer starts, ends here.
        item: (L,) this piece is part of an item of the answer.
        verdict: (L, 3) at a mark: the answer is no yes or no, yes, no.
        states: (L, S) at a mark: the passage states the slot.
        inside: (L, S) this piece is part of the slot's value.
        route: (R + 1,) what is asked for; the last one: that yes or no is asked for.
    """

    pick: NDArray[np.float32]
    span: NDArray[np.float32]
    item: NDArray[np.float32]
    verdict: NDArray[np.float32]
    states: NDArray[np.float32]
    inside: NDArray[np.float32]
    route: NDArray[np.float32]


class Network:
    """The weights in a session of onnxruntime; any number of threads may use it."""

    def __init__(self, folder: Path = WEIGHTS, threads: int = 1) -> None:
        """Load the weights.

        Raises:
            WeightsError: they are missing, damaged, or of another version of the program.
        """
        import onnxruntime  # noqa: PLC0415 - takes a third of a second, and --help needs none

        self.about, content = _checked(folder)
        _check_tokenizer()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads  # beside a bot's event loop one is enough
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        precise = "0" if sums_exactly() else "1"
        options.add_session_config_entry("session.x64quantprecision", precise)
        try:
            self._session = onnxruntime.InferenceSession(
                content, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime raises classes of its own for each fault
            raise WeightsError(f"{folder / 'reader.onnx'}: can't be loaded: {error}") from error
        self._prior = np.array(self.about["prior"])
        self._asking = frozenset(self.about["asking"])

    @property
    def asking(self) -> frozenset[str]:
        """Return the terms that questions ask with, rather than name an event with."""
        return self._asking

    @property
    def fingerprint(self) -> str:
        """Return what names these weights, in any process."""
        return str(self.about["sha256"])[:16]

    def read(self, rows: Sequence[NetworkInput]) -> list[Heads]:
        """Return what the heads say of each row, in the order given."""
        found: list[Heads | None] = [None] * len(rows)
        for numbers in batches(rows, BATCH):
            ids, types, mask, flags = padded([rows[n] for n in numbers])
            tokens, route = self._session.run(
                ["tokens", "route"], {"ids": ids, "types": types, "mask": mask, "flags": flags}
            )
            for at, n in enumerate(numbers):
                found[n] = _heads(tokens[at, : len(rows[n].ids)], route[at])
        return [heads for heads in found if heads is not None]

    def prior(self, features: Sequence[float]) -> float:
        """Return what a hit's features add to the logit of its passage."""
        return float(self._prior @ np.array(features))


def sums_exactly(known: Path = PROCESSOR) -> bool:
    """Say whether the processor is known to sum 8-bit products in 32 bits.

    Others do it in 16, which overflow: logits would be wrong by .3. Exact sums cost them a seventh
    more time; asked for where they are exact anyway, they cost two thirds more and change nothing.
    """
    try:
        flags = known.read_text("utf-8", errors="replace").split()
    except OSError:
        return False
    return not VNNI.isdisjoint(flags)


def _heads(tokens: NDArray[np.float32], route: NDArray[np.float32]) -> Heads:
    return Heads(
        pick=tokens[:, 0],
        span=tokens[:, 1:3],
        item=tokens[:, 3],
        verdict=tokens[:, 4:READER_HEADS],
        states=tokens[:, READER_HEADS : READER_HEADS + SLOT_COUNT],
        inside=tokens[:, READER_HEADS + SLOT_COUNT :],
        route=route,
    )


def _checked(folder: Path) -> tuple[dict[str, Any], bytes]:
    """Return what the weights say of themselves, and the network, if both fit this program."""
    try:
        about = json.loads((folder / "reader.json").read_text("utf-8"))
        content = (folder / "reader.onnx").read_bytes()
    except (OSError, ValueError) as error:
        raise WeightsError(f"the reader's weights can't be read: {error}") from error
    wanted = {"format": FORMAT, "slots": list(SLOTS), "routes": list(ROUTES)}
    known = isinstance(about, dict) and about.keys() >= NEEDED
    if not known or any(about[key] != value for key, value in wanted.items()):
        raise WeightsError(f"{folder}: the reader's weights are of another version; install again")
    if hashlib.sha256(content).hexdigest() != about["sha256"]:
        raise WeightsError(f"{folder / 'reader.onnx'}: is damaged; install again")
    return about, content


def _check_tokenizer() -> None:
    """Raise WeightsError where the tokenizer's file can't be used."""
    try:
        tokenizer()
    except Exception as error:  # tokenizers raises plain exceptions
        raise WeightsError(f"tokenizer.json: can't be read, install again ({error})") from error


_LOADING: Final = threading.Lock()


def network() -> Network:
    """Return the network of this process; it is loaded once, when first needed.

    Raises:
        WeightsError: the weights are missing, damaged, or of another version.
    """
    with _LOADING:
        return _network()


@lru_cache(maxsize=1)
def _network() -> Network:
    return Network()
