"""How updates reach the bots: who is sent what, by polling or to a webhook."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Awaitable, Callable
from functools import partial

import httpx

from bot.trial.botapi.entities import Json, utf16_slice
from bot.trial.botapi.objects import Chat, GuestQuery, Message
from bot.trial.botapi.requests import ApiError, Params, conflict
from bot.trial.botapi.world import Bot, WebhookTarget, World

MAX_TIMEOUT = 50
_LOOK_SECONDS = 0.25  # how often a poll looks whether its caller is still there
_OTHER_POLLER = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
_WEBHOOK = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0


def announce(world: World, message: Message, *, edited: bool = False) -> None:
    """Queue a new or edited message for each bot that sees it, and shows it to onlookers."""
    kind = _kind(message.chat)
    for bot in world.bots_in(message.chat):
        if sees(world, bot, message):
            message.delivered_to.add(bot.account.id)
            bot.queue.put(f"edited_{kind}" if edited else kind, message.json())
    if not edited:
        _call_guests(world, message)
    world.emit("edited" if edited else "message", shown(message))


def shown(message: Message) -> Json:
    """Return a message as onlookers get it."""
    return {
        "chat_id": message.chat.id,
        "message_id": message.id,
        "from_bot": message.from_bot,
        "message": message.json(),
    }


def sees(world: World, bot: Bot, message: Message) -> bool:
    """Return whether a bot that is in the chat gets a message."""
    chat, me = message.chat, bot.account.id
    if (message.sender and message.sender.id == me) or message.business_bot:
        return False
    if message.sender and world.bot_of(message.sender.id):
        return False
    if chat.kind == "private":
        return not chat.blocked
    if chat.kind == "channel" or chat.administered_by(me):
        return chat.administered_by(me)
    return not bot.privacy or bool(message.service) or _meant_for(world, bot, message)


def _kind(chat: Chat) -> str:
    if chat.connection:
        return "business_message"
    return "channel_post" if chat.kind == "channel" else "message"


def _meant_for(world: World, bot: Bot, message: Message) -> bool:
    """Privacy mode: commands, replies to the bot or to what was meant for it, via the bot."""
    if message.via_bot and message.via_bot.id == bot.account.id:
        return True
    original = message.chat.messages.get(message.reply_to or 0)
    if original and not original.service:
        by_bot = original.sender and original.sender.id == bot.account.id
        if by_bot or bot.account.id in original.delivered_to:
            return True
    return _commanded(world, bot, message)


def _commanded(world: World, bot: Bot, message: Message) -> bool:
    for command in _covered(message, "bot_command"):
        name = command.partition("@")[2].lower()
        if name == _username(bot):
            return True
        if not name and _last_to_speak(world, message.chat) in (None, bot.account.id):
            return True
    return False


def _last_to_speak(world: World, chat: Chat) -> int | None:
    """Return the bot that wrote last in a chat."""
    for message in reversed(chat.messages.values()):
        if message.sender and world.bot_of(message.sender.id):
            return message.sender.id
    return None


def _call_guests(world: World, message: Message) -> None:
    """Tell the bots in guest mode that a message names and that aren't in its chat."""
    if message.chat.kind == "channel" or message.chat.connection or message.service:
        return
    named = {mention[1:].lower() for mention in _covered(message, "mention")}
    for bot in world.bots.values():
        if bot.guest and _username(bot) in named and bot not in world.bots_in(message.chat):
            query = GuestQuery(f"guest-{world.new_id()}", bot.account.id, message)
            world.guest_queries[query.id] = query
            bot.queue.put("guest_message", message.json() | {"guest_query_id": query.id})


def _covered(message: Message, kind: str) -> list[str]:
    return [
        utf16_slice(message.text, entity["offset"], entity["length"])
        for entity in message.entities
        if entity["type"] == kind
    ]


def _username(bot: Bot) -> str:
    return (bot.account.username or "").lower()


async def get_updates(
    world: World, bot: Bot, params: Params, gone: Callable[[], Awaitable[bool]]
) -> list[Json]:
    """Return the next updates; the earlier of two pollers is turned away, as Telegram does.

    Raises:
        ApiError: 409 for a second receiver.
    """
    me = object()
    with world.condition.changing():
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
        found = await world.condition.wait_async(
            partial(_ready, world, bot, me, limit), min(max(left, 0), _LOOK_SECONDS)
        )
        if found or left <= 0 or await gone():
            with world.condition.reading():
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


class Postman:
    """Posts updates; one that isn't accepted with 2xx is posted again, ever more slowly."""

    def __init__(self, world: World, timeout: float = 10.0) -> None:
        self._world = world
        self._timeout = timeout
        self._threads: dict[str, threading.Thread] = {}
        self._closed = threading.Event()

    def serve(self, bot: Bot) -> None:
        """Begin to deliver to a bot, if nobody does yet."""
        if bot.token not in self._threads:
            thread = threading.Thread(target=self._run, args=(bot,), daemon=True)
            self._threads[bot.token] = thread
            thread.start()

    def close(self) -> None:
        """End all delivery."""
        self._closed.set()
        with self._world.condition.changing():
            threads = list(self._threads.values())
        for thread in threads:
            thread.join(1)

    def _run(self, bot: Bot) -> None:
        pause = _FIRST_PAUSE
        with httpx.Client(timeout=self._timeout, trust_env=False) as client:
            while not self._closed.is_set():
                waiting = self._world.condition.wait(lambda: self._next(bot), 1.0)
                if waiting is None or self._closed.is_set():
                    continue
                webhook, number, update = waiting
                problem = _posted(client, webhook, update)
                with self._world.condition.changing():
                    self._note(bot, webhook, number, problem)
                pause = min(pause * 2, _LONGEST_PAUSE) if problem else _FIRST_PAUSE
                if problem:
                    self._closed.wait(pause)

    def _next(self, bot: Bot) -> tuple[WebhookTarget, int, Json] | None:
        if self._closed.is_set() or not (bot.webhook and bot.queue.waiting):
            return None
        number, update = bot.queue.waiting[0]
        return bot.webhook, number, update

    def _note(self, bot: Bot, webhook: WebhookTarget, number: int, problem: str | None) -> None:
        if problem:
            webhook.last_error, webhook.last_error_date = problem, self._world.now()
        elif bot.webhook is webhook:
            bot.queue.confirm(number + 1)


def _posted(client: httpx.Client, webhook: WebhookTarget, update: Json) -> str | None:
    """Return None once the webhook accepted the update; else why it did not."""
    headers = {"Content-Type": "application/json"}
    if webhook.secret_token:
        headers[SECRET_HEADER] = webhook.secret_token
    try:
        answer = client.post(webhook.url, content=json.dumps(update), headers=headers)
    except httpx.TimeoutException:
        return "Read timeout expired"
    except httpx.HTTPError as error:
        return str(error) or "Connection failed"
    if answer.is_success:
        return None
    return f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
