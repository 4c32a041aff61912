"""Faults on demand: what goes wrong with the next calls, or with a share of all calls."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

_REASONS = {
    401: "Unauthorized",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot "
    "instance is running",
    500: "Internal Server Error",
    502: "Bad Gateway",
    504: "Gateway Timeout",
}


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
    """An answer with this code."""
    return Fault("error", after, code, description or _REASONS.get(code, "Bad Request"))


def flood(seconds: int) -> Fault:
    """429 that asks to wait for `seconds`."""
    return Fault("error", False, 429, f"Too Many Requests: retry after {seconds}", seconds)


def reset(*, after: bool = False) -> Fault:
    """The connection breaks without an answer."""
    return Fault("reset", after)


def hang(seconds: float = 60.0, *, after: bool = False) -> Fault:
    """No answer for so long, then a broken connection."""
    return Fault("hang", after, seconds=seconds)


def slow(seconds: float) -> Fault:
    """The call has its effect at once, its answer comes late."""
    return Fault("slow", True, seconds=seconds)


def garbage(body: bytes = b"<html>502 Bad Gateway</html>", code: int = 200) -> Fault:
    """An answer that isn't the Bot API's."""
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
        """Lets calls of `method` (`*`: of any) fail: the next `times`, or at random for ever."""
        self._rules.append(_Rule(method.lower(), fault, times, rate, random.Random(seed)))  # noqa: S311 - repeatable, not secret

    def clear(self) -> None:
        """Ends all faults."""
        self._rules.clear()

    def next(self, method: str) -> Fault | None:
        """What goes wrong with this call, by the first rule that applies."""
        for rule in self._rules:
            if rule.method not in ("*", method) or rule.left == 0:
                continue
            if rule.dice.random() < rule.rate:
                if rule.left is not None:
                    rule.left -= 1
                return rule.fault
        return None
