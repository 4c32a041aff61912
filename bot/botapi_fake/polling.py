"""`getUpdates`: the long poll."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from functools import partial

from bot.botapi_fake.entities import Json
from bot.botapi_fake.params import Params
from bot.botapi_fake.refusals import ApiError, conflict
from bot.botapi_fake.world import Bot, World

MAX_TIMEOUT = 50
_LOOK_SECONDS = 0.25  # how often a poll looks whether its caller is still there
_OTHER_POLLER = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
_WEBHOOK = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


async def get_updates(
    world: World, bot: Bot, params: Params, gone: Callable[[], Awaitable[bool]]
) -> list[Json]:
    """The next updates; the earlier of two pollers is turned away, as Telegram does.

    Raises:
        ApiError: 409 for a second receiver.
    """
    me = object()
    with world.bell.changing():
        if bot.webhook:
            raise conflict(_WEBHOOK)
        _settle(bot, params)
        bot.poller = me
        bot.polls += 1
    limit = params.integer("limit", 100)
    limit = limit if 1 <= limit <= 100 else 100
    deadline = time.monotonic() + min(max(params.integer("timeout"), 0), MAX_TIMEOUT)

    while True:
        left = deadline - time.monotonic()
        found = await world.bell.heard(
            partial(_ready, world, bot, me, limit), min(max(left, 0), _LOOK_SECONDS)
        )
        if found or left <= 0 or await gone():
            with world.bell.reading():
                bot.poller = None if bot.poller is me else bot.poller
            return found or []


def _settle(bot: Bot, params: Params) -> None:
    kinds = params.array("allowed_updates", "allowed updates")
    if kinds is not None:
        bot.queue.allow(map(str, kinds))
    bot.queue.confirm(params.integer("offset"))


def _ready(world: World, bot: Bot, me: object, limit: int) -> list[Json] | None:
    if world.closed:
        raise ApiError(502, "Bad Gateway")
    if bot.poller is not me:
        by_webhook = bot.webhook is not None
        raise conflict("terminated by setWebhook request" if by_webhook else _OTHER_POLLER)
    return bot.queue.batch(limit) or None
