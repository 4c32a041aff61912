"""Who may do what, and how often: the only place that decides it.

Replicas count together what each person may ask, and what the bot may send.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from cachetools import LRUCache, TTLCache
from telegram.error import TelegramError

from bot.errors import StoreError
from bot.store import RateLimit

if TYPE_CHECKING:
    from telegram import Bot, Message, User

    from bot.config import RateSection, TelegramSection
    from bot.store import CallTurn, Shared
    from bot.telegram_app.storage import Storage

log = logging.getLogger(__name__)
# Telegram sends these users where a chat itself speaks: anonymous admins, channels, the service.
STAND_INS: Final = frozenset({1087968824, 136817688, 777000})
FRESH: Final = 60.0  # seconds for which a group's admins, as Telegram named them, count
REMEMBERED_GROUPS: Final = 1000
GROUPS: Final = ("group", "supergroup")
MINUTE: Final = 60.0
REMEMBERED_PEOPLE: Final = 10_000
PAUSE: Final = 600.0  # seconds between two equal notices to one person
CALLS: Final = "calls"  # what all replicas send to all chats
# Seconds after which no call is under way: 5 to connect, 20 to send a file, 15 to be answered, and
# what the guard takes. Those of a replica that was killed count for so long.
LONGEST: Final = 45.0
BUSINESS: Final = -(10**17)  # below all chat ids


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reply goes."""

    chat_id: int
    kind: str  # private, group, supergroup, channel
    topic: int | None = None
    business: str | None = None  # the connection to a business account that it goes through

    @property
    def kept_as(self) -> int:
        """The chat's id in the store: a customer's chat has the id of their chat with the bot."""
        return self.chat_id if self.business is None else BUSINESS - self.chat_id


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a user, or a chat in its own name (an anonymous admin, a channel)."""

    user_id: int | None
    chat_id: int | None = None
    language: str | None = None
    robot: bool = False

    @property
    def key(self) -> int:
        """Tells actors apart: a user id, else the chat's."""
        return self.user_id or self.chat_id or 0


def sender_of(message: Message) -> Actor:
    """Return who wrote the message."""
    if message.sender_chat:
        return Actor(None, message.sender_chat.id)
    if message.chat.type == "channel" and not message.from_user:
        return Actor(None, message.chat.id)
    return user_of(message.from_user)


def user_of(user: User | None) -> Actor:
    """Return the user as an actor."""
    if user is None or user.id in STAND_INS:
        return Actor(None)
    return Actor(user.id, None, user.language_code, user.is_bot)


def is_admin(actor: Actor, chat_id: int | None, telegram: TelegramSection) -> bool:
    """Return whether the actor may run admin commands in this chat."""
    if actor.user_id is not None:
        return actor.user_id in telegram.admins
    speaks_for_itself = actor.chat_id is not None and actor.chat_id == chat_id
    return speaks_for_itself and actor.chat_id in telegram.admin_chats


def may_ask(actor: Actor, chat_id: int | None, telegram: TelegramSection) -> bool:
    """Return whether the actor is answered in this chat (None: inline)."""
    if telegram.access == "everyone" or is_admin(actor, chat_id, telegram):
        return True
    return actor.user_id in telegram.users or chat_id in telegram.chats


