"""The store off the event loop: one thread, so that calls keep their order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from bot.errors import StoreError
from bot.store import Store

P = ParamSpec("P")
T = TypeVar("T")
log = logging.getLogger(__name__)


class Storage:
    """Runs the store's calls; `trouble` says why the last one failed, None when it went well."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.trouble: str | None = None
        self._thread = ThreadPoolExecutor(1, "store")

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The call's result. Raises StoreError."""
        loop = asyncio.get_running_loop()
        try:
            result = await loop.run_in_executor(self._thread, lambda: call(*args, **kwargs))
        except StoreError as error:
            if self.trouble is None:
                log.error("The store fails; going on without it. %s", error)
            self.trouble = str(error)
            raise
        if self.trouble is not None:
            log.warning("The store works again")
            self.trouble = None
        return result

    async def attempt(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """The call's result, or None where the store fails: an answer matters more."""
        try:
            return await self.run(call, *args, **kwargs)
        except StoreError:
            return None

    def close(self) -> None:
        """Finish what was begun and let go of the file."""
        self._thread.shutdown()
        self.store.close()
