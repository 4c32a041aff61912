"""What is said while the Bot API server can't be reached: once, then less and less often."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

AGAIN: Final = 60.0  # seconds until it is said again; each time twice as long
SELDOM: Final = 3600.0
INTERNAL: Final = re.compile(r"^(?:httpx\.\w+: )?(?:\[Errno -?\d+\] )?")

log = logging.getLogger(__name__)


class Outage:
    """One server's failures, told in the log; `works` ends them."""

    def __init__(self, root: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._server = urlsplit(root).netloc or root
        self._clock = clock
        self._next = 0.0
        self._pause = 0.0  # 0: nothing is said yet

    def fails(self, error: Exception) -> None:
        """Note a failure, and log it where that is due."""
        now = self._clock()
        if self._pause and now < self._next:
            return
        more = " still" if self._pause else ""
        self._pause = min(SELDOM, self._pause * 2) or AGAIN
        self._next = now + self._pause
        log.warning("%s%s can't be reached, trying again: %s", self._server, more, reason(error))

    def works(self) -> None:
        """The next failure is a new one."""
        self._pause = 0.0


def reason(error: Exception) -> str:
    """What an error says, without the names that only a programmer knows."""
    return INTERNAL.sub("", " ".join(str(error).split())) or type(error).__name__