class GroupAdmins:
    """The administrators of groups, where the settings let these count."""

    def __init__(self, *, count: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._count = count
        self._known: TTLCache[int, frozenset[int]] = TTLCache(REMEMBERED_GROUPS, FRESH, timer=clock)

    async def include(self, bot: Bot, actor: Actor, place: Place) -> bool:
        """Return whether the actor administers this group; False where Telegram doesn't say."""
        if not self._count or place.kind not in GROUPS:
            return False
        if actor.user_id is None:  # who writes in a group's own name is one of its admins
            return actor.chat_id == place.chat_id
        return actor.user_id in await self._of(bot, place.chat_id)

    async def _of(self, bot: Bot, chat_id: int) -> frozenset[int]:
        if (known := self._known.get(chat_id)) is not None:
            return known
        try:
            # A bot that is no admin itself may not ask about single members.
            found = await bot.get_chat_administrators(chat_id)
        except TelegramError as error:
            log.info("Telegram doesn't say who administers a group: %s", error)
            return frozenset()
        admins = frozenset(member.user.id for member in found)
        self._known[chat_id] = admins
        return admins


class LimitVerdict(Enum):
    """What happens with a question."""

    ANSWER = 1
    NOTICE = 2  # the first over the limit in a minute gets a line
    SILENCE = 3


class Limiter:
    """Counts by the time at which a question was asked, so that a recovered backlog is no flood."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._asked: LRUCache[int, deque[float]] = LRUCache(REMEMBERED_PEOPLE)
        self._noticed: LRUCache[int, float] = LRUCache(REMEMBERED_PEOPLE)

    def judge(self, person: int, at: float, attempts: int = 0) -> LimitVerdict:
        """Count a question of this person at this time, in seconds.

        One that is tried again, after `attempts` that failed, was counted before.
        """
        if attempts:
            return LimitVerdict.ANSWER
        times = self._asked.setdefault(person, deque(maxlen=self.per_minute))
        while times and times[0] <= at - MINUTE:
            times.popleft()
        if len(times) < self.per_minute:
            times.append(at)
            return LimitVerdict.ANSWER
        if at - self._noticed.get(person, -MINUTE) < MINUTE:
            return LimitVerdict.SILENCE
        self._noticed[person] = at
        return LimitVerdict.NOTICE


class Notices:
    """Says the same thing to a person once in a while only."""

    def __init__(self) -> None:
        self._said: LRUCache[tuple[int, str], float] = LRUCache(REMEMBERED_PEOPLE)

    def due(self, person: int, what: str, at: float) -> bool:
        """Return whether to say it now; then it counts as said."""
        key = (person, what)
        if at - self._said.get(key, -PAUSE) < PAUSE:
            return False
        self._said[key] = at
        return True


class SharedPace:
    """Telegram's limits, for all replicas of the bot together.

    Nobody here knows when a call arrives at Telegram, only when it began and ended. Counted are
    those that are under way or ended within the last second.
    """

    def __init__(self, storage: Storage, shared: Shared, rate: RateSection) -> None:
        self._storage = storage
        self._moments = shared.moments
        self._all = window_of(rate.total_per_second, 1.0)
        self._chat = (window_of(rate.chat_per_second, 1.0),)
        self._group = (*self._chat, window_of(rate.group_per_minute, 60.0))
        self._first = asyncio.Lock()  # one asks for all that wait here, who come in their order
        self._ended: list[CallTurn] = []  # what the store has still to be told

    async def turn(self, chat: object) -> CallTurn:
        """Wait until the chat may be sent to, and count that as begun.

        Raises:
            StoreError: the store fails.
        """
        windows = self._group if isinstance(chat, int) and chat < 0 else self._chat
        run = self._storage.run
        await asyncio.sleep(await run(self._moments.reserve, f"chat {chat}", windows))
        async with self._first:
            await self._tell()
            while True:
                turn = await run(self._moments.take, CALLS, self._all, LONGEST)
                if turn.until is not None:
                    return turn
                await asyncio.sleep(turn.wait)

    async def settle(self, chat: object, turn: CallTurn) -> None:
        """Count what was sent to the chat from now on, when it reached Telegram at the latest."""
        self._ended.append(turn)
        settled = self._storage.attempt(self._moments.settle, f"chat {chat}")
        await asyncio.gather(self._tell(), settled)

    async def _tell(self) -> None:
        """Tell the store which calls ended; what fails is told before the next call."""
        ended, self._ended = self._ended, []
        try:
            if ended:
                await self._storage.retried(self._moments.end, CALLS, ended, self._all)
        except StoreError:
            self._ended += ended


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
