"""Telegram's flood limits."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

from bot.botapi_fake.refusals import too_many_requests

COUNTED = ("send", "edit", "copy", "forward")
_FREE = ("sendchataction",)


@dataclass(frozen=True, slots=True)
class FloodLimits:
    """How many messages a bot may send; Telegram's own figures."""

    total_per_second: int = 30
    chat_per_second: float = 1.0
    chat_burst: int = 3
    group_per_minute: int = 20


@dataclass(slots=True)
class FloodControl:
    """Counts what each bot sends and refuses what comes too fast."""

    limits: FloodLimits
    _sent: dict[tuple[int, str], deque[float]] = field(default_factory=dict)

    def check(self, bot_id: int, method: str, chat: str, now: float) -> None:
        """Counts a call that sends or edits.

        Raises:
            ApiError: 429 with the seconds to wait; the call isn't counted then.
        """
        if not method.startswith(COUNTED) or method in _FREE:
            return
        limits = self.limits
        burst_seconds = limits.chat_burst / limits.chat_per_second
        windows = [
            ("", limits.total_per_second, 1.0),
            (f"{chat}/", limits.chat_burst, burst_seconds),
        ]
        if chat.startswith(("-", "@")):
            windows.append((f"{chat}/minute", limits.group_per_minute, 60.0))
        wait = max(self._wait((bot_id, key), most, span, now) for key, most, span in windows)
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        for key, _, _ in windows:
            self._sent[(bot_id, key)].append(now)

    def _wait(self, key: tuple[int, str], most: int, span: float, now: float) -> float:
        times = self._sent.setdefault(key, deque())
        while times and times[0] <= now - span:
            times.popleft()
        return times[0] + span - now if len(times) >= most else 0.0
