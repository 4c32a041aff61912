"""Whether the bot lives and is ready, from what its parts say of themselves."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bot.telegram_app.metrics import Metrics

if TYPE_CHECKING:
    from bot.telegram_app.storing import Storage

STALE: Final = 90.0  # seconds without a poll that went well
ERRORS_SHOWN: Final = 5


@dataclass(slots=True)
class Source:
    """Where updates come from: why that fails, and when it last went well (monotonic)."""

    trouble: str | None = "not started yet"
    well: float | None = None
    pushed: bool = False  # a webhook: silence is no trouble

    def fails(self, reason: str) -> bool:
        """Note the trouble; whether it is a new one."""
        new = reason != self.trouble
        self.trouble = reason
        return new

    def works(self) -> bool:
        """Note that updates come; whether they did not before."""
        healed = self.trouble is not None
        self.trouble, self.well = None, time.monotonic()
        return healed


@dataclass(slots=True)
class Health:
    """What liveness, readiness and /status show."""

    storage: Storage
    metrics: Metrics = field(default_factory=Metrics)
    source: Source = field(default_factory=Source)
    started: float = field(default_factory=time.time)
    errors: deque[tuple[float, str]] = field(default_factory=lambda: deque(maxlen=ERRORS_SHOWN))

    def failed(self, kind: str, detail: str) -> None:
        """Count an error and keep it for /status."""
        self.metrics.errors.labels(kind).inc()
        self.errors.append((time.time(), detail[:200]))

    def troubles(self) -> list[str]:
        """Why the bot is not ready; empty where it is."""
        found = []
        source = self.source
        if source.trouble:
            found.append(f"updates: {source.trouble}")
        elif not source.pushed and source.well and time.monotonic() - source.well > STALE:
            found.append(f"updates: none asked for in {STALE:.0f} s")
        if self.storage.trouble:
            found.append(f"store: {self.storage.trouble}")
        self.metrics.ready.set(not found)
        return found
