"""Limits that replicas count together: what the bot may send, and what each person may ask."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Final

from bot.store import RateLimit
from bot.telegram_app.access import MINUTE, PAUSE, Limiter, LimitVerdict, Notices

if TYPE_CHECKING:
    from bot.config import RateSection
    from bot.store import Shared
    from bot.telegram_app.storage import Storage

# Of what Telegram allows: on their way to it, calls come closer together than they were sent.
USED: Final = 28 / 30


class SharedPace:
    """Telegram's limits, for all replicas of the bot together."""

    def __init__(self, storage: Storage, shared: Shared, rate: RateSection) -> None:
        self._storage = storage
        self._moments = shared.moments
        self._gap = 1 / (rate.total_per_second * USED)
        self._chat = (window_of(rate.chat_per_second, 1.0),)
        self._group = (*self._chat, window_of(rate.group_per_minute, 60.0))

    async def turn(self, chat: object) -> None:
        """Wait until the chat may be sent to.

        Raises:
            StoreError: the store fails.
        """
        windows = self._group if isinstance(chat, int) and chat < 0 else self._chat
        run = self._storage.run
        await asyncio.sleep(await run(self._moments.reserve, f"chat {chat}", windows))
        await asyncio.sleep(await run(self._moments.space, "all chats", self._gap))


def window_of(rate: float, unit: float) -> RateLimit:
    """Return `rate` events per `unit` seconds; below one, it is one in a longer time."""
    count = max(1, math.floor(rate))
    return RateLimit(count, count / rate * unit)


class PersonalLimits:
    """How often a person is answered, and told the same thing: here or by any replica.

    Where replicas count together, each of its methods raises StoreError.
    """

    def __init__(self, storage: Storage, per_minute: int) -> None:
        self.per_minute = per_minute
        self._storage = storage
        self._limiter = Limiter(per_minute)
        self._notices = Notices()

    async def judge(self, person: int, at: float, attempts: int = 0) -> LimitVerdict:
        """Count a question of this person at this time, in seconds, as `Limiter` does."""
        if self._storage.shared is None or attempts:
            return self._limiter.judge(person, at, attempts)
        if await self._counted(f"asked {person}", at, RateLimit(self.per_minute, MINUTE)):
            return LimitVerdict.ANSWER
        if await self._counted(f"limited {person}", at, RateLimit(1, MINUTE)):
            return LimitVerdict.NOTICE
        return LimitVerdict.SILENCE

    async def due(self, person: int, what: str, at: float) -> bool:
        """Say whether to tell the person that now, as `Notices` does."""
        if self._storage.shared is None:
            return self._notices.due(person, what, at)
        return await self._counted(f"told {person} {what}", at, RateLimit(1, PAUSE), same=True)

    async def _counted(self, key: str, at: float, window: RateLimit, *, same: bool = False) -> bool:
        shared = self._storage.shared
        if shared is None:
            return True
        return await self._storage.run(shared.moments.count, key, at, window, same=same)
