"""How many questions one person may ask a minute, and what else costs as much."""

from __future__ import annotations

from collections import OrderedDict, deque
from enum import Enum
from typing import Final

MINUTE: Final = 60.0
REMEMBERED: Final = 10_000


class Verdict(Enum):
    """What happens with a question."""

    ANSWER = 1
    NOTICE = 2  # the first over the limit in a minute is told so
    SILENCE = 3


class Limiter:
    """Counts by the time at which a question was asked, so that a recovered backlog is no flood."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._asked: OrderedDict[int, deque[float]] = OrderedDict()
        self._noticed: OrderedDict[int, float] = OrderedDict()

    def judge(self, person: int, at: float, attempts: int = 0) -> Verdict:
        """Count a question of this person at this time, in seconds.

        One that is tried again, after `attempts` that failed, was counted before.
        """
        if attempts:
            return Verdict.ANSWER
        times = self._asked.setdefault(person, deque(maxlen=self.per_minute))
        self._asked.move_to_end(person)
        while len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)
        while times and times[0] <= at - MINUTE:
            times.popleft()
        if len(times) < self.per_minute:
            times.append(at)
            return Verdict.ANSWER
        if at - self._noticed.get(person, -MINUTE) < MINUTE:
            return Verdict.SILENCE
        self._noticed[person] = at
        while len(self._noticed) > REMEMBERED:
            self._noticed.popitem(last=False)
        return Verdict.NOTICE
