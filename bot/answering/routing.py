"""What a question asks for: the router's reading of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.reader.network import NARROWED, ROUTES
from bot.reader.windows import encode_question, question_pieces
from bot.slots import SLOTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.reader.network import Network

APART: Final = frozenset({"chatter", "language"})  # routes that are none of the reports'
# Probabilities from which a message that seems to be a follow-up ("and there?") is small talk by
# itself: so surely that it follows up nothing, or only to be left alone where nobody asked the bot.
ALONE: Final = 0.85
DOUBTFUL: Final = 0.4
SURE: Final = 0.5  # of all slots together, from which a slot is asked for
# What a question for yes or no has: a verb that can stand before its subject, a participle ("hosted
# by Fiji?"), or the answer itself at its end ("paid by Fiji, yes?"). English has no more of them.
VERB: Final = re.compile(
    r"\b(?:did|do|does|was|were|is|are|am|has|have|had|will|would|can|could|shall|should|may|might"
    r"|must)(?:n['’]?t)?\b|\b\w+e?[dn] by\b|\b(?:yes|no|not|right|correct|true)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Route:
    """What is asked for, of `ROUTES`, how likely that is, and how likely yes or no is asked for.

    "hotel of the forum?" asks for neither, however its mark may look to the router.
    """

    name: str
    probability: float
    yes_no: float
    slots: float  # probability that it is any slot
    doubtful: bool = False  # a follow-up that may be small talk by itself

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

    What is surely no question to the reports by itself ("what can you do?") follows up nothing;
    what may be none is doubtful. Where it `names` something ("Suva?"), it may seem to be about the
    index only by itself. A slot's own name asks for that slot ("opener?"). Nothing is small talk
    after a question that is none by itself ("seabirds hotel").
    """
    route = _route(network, question, before)
    apart = APART if names else APART | {"reports"}
    if (slot := question.strip(" ?!.").lower()) in SLOTS:
        likely, doubtful = max(ALONE, route.probability), bool(before) and route.name in apart
        return replace(route, name=slot, probability=likely, yes_no=0.0, doubtful=doubtful)
    if not before:
        return route
    alone = _route(network, question, "")
    if route.name in apart and alone.name not in apart:
        return alone if names else replace(_route(network, question, before, apart), doubtful=True)
    if route.name in apart:
        return route
    if alone.name in apart and alone.probability >= ALONE:
        return alone
    doubtful = alone.name == "chatter" and alone.probability >= DOUBTFUL
    return replace(route, doubtful=doubtful)


def searching_route(network: Network, question: str, before: str = "") -> Route:
    """Return what a message that is a question to the reports asks for."""
    return _route(network, question, before, APART)


def _route(
    network: Network, question: str, before: str, without: frozenset[str] = frozenset()
) -> Route:
    """Return the likeliest route of those that are not left out."""
    heads = network.read([encode_question(question_pieces(question, before))])[0]
    left_out = np.array([name in without for name in ROUTES])
    shares = _softmax(np.where(left_out, np.float32(-np.inf), heads.route[: len(ROUTES)]))
    count = len(SLOTS) + len(NARROWED)
    slots = float(shares[:count].sum())
    # Of several slots that share what makes it likely, the likeliest is meant.
    best = int(shares[:count].argmax() if slots >= SURE else shares.argmax())
    yes_no = (
        1.0 / (1.0 + float(np.exp(-heads.route[len(ROUTES)]))) if VERB.search(question) else 0.0
    )
    return Route(ROUTES[best], float(shares[best]), yes_no, slots)


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = np.exp(logits - logits.max())
    found: NDArray[np.float32] = shifted / shifted.sum()
    return found
