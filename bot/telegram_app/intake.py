"""The inbox: updates are kept before they are confirmed, and handed out lane by lane."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from cachetools import FIFOCache, LRUCache

from bot.errors import StoreError
from bot.store import Arrival, InboxItem, UpdateKey
from bot.telegram_app.storage import Storage

MOST_CHATS: Final = 10_000  # of one that was left out nothing is known, and replies quote again
log = logging.getLogger(__name__)
MOST_IN_MEMORY: Final = 1000  # updates taken in while the store fails
REMEMBERED: Final = 10_000  # updates that came while the store failed
Raw = Mapping[str, Any]
KINDS: Final = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "inline_query",
    "callback_query",
    "my_chat_member",
    "business_message",
    "edited_business_message",
    "guest_message",
)
SLOW_COMMANDS: Final = ("/reload",)  # each its own lane, so that its chat is answered meanwhile


class NewestMessages:
    """What was said last in the private chats, by the person or by the bot, since the start."""

    def __init__(self) -> None:
        self._newest: LRUCache[int, tuple[int, int | None]] = LRUCache(MOST_CHATS)

    def note(self, message: object, replies_to: int | None = None) -> None:
        """Take note of a message as Telegram writes it; of what is none, or of a group, not.

        A business account's chat with a customer has the id of the customer's own with the bot.

        Args:
            message: any value.
            replies_to: the number of the message that it answers, quoted or not.
        """
        match message:
            case {"business_connection_id": _}:
                return
            case {"message_id": int(number), "chat": {"id": int(chat), "type": "private"}}:
                if number >= self._newest.get(chat, (number, None))[0]:
                    self._newest[chat] = (number, replies_to)

    def is_above(self, chat: int, message: int) -> bool:
        """Say whether a reply to the message would be right below it, or below another to it."""
        return chat in self._newest and message in self._newest[chat]


@dataclass(frozen=True, slots=True)
class WaitingUpdate:
    """An update in memory, and when it can be tried; seconds since the epoch."""

    item: InboxItem
    due: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an update: done, set aside with its error, or with `due` to be tried again.

    What is not `counted` was no attempt. `arrival` is set for an update that is not in the store.
    """

    error: str | None = None
    due: float | None = None
    attempts: int = 0
    counted: bool = True
    arrival: Arrival | None = None


