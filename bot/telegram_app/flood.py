"""Telegram's limits on sending, kept ahead of time; and patience with what fails all the same."""

from __future__ import annotations

import asyncio
import logging
import math
import random
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

from bot.config import Rate

log = logging.getLogger(__name__)

SENDING: Final = ("send", "edit", "copy", "forward")
SOON_STALE: Final = ("answerInlineQuery", "answerCallbackQuery", "sendChatAction")
AT_START: Final = ("getMe", "deleteWebhook", "setWebhook")  # tried again by who starts the bot
MOST_TRIES: Final = 6
LONGEST_WAIT: Final = 60.0  # seconds; what has to wait longer goes back to the inbox
IDLE_CHATS: Final = 5000


class Window:
    """At most `count` events in any `seconds`."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count = count
        self._seconds = seconds
        self._times: deque[float] = deque()

    @classmethod
    def of(cls, rate: float, unit: float = 1.0) -> Window:
        """`rate` events per `unit` seconds; below one, it is one in a longer time."""
        count = max(1, math.floor(rate))
        return cls(count, count / rate * unit)

    def wait(self, now: float) -> float:
        """Seconds until the next event may happen."""
        while self._times and self._times[0] <= now - self._seconds:
            self._times.popleft()
        if len(self._times) < self._count:
            return 0.0
        return self._times[0] + self._seconds - now

    def take(self, now: float) -> None:
        """An event happens."""
        self._times.append(now)

    def settle(self, started: float, ended: float) -> None:
        """The event of `started` reached Telegram at `ended` at the latest: count it there."""
        if started in self._times:
            self._times.remove(started)
            self._times.append(ended)


@dataclass(slots=True)
class ChatTurn:
    """A chat's windows; its lock keeps its messages in order."""

    windows: tuple[Window, ...]
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class FloodControl(BaseRateLimiter[int]):
    """Every call of the bot passes here: it waits its turn, and is tried again."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._total = Window.of(rate.total_per_second)
        self._chats: OrderedDict[object, ChatTurn] = OrderedDict()
        self.waited = 0  # 429 answers
        self.retried = 0  # calls repeated after a failure whose outcome may be unknown

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,  # noqa: ANN401  as BaseRateLimiter declares it
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,  # noqa: ARG002
    ) -> Any:  # noqa: ANN401
        """The call's result, once it went through. Raises what the last try raised."""

        async def call() -> Any:  # noqa: ANN401
            return await callback(*args, **kwargs)

        chat = data.get("chat_id")
        if chat is None or not endpoint.startswith(SENDING) or endpoint in SOON_STALE:
            tries = 1 if endpoint in AT_START else 2 if endpoint in SOON_STALE else MOST_TRIES
            return await self._persist(call, tries)
        turn = self._turn(chat)
        async with turn.lock:
            return await self._persist(lambda: self._in_turn(turn, call), MOST_TRIES)

    async def _in_turn(self, turn: ChatTurn, call: Callable[[], Coroutine[Any, Any, Any]]) -> Any:  # noqa: ANN401
        windows = (self._total, *turn.windows)
        while (pause := max(w.wait(time.monotonic()) for w in windows)) > 0:
            await asyncio.sleep(pause + 0.002)
        started = time.monotonic()
        for window in windows:
            window.take(started)
        try:
            return await call()
        finally:
            for window in windows:
                window.settle(started, time.monotonic())

    async def _persist(self, call: Callable[[], Coroutine[Any, Any, Any]], tries: int) -> Any:  # noqa: ANN401
        for tried in range(1, tries + 1):
            try:
                return await call()
            except RetryAfter as error:
                self.waited += 1
                pause = seconds_of(error)
                if tried == tries or pause > LONGEST_WAIT:
                    raise
                log.info("Telegram asks to wait %.0f s", pause)
            except BadRequest:
                raise
            except NetworkError as error:
                if tried == tries:
                    raise
                self.retried += 1
                pause = 0.25 * 2**tried * random.uniform(0.5, 1.0)  # noqa: S311
                log.debug("Again in %.1f s: %s", pause, type(error).__name__)
            await asyncio.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def _turn(self, chat: object) -> ChatTurn:
        if chat not in self._chats:
            windows = [Window.of(self._rate.chat_per_second)]
            if isinstance(chat, int) and chat < 0:
                windows.append(Window.of(self._rate.group_per_minute, 60.0))
            self._chats[chat] = ChatTurn(tuple(windows))
        self._chats.move_to_end(chat)
        while len(self._chats) > IDLE_CHATS and not next(iter(self._chats.values())).lock.locked():
            self._chats.popitem(last=False)
        return self._chats[chat]


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)
