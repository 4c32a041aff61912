"""Who administers a group: asked of Telegram, and remembered for a short time."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from telegram.error import TelegramError

if TYPE_CHECKING:
    from telegram import Bot

    from bot.telegram_app.access import Actor
    from bot.telegram_app.outgoing import Place

log = logging.getLogger(__name__)

FRESH: Final = 60.0  # seconds for which an answer of Telegram counts
REMEMBERED: Final = 1000  # groups
GROUPS: Final = ("group", "supergroup")


class GroupAdmins:
    """The administrators of groups, where the settings let these count."""

    def __init__(self, *, count: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._count = count
        self._clock = clock
        self._known: OrderedDict[int, tuple[float, frozenset[int]]] = OrderedDict()

    async def include(self, bot: Bot, actor: Actor, place: Place) -> bool:
        """Whether the actor administers this group; False where Telegram doesn't say."""
        if not self._count or place.kind not in GROUPS:
            return False
        if actor.user_id is None:  # who writes in a group's own name is one of its admins
            return actor.chat_id == place.chat_id
        return actor.user_id in await self._of(bot, place.chat_id)

    async def _of(self, bot: Bot, chat_id: int) -> frozenset[int]:
        at, admins = self._known.get(chat_id, (-FRESH, frozenset[int]()))
        if self._clock() - at < FRESH:
            return admins
        try:
            # Of single members a bot that is no admin itself may not be told.
            found = await bot.get_chat_administrators(chat_id)
        except TelegramError as error:
            log.info("Telegram doesn't say who administers a group: %s", error)
            return frozenset()
        admins = frozenset(member.user.id for member in found)
        self._known[chat_id] = (self._clock(), admins)
        self._known.move_to_end(chat_id)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return admins
