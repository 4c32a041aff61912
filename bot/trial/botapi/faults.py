"""What goes wrong: calls that fail as the script says, and Telegram's flood limits."""

from __future__ import annotations

import math
import random
from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from bot.trial.botapi.requests import too_many_requests

_REASONS = {
    401: "Unauthorized",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot "
    "instance is running",
    500: "Internal Server Error",
    502: "Bad Gateway",
    504: "Gateway Timeout",
}
COUNTED = ("send", "edit", "copy", "forward")
_FREE = ("sendchataction",)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong with a call; with `after`, once the call has had its effect."""

    kind: Literal["error", "reset", "hang", "slow", "garbage"]
    after: bool = False
    code: int = 200
    description: str = ""
    retry_after: int | None = None
    seconds: float = 0.0
    body: bytes = b""


def error(code: int, description: str | None = None, *, after: bool = False) -> Fault:
    """Return an answer with this code."""
    return Fault("error", after, code, description or _REASONS.get(code, "Bad Request"))


def flood(seconds: int) -> Fault:
    """Return a 429 that asks to wait for `seconds`."""
    return Fault("error", False, 429, f"Too Many Requests: retry after {seconds}", seconds)


def reset(*, after: bool = False) -> Fault:
    """Return a connection that breaks without an answer."""
    return Fault("reset", after)


def hang(seconds: float = 60.0, *, after: bool = False) -> Fault:
    """Return no answer for so long, then a broken connection."""
    return Fault("hang", after, seconds=seconds)


def slow(seconds: float) -> Fault:
    """Return a call that has its effect at once, and whose answer comes late."""
    return Fault("slow", True, seconds=seconds)


def garbage(body: bytes = b"<html>502 Bad Gateway</html>", code: int = 200) -> Fault:
    """Return an answer that isn't the Bot API's."""
    return Fault("garbage", False, code, body=body)


@dataclass(slots=True)
class _Rule:
    method: str
    fault: Fault
    left: int | None
    rate: float
    dice: random.Random


class Faults:
    """The faults in force."""

    def __init__(self) -> None:
        self._rules: list[_Rule] = []

    def add(self, method: str, fault: Fault, times: int | None, rate: float, seed: int) -> None:
        """Let calls of `method` (`*`: of any) fail: the next `times`, or at random for ever."""
        self._rules.append(_Rule(method.lower(), fault, times, rate, random.Random(seed)))  # noqa: S311 - repeatable, not secret

    def clear(self) -> None:
        """End all faults."""
        self._rules.clear()

    def next(self, method: str) -> Fault | None:
        """Return what goes wrong with this call, by the first rule that applies."""
        for rule in self._rules:
            if rule.method not in ("*", method) or rule.left == 0:
                continue
            if rule.dice.random() < rule.rate:
                if rule.left is not None:
                    rule.left -= 1
                return rule.fault
        return None


@dataclass(frozen=True, slots=True)
class FloodLimits:
    """How many messages a bot may send; Telegram's own figures."""

    total_per_second: int = 30
    chat_per_second: float = 1.0
    chat_burst: int = 3
    group_per_minute: int = 20


@dataclass(slots=True)
class FloodLimiter:
    """Counts what each bot sends and refuses what comes too fast."""

    limits: FloodLimits
    _sent: dict[tuple[int, str], deque[float]] = field(default_factory=dict)

    def check(self, bot_id: int, method: str, chat: str, now: float) -> None:
        """Count a call that sends or edits.

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
