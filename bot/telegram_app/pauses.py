"""What keeps the event loop's waits short while other threads search and index."""

from __future__ import annotations

import gc
import sys
from typing import Final

TURN: Final = 0.0001  # seconds that a thread computes while others wait; usually .005
YOUNG: Final = (10_000, 20, 50)  # new objects, and smaller collections, before a collection


def share_evenly() -> None:
    """Let threads take turns sooner, and collect garbage less often: meanwhile all threads wait."""
    sys.setswitchinterval(TURN)
    gc.set_threshold(*YOUNG)


def set_aside() -> None:
    """Leave what is there now out of later collections; a snapshot's parts are freed without."""
    gc.collect()
    gc.freeze()
