"""Reloading off the event loop, one run at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.assistant import Assistant
from bot.model import Changes
from bot.telegram_app.pauses import set_aside


class Reloader:
    """Whoever asks while a reload runs shares the next: the running one may miss their files."""

    def __init__(self, assistant: Assistant, after: Callable[[], Awaitable[None]]) -> None:
        self._assistant = assistant
        self._after = after
        self._turn = asyncio.Lock()
        self._next: asyncio.Task[Changes] | None = None
        self.runs = 0  # that went well

    @property
    def busy(self) -> bool:
        """Whether a reload runs."""
        return self._turn.locked()

    async def reload(self) -> Changes:
        """What changed. Raises CorpusError where no report can be read; the old index stays."""
        if self._next is None:
            self._next = asyncio.create_task(self._run())
        return await asyncio.shield(self._next)

    async def _run(self) -> Changes:
        async with self._turn:
            self._next = None  # from here on files may be read already
            changes = await asyncio.to_thread(self._assistant.reload)
            set_aside()
            self.runs += 1
            await self._after()
            return changes