class Intake:
    """The inbox; while the store fails, a bounded substitute in memory that promises less."""

    def __init__(self, storage: Storage, bot_id: int, newest: NewestMessages) -> None:
        self.arrived = asyncio.Event()
        self._storage = storage
        self._bot = bot_id
        self._newest = newest
        self._memory: dict[UpdateKey, WaitingUpdate] = {}
        self._seen: FIFOCache[UpdateKey, None] = FIFOCache(REMEMBERED)
        self._unwritten: dict[UpdateKey, Outcome] = {}  # which the store does not know yet

    async def accept(self, raws: Sequence[object]) -> None:
        """Keep these updates; returns when they can be confirmed to Telegram.

        Raises:
            StoreError: the store fails and the memory is full, or another replica may keep them.
        """
        now = time.time()
        arrivals = [a for raw in raws if (a := arrival(raw, self._bot, now))]
        if not arrivals:
            return
        try:
            await self._storage.retried(self._storage.store.inbox.add, arrivals)
        except StoreError:
            if self._storage.shared or len(self._memory) + len(arrivals) > MOST_IN_MEMORY:
                raise
            self._remember(arrivals)
        for raw in raws:
            if isinstance(raw, dict):
                self._newest.note(raw.get("message"))
        self.arrived.set()

    async def heads(self, busy: Collection[str], limit: int) -> tuple[InboxItem, ...]:
        """Return the updates that can be answered now, of each lane the first."""
        lanes, now = self._storage.store.lanes, time.time()
        await self._write()
        if self._storage.shared and self._unwritten:
            return ()  # a lane that is left now would be answered again by another replica
        found = await self._storage.attempt(lanes.claim, busy, limit, now) or ()
        kept = tuple(item for item in found if not self._is_closed(item.key))
        due = tuple(self._tried(item) for item in kept if self._due(item.key) <= now)
        taken = {*busy, *(item.lane for item in kept)}
        return (*due, *self._remembered(taken, now))[:limit]

    async def done(self, key: UpdateKey) -> None:
        """Every reply to this update went out."""
        if self._memory.pop(key, None) is None:
            await self._settle(key, Outcome())

    async def aside(self, key: UpdateKey, error: str) -> None:
        """Set an update aside; one in memory is kept when the store works again."""
        waited = self._memory.pop(key, None)
        if waited is None:
            await self._settle(key, Outcome(error))
        elif len(self._unwritten) < MOST_IN_MEMORY:
            item = waited.item
            brought = Arrival(key, item.lane, item.payload, item.received)
            await self._settle(key, Outcome(error, arrival=brought))

    async def later(
        self, item: InboxItem, seconds: float, error: str, *, counted: bool = True
    ) -> None:
        """Try this update again after `seconds`; what is not `counted` was no attempt."""
        due, attempts = time.time() + seconds, item.attempts + counted
        if item.key in self._memory:
            self._memory[item.key] = WaitingUpdate(replace(item, attempts=attempts, due=due), due)
        else:
            await self._settle(item.key, Outcome(error, due, attempts, counted))

    async def waiting(self) -> int:
        """Return how many updates are not answered yet."""
        kept = await self._storage.attempt(self._storage.store.inbox.pending) or 0
        closed = sum(self._is_closed(k) and not o.arrival for k, o in self._unwritten.items())
        return max(0, kept - closed) + len(self._memory)

    async def _settle(self, key: UpdateKey, outcome: Outcome) -> None:
        self._unwritten[key] = outcome
        await self._write()

    async def _write(self) -> None:
        """Tell the store what it does not know yet, or leave that for the next time."""
        outcomes = dict(self._unwritten)
        if not outcomes:
            return
        try:
            await self._storage.run(self._written, outcomes)
        except StoreError:
            return
        for key, outcome in outcomes.items():
            if self._unwritten.get(key) is outcome:
                del self._unwritten[key]

    def _written(self, outcomes: Mapping[UpdateKey, Outcome]) -> None:
        inbox = self._storage.store.inbox
        if done := [key for key, outcome in outcomes.items() if outcome.error is None]:
            inbox.done(done)
        if brought := [o.arrival for o in outcomes.values() if o.arrival]:
            inbox.add(brought)
        for key, outcome in outcomes.items():
            if outcome.error is not None and outcome.due is None:
                inbox.aside(key, outcome.error)
            elif outcome.error is not None and outcome.due is not None:
                inbox.later(key, outcome.due, outcome.error, counted=outcome.counted)

    def _is_closed(self, key: UpdateKey) -> bool:
        outcome = self._unwritten.get(key)
        return outcome is not None and outcome.due is None

    def _due(self, key: UpdateKey) -> float:
        outcome = self._unwritten.get(key)
        return (outcome.due or 0.0) if outcome else 0.0

    def _tried(self, item: InboxItem) -> InboxItem:
        """Return the update with the attempts that the store does not know of."""
        outcome = self._unwritten.get(item.key)
        if outcome is None or outcome.due is None:
            return item
        return replace(item, attempts=outcome.attempts, due=outcome.due)

    def _remember(self, arrivals: Iterable[Arrival]) -> None:
        for new in arrivals:
            if new.key not in self._seen:
                self._seen[new.key] = None
                item = InboxItem(new.key, new.lane, new.payload, new.received)
                self._memory[new.key] = WaitingUpdate(item)

    def _remembered(self, busy: set[str], now: float) -> Iterator[InboxItem]:
        for waiting in tuple(self._memory.values()):
            if waiting.item.lane not in busy:
                busy.add(waiting.item.lane)  # also where it waits: what came after it waits too
                if waiting.due <= now:
                    yield waiting.item


def arrival(raw: object, bot_id: int, now: float) -> Arrival | None:
    """Return the update as the inbox takes it; None where it has no usable id."""
    if not isinstance(raw, dict):
        return None
    number = raw.get("update_id")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 2**62:
        return None
    return Arrival(UpdateKey(bot_id, number), lane(raw), json.dumps(raw), now)


def lane(raw: Raw) -> str:
    """Return what has to be answered in order: the chat, or who types an inline query."""
    kind, content = body(raw)
    if kind == "inline_query":
        return f"inline {_number(content.get('from'))}"
    message = content.get("message") if kind == "callback_query" else content
    chat = _number(message.get("chat")) if isinstance(message, dict) else 0
    text = content.get("text")
    if isinstance(text, str) and text.startswith(SLOW_COMMANDS):
        return f"slow {raw.get('update_id')}"
    return f"chat {chat}" if chat else f"user {_number(content.get('from'))}"


def body(raw: Raw) -> tuple[str, Raw]:
    """Return the update's kind and content; of one that is not handled the kind is empty."""
    for kind in KINDS:
        if isinstance(content := raw.get(kind), dict):
            return kind, content
    return "", {}


def _number(owner: object) -> int:
    number = owner.get("id") if isinstance(owner, dict) else 0
    return number if isinstance(number, int) else 0
