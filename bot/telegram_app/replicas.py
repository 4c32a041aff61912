"""Replicas of one bot: what only one of them does, and what each takes over from the others."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Final

from bot.errors import BotError

if TYPE_CHECKING:
    from bot.telegram_app.monitoring import UpdateSource
    from bot.telegram_app.storage import Storage

log = logging.getLogger(__name__)

LOOK: Final = 1.0  # seconds between two looks whether this replica leads
FOLLOW: Final = 5.0  # seconds until a look for what another changed, if nothing was heard of it
Work = Callable[[], Awaitable[None]]


class Leadership:
    """Whether this process does what is done once for the bot: where it is alone, it does."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._leads = storage.shared is None
        self._changed = asyncio.Event()

    async def keep(self) -> None:
        """Lead where no other does, until cancelled."""
        while self._storage.shared is not None:
            leads = bool(await self._storage.attempt(self._storage.store.lanes.leads))
            if leads != self._leads:
                log.info("This replica %s", "leads" if leads else "leads no more")
                self._leads = leads
                self._changed.set()
                self._changed = asyncio.Event()
            await asyncio.sleep(LOOK)

    async def only(self, work: Work) -> None:
        """Do the work while this process leads, until it is done once."""
        if self._storage.shared is None:
            await work()
            return
        while True:
            await self._until(leads=True)
            if await _unless(self._until(leads=False), work()):
                return

    async def polling(self, poll: Work, source: UpdateSource) -> None:
        """Poll while this process leads; meanwhile the others get their updates by the store."""
        source.pushed = self._storage.shared is not None
        if source.pushed:
            source.works()

        async def polled() -> None:
            source.pushed = False
            try:
                await poll()
            finally:
                source.pushed = True
                source.works()

        await (self.only(polled) if source.pushed else poll())

    async def _until(self, *, leads: bool) -> None:
        while self._leads is not leads:
            await self._changed.wait()


async def _unless(end: Awaitable[None], work: Awaitable[None]) -> bool:
    """Do the work; say whether it was done before the end came."""
    ending, working = asyncio.ensure_future(end), asyncio.ensure_future(work)
    try:
        await asyncio.wait({ending, working}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
            return True
        return False
    finally:
        for task in (ending, working):
            task.cancel()
        await asyncio.gather(ending, working, return_exceptions=True)


class Follower:
    """Takes over what other replicas changed: `loads` is how, by what it is of."""

    def __init__(self, storage: Storage, loads: Mapping[str, Work]) -> None:
        self._storage = storage
        self._loads = loads
        self._known: dict[str, int] = {}
        self._turn = asyncio.Lock()

    async def load(self) -> None:
        """Take over everything, whether or not it changed."""
        self._known = dict(await self._now() or {})
        for load in self._loads.values():
            await load()

    async def follow(self) -> None:
        """Take over what changed since. What fails is tried again at the next time."""
        if self._storage.shared is None:
            return
        async with self._turn:
            for name, number in (await self._now() or {}).items():
                if name in self._loads and self._known.get(name) != number:
                    await self._loads[name]()
                    if self._storage.trouble is None:
                        self._known[name] = number

    async def keep(self) -> None:
        """Follow as soon as another replica says so, and every few seconds, until cancelled."""
        if self._storage.shared is None:
            return
        loop, heard = asyncio.get_running_loop(), asyncio.Event()

        def hear() -> None:
            loop.call_soon_threadsafe(heard.set)

        listener = self._storage.shared.generations.listen(hear)
        try:
            while True:
                heard.clear()
                try:
                    await self.follow()
                except BotError as error:
                    log.warning("What another replica changed can't be taken over: %s", error)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(heard.wait(), FOLLOW)
        finally:
            await asyncio.to_thread(listener.close)

    async def announce(self, name: str) -> None:
        """Tell the other replicas that this changed here."""
        if self._storage.shared is None:
            return
        async with self._turn:
            generations = self._storage.shared.generations
            number = await self._storage.attempt(generations.advance, name)
            if number == self._known.get(name, 0) + 1:  # else another changed it as well
                self._known[name] = number

    async def _now(self) -> Mapping[str, int] | None:
        if self._storage.shared is None:
            return None
        return await self._storage.attempt(self._storage.shared.generations.all)
