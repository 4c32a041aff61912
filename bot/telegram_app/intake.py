"""Where updates come in: kept before they are confirmed to Telegram, handed out lane by lane."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from bot.errors import StoreError
from bot.store import Arrival, Item, Key
from bot.telegram_app.raw import arrival
from bot.telegram_app.storing import Storage

log = logging.getLogger(__name__)

MOST_IN_MEMORY: Final = 1000  # updates taken in while the store fails
REMEMBERED: Final = 10_000


class Intake:
    """The inbox; while the store fails, a bounded stand-in in memory that promises less."""

    def __init__(self, storage: Storage, bot_id: int) -> None:
        self.arrived = asyncio.Event()
        self.accepted = 0
        self.last_arrival: float | None = None
        self._storage = storage
        self._bot = bot_id
        self._memory: OrderedDict[Key, Arrival] = OrderedDict()
        self._seen: OrderedDict[Key, None] = OrderedDict()
        self._unmarked: set[Key] = set()  # done, which the store does not know yet

    async def accept(self, raws: Sequence[object]) -> None:
        """Keep these updates; returns when they can be confirmed to Telegram.

        Raises StoreError where the store fails and the memory is full.
        """
        now = time.time()
        arrivals = [a for raw in raws if (a := arrival(raw, self._bot, now))]
        if not arrivals:
            return
        try:
            self.accepted += await self._storage.run(self._storage.store.inbox.add, arrivals)
        except StoreError:
            if len(self._memory) + len(arrivals) > MOST_IN_MEMORY:
                raise
            self._remember(arrivals)
        self.last_arrival = now
        self.arrived.set()

    async def heads(self, busy: Collection[str], limit: int) -> tuple[Item, ...]:
        """The updates that can be answered now, of each lane the first."""
        inbox = self._storage.store.inbox
        await self._mark()
        found = await self._storage.attempt(inbox.heads, busy, limit, time.time()) or ()
        kept = tuple(item for item in found if item.key not in self._unmarked)
        return (*kept, *self._remembered({*busy, *(item.lane for item in kept)}))[:limit]

    async def done(self, key: Key) -> None:
        """Every reply to this update went out."""
        if self._memory.pop(key, None) is None:
            self._unmarked.add(key)
            await self._mark()

    async def aside(self, key: Key, error: str) -> None:
        """This update can't be handled."""
        if self._memory.pop(key, None):
            return
        try:
            await self._storage.run(self._storage.store.inbox.aside, key, error)
        except StoreError:
            self._unmarked.add(key)

    async def later(self, item: Item, seconds: float, error: str) -> None:
        """Try this update again after `seconds`; in memory there is one attempt only."""
        if self._memory.pop(item.key, None):
            return
        inbox = self._storage.store.inbox
        await self._storage.attempt(inbox.later, item.key, time.time() + seconds, error)

    async def waiting(self) -> int:
        """How many updates are not answered yet."""
        kept = await self._storage.attempt(self._storage.store.inbox.pending) or 0
        return max(0, kept - len(self._unmarked)) + len(self._memory)

    async def _mark(self) -> None:
        if keys := tuple(self._unmarked):
            try:
                await self._storage.run(self._storage.store.inbox.done, keys)
            except StoreError:
                return
            self._unmarked.difference_update(keys)

    def _remember(self, arrivals: Iterable[Arrival]) -> None:
        for new in arrivals:
            if new.key not in self._seen:
                self._seen[new.key] = None
                self._memory[new.key] = new
                self.accepted += 1
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)

    def _remembered(self, busy: set[str]) -> Iterable[Item]:
        for kept in tuple(self._memory.values()):
            if kept.lane not in busy:
                busy.add(kept.lane)
                yield Item(kept.key, kept.lane, kept.payload, kept.received)
