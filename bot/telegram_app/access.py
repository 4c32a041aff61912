"""Who may do what, and how often: the only place that decides it."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from cachetools import LRUCache, TTLCache
from telegram.error import TelegramError

if TYPE_CHECKING:
    from telegram import Bot, Message, User

    from bot.config import TelegramSection
    from bot.telegram_app.outgoing import Place

log = logging.getLogger(__name__)

# Telegram sends these users where a chat itself speaks: anonymous admins, channels, the service.
STAND_INS: Final = frozenset({1087968824, 136817688, 777000})
FRESH: Final = 60.0  # seconds for which a group's admins, as Telegram named them, count
REMEMBERED_GROUPS: Final = 1000
GROUPS: Final = ("group", "supergroup")
MINUTE: Final = 60.0
REMEMBERED_PEOPLE: Final = 10_000
PAUSE: Final = 600.0  # seconds between two equal notices to one person


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
