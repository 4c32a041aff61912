"""What a question asks for: the router's reading of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.reader.labels import NARROWED, ROUTES, SLOTS
from bot.reader.windows import encode_question, question_pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.reader.network import Network

APART: Final = frozenset({"chatter", "language"})  # routes that are none of the reports'
ALONE: Final = 0.85  # probability from which a message is of one of these by itself


@dataclass(frozen=True, slots=True)
class Route:
    """What is asked for, of `ROUTES`, how likely that is, and how likely yes or no is asked for."""

    name: str
    probability: float
    yes_no: float
    slots: float  # probability that it is any slot

    @property
    def slot(self) -> str | None:
        """Return the slot that is asked for, None where it is something else."""
        name = NARROWED.get(self.name, self.name)
        return name if name in SLOTS else None

    @property
    def wants_yes_no(self) -> bool:
        """Say whether the answer is yes or no."""
        return self.yes_no >= 0.5


def route_question(
    network: Network, question: str, before: str = "", *, names: bool = False
) -> Route:
    """Return what a question asks for; `before` is the question that it follows up.

    What is surely no question to the reports by itself ("what can you do?") follows up nothing.
    Where it `names` something ("Suva?"), it may seem to be about the index only by itself.
    """
    route = _route(network, question, before)
    apart = APART if names else APART | {"reports"}
    if before and route.name not in apart:
        alone = _route(network, question, "")
        if alone.name in apart and alone.probability >= ALONE:
            return alone
    return route


def _route(network: Network, question: str, before: str) -> Route:
    heads = network.read([encode_question(question_pieces(question, before))])[0]
    shares = _softmax(heads.route[: len(ROUTES)])
    best = int(shares.argmax())
    slots = float(shares[: len(SLOTS) + len(NARROWED)].sum())
    yes_no = 1.0 / (1.0 + float(np.exp(-heads.route[len(ROUTES)])))
    return Route(ROUTES[best], float(shares[best]), yes_no, slots)


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = np.exp(logits - logits.max())
    found: NDArray[np.float32] = shifted / shifted.sum()
    return found
