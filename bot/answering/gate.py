"""How sure an answer is: a calibrated probability, and the outcome that follows from it.

A logistic regression over a few numbers for each kind of answer, fitted on reports that the network
was not trained on (see `training/calibrate.py`). Its curve says how many of the answers given from
each probability on were wrong there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from math import exp, log
from typing import Any, Final, Literal

from bot.errors import WeightsError
from bot.model import Outcome

Kind = Literal["sheet", "reader", "both", "yes_no"]
CLOSEST: Final = 0.5  # of the threshold for an answer, from which the closest passage is shown
ODDS: Final = 1e-4
SIZES: Final = {
    "sheet": 10,
    "reader": 15,
    "both": 14,
    "yes_no": 10,
}  # coefficients, the constant included


@dataclass(frozen=True, slots=True)
class Gate:
    """Coefficients by kind of answer, the last of each the constant; and the curve."""

    coefficients: dict[str, tuple[float, ...]]
    curve: tuple[tuple[float, float], ...]

    def probability(self, kind: Kind, features: tuple[float, ...]) -> float:
        """Return the probability that the answer is right."""
        weights = self.coefficients[kind]
        logit = sum(w * f for w, f in zip(weights, (*features, 1.0), strict=True))
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, logit))))

    def threshold(self, max_wrong: float) -> float:
        """Return the least probability from which at most this share of the answers was wrong."""
        if max_wrong >= 1.0:
            return 0.0
        if max_wrong <= 0.0:  # that none of some answers were wrong doesn't say that none will be
            return 1.01
        return next((least for least, wrong in self.curve if wrong <= max_wrong), 1.01)

    def outcome(self, probability: float, max_wrong: float) -> Outcome:
        """Return what is made of an answer."""
        least = self.threshold(max_wrong)
        if probability >= least:
            return "sure"
        return "closest" if probability >= CLOSEST * min(least, 1.0) else "not_stated"


@lru_cache(maxsize=1)
def gate() -> Gate:
    """Return the gate of this program.

    Raises:
        WeightsError: it is missing, damaged, or of another version.
    """
    path = resources.files("bot.reader").joinpath("weights/gate.json")
    try:
        found = gate_of(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise WeightsError(f"{path}: can't be read, install again ({error!r})") from error
    if {kind: len(weights) for kind, weights in found.coefficients.items()} != SIZES:
        raise WeightsError(f"{path}: is of another version, install again")
    return found


def gate_of(known: dict[str, Any]) -> Gate:
    """Return the gate that a file describes."""
    return Gate(
        {kind: tuple(weights) for kind, weights in known["coefficients"].items()},
        tuple((float(least), float(wrong)) for least, wrong in known["curve"]),
    )


def odds(share: float) -> float:
    """Return the logit of a share, within bounds."""
    kept = max(ODDS, min(1 - ODDS, share))
    return log(kept / (1 - kept))
