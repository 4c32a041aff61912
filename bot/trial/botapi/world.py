"""Everything that there is: bots with their queues of updates, chats, files, and what happened."""

from __future__ import annotations

import asyncio
import hashlib
import re
import struct
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count, islice
from typing import TypeVar

from bot.trial.botapi.entities import Json
from bot.trial.botapi.objects import (
    Account,
    BusinessConnection,
    CallbackQuery,
    Chat,
    GuestQuery,
    InlineQuery,
    Kind,
    Message,
)

TOKEN = re.compile(r"\d{1,16}:[A-Za-z0-9_-]{1,64}")
KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "guest_message",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
)
_OPT_IN = ("chat_member", "message_reaction", "message_reaction_count")
DOWNLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
LOOK = 0.1  # seconds between two looks at what is no part of the world
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", b"GIF8", b"BM")
T = TypeVar("T")


@dataclass(slots=True)
class WebhookTarget:
    """Where a bot's updates are posted to."""

    url: str
    secret_token: str | None = None
    last_error: str | None = None
    last_error_date: int | None = None


@dataclass(slots=True)
class Bot:
    """A bot: its account, its settings at BotFather and what waits for it."""

    account: Account
    token: str
    queue: UpdateQueue
    privacy: bool = True
    inline: bool = True
    guest: bool = False
    business: bool = False
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)  # what, language
    webhook: WebhookTarget | None = None
    poller: object | None = None  # whose long poll waits now
    polls: int = 0
    logged_out: bool = False

    def json(self) -> Json:
        """Return the answer to `getMe`."""
        return self.account.json() | {
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": self.inline,
            "supports_guest_queries": self.guest,
            "can_connect_to_business": self.business,
            "has_main_web_app": False,
        }


@dataclass(frozen=True, slots=True)
class ApiCall:
    """A finished call of a method: what came, what went out."""

    bot: str  # username
    method: str
    params: Json
    at: float  # s since the epoch
    code: int  # of the answer; 0 where the connection was broken
    result: Json
    effective: bool = True  # False where a fault came before the call had any effect


@dataclass(frozen=True, slots=True)
class ChatEvent:
    """Something that an onlooker can see, in order of `number`."""

    number: int
    kind: str
    data: Json


class World:
    """The state; whoever touches it has `condition`'s lock."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.condition = WorldCondition()
        self.clock = clock
        self.closed = False
        self.bots: dict[str, Bot] = {}
        self.accounts: dict[int, Account] = {}
        self.chats: dict[int, Chat] = {}
        self.privates: dict[tuple[int, int], Chat] = {}  # bot, user
        self.callbacks: dict[str, CallbackQuery] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.guest_queries: dict[str, GuestQuery] = {}
        self.connections: dict[str, BusinessConnection] = {}
        self.inline_messages: dict[str, Message] = {}
        self.uploads: dict[str, Upload] = {}
        self.calls: deque[ApiCall] = deque(maxlen=100_000)
        self.call_counts: Counter[tuple[str, str]] = Counter()  # by bot and lower-case method
        self.events: deque[ChatEvent] = deque(maxlen=10_000)
        self._ids = count(1001)
        self._event_ids = count(1)

    def new_id(self) -> int:
        """Return a number that nothing else has."""
        return next(self._ids)

    def now(self) -> int:
        """Unix time in seconds."""
        return int(self.clock())

    def emit(self, kind: str, data: Json) -> None:
        """Show an event to onlookers."""
        self.events.append(ChatEvent(next(self._event_ids), kind, data))

    def record(self, call: ApiCall) -> None:
        """Log a finished call, and shows it to onlookers; polls they are spared."""
        method = call.method.lower()
        self.calls.append(call)
        self.call_counts[(call.bot, method)] += 1
        if method != "getupdates":
            self.emit("call", {"bot": call.bot, "method": call.method, "code": call.code})

    def new_chat(self, kind: Kind, title: str, username: str | None = None) -> Chat:
        """Return a group or channel with an id of Telegram's form."""
        number = self.new_id()
        chat_id = -number if kind == "group" else -1_000_000_000_000 - number
        chat = self.chats[chat_id] = Chat(chat_id, kind, title, username)
        return chat

    def private(self, bot: Bot, user: Account) -> Chat:
        """Return the private chat of a bot and a user, not yet started."""
        key = (bot.account.id, user.id)
        if key not in self.privates:
            self.privates[key] = Chat(user.id, "private", user=user)
        return self.privates[key]

    def bot_of(self, account_id: int) -> Bot | None:
        """Return the bot with this account."""
        return next((bot for bot in self.bots.values() if bot.account.id == account_id), None)

    def bots_in(self, chat: Chat) -> list[Bot]:
        """Return the bots that are in a chat now."""
        if chat.connection:
            bot = self.bot_of(self.connections[chat.connection].bot_id)
            return [bot] if bot else []
        if chat.kind == "private":
            return [
                bot
                for bot in self.bots.values()
                if self.privates.get((bot.account.id, chat.id)) is chat
            ]
        return [bot for bot in self.bots.values() if chat.has(bot.account.id)]

    def public_chat(self, username: str) -> Chat | None:
        """Return a channel or supergroup by its public name."""
        wanted = username.lower()
        for chat in self.chats.values():
            if chat.username and chat.username.lower() == wanted:
                return chat
        return None


@dataclass(slots=True)
class UpdateQueue:
    """Updates in order of their ids; one leaves when it is confirmed by a higher offset."""

    next_id: int = 0
    waiting: deque[tuple[int, Json]] = field(default_factory=deque)
    allowed: tuple[str, ...] = ()  # empty: Telegram's default

    def wants(self, kind: str) -> bool:
        """Return whether updates of this kind are kept for the bot."""
        return kind in self.allowed if self.allowed else kind not in _OPT_IN

    def allow(self, kinds: Iterable[str]) -> None:
        """Keep only these kinds from now on; unknown ones are ignored, none means the default."""
        wanted = set(kinds)
        self.allowed = tuple(kind for kind in KINDS if kind in wanted)

    def put(self, kind: str, content: Json) -> int | None:
        """Return the new update's id; None where the bot doesn't want this kind."""
        return self.put_raw({kind: content}) if self.wants(kind) else None

    def put_raw(self, update: Json) -> int:
        """Queue an update of any shape, even a malformed one."""
        update_id = self.next_id
        self.next_id += 1
        self.waiting.append((update_id, {"update_id": update_id, **update}))
        return update_id

    def confirm(self, offset: int) -> None:
        """Forget what lies before `offset`; a negative one keeps the last `-offset` only."""
        if offset < 0:
            while len(self.waiting) > -offset:
                self.waiting.popleft()
        while offset > 0 and self.waiting and self.waiting[0][0] < offset:
            self.waiting.popleft()

    def batch(self, limit: int) -> list[Json]:
        """Return the next updates; they stay until they are confirmed."""
        return [update for _, update in islice(self.waiting, limit)]

    def clear(self) -> None:
        """Drop what waits."""
        self.waiting.clear()


@dataclass(frozen=True, slots=True)
class Upload:
    """A file's content and what its sender said about it."""

    id: str
    data: bytes
    name: str | None = None
    mime_type: str | None = None
    size: int | None = None  # as claimed, where it differs from the content's

    @property
    def unique_id(self) -> str:
        """The same for the same content, for any bot."""
        return "AgAD" + hashlib.sha256(self.data).hexdigest()[:11]

    @property
    def path(self) -> str:
        """Where `/file/bot<token>/` serves it; never a name that its sender chose."""
        return f"documents/{self.id}"

    @property
    def claimed_size(self) -> int:
        """Its size in bytes, as Telegram tells it."""
        return len(self.data) if self.size is None else self.size

    def json(self) -> Json:
        """Return what all kinds of files show: ids and size."""
        return {
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": self.claimed_size,
        }

    def document(self) -> Json:
        """Return a Bot API `Document`."""
        named = {"file_name": self.name, "mime_type": self.mime_type}
        return self.json() | {key: value for key, value in named.items() if value is not None}

    def photo(self) -> list[Json]:
        """Return a Bot API photo: its sizes, of which there is one here."""
        width, height = _dimensions(self.data)
        return [self.json() | {"width": width, "height": height}]

    @property
    def is_picture(self) -> bool:
        """Whether it begins as pictures do."""
        return self.data.startswith(_PICTURES)


def _dimensions(data: bytes) -> tuple[int, int]:
    """Return width and height in pixels of a PNG; a guess for others."""
    if data.startswith(_PICTURES[0]) and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    return 1280, 960


class WorldCondition:
    """Whoever changes the world does so inside `changing()`; whoever waits gives a condition."""

    def __init__(self) -> None:
        self._condition = threading.Condition(threading.RLock())
        self._sleepers: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Keep the lock for the block, and then let everybody look again who waits."""
        with self._condition:
            yield
            self._condition.notify_all()
            for loop, event in tuple(self._sleepers):
                try:
                    loop.call_soon_threadsafe(event.set)
                except RuntimeError:  # its loop was closed under it
                    self._sleepers.discard((loop, event))

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Keep the lock for the block, in which nothing changes."""
        with self._condition:
            yield

    def wait(self, condition: Callable[[], T | None], timeout: float) -> T | None:
        """Return the first true value of `condition`, tried after each change.

        It is tried from time to time too, for it may be about what is no part of the world, such as
        a file. None after `timeout` s.
        """
        deadline = time.monotonic() + timeout
        with self._condition:
            while not (value := condition()):
                left = deadline - time.monotonic()
                if left <= 0:
                    return None
                self._condition.wait(min(left, LOOK))
            return value

    async def wait_async(self, condition: Callable[[], T | None], timeout: float) -> T | None:
        """`wait` for coroutines."""
        sleeper = (asyncio.get_running_loop(), asyncio.Event())
        deadline = time.monotonic() + timeout
        with self._condition:
            self._sleepers.add(sleeper)
        try:
            while True:
                sleeper[1].clear()
                with self._condition:
                    if value := condition():
                        return value
                left = deadline - time.monotonic()
                if left <= 0:
                    return None
                try:
                    await asyncio.wait_for(sleeper[1].wait(), left)
                except TimeoutError:
                    continue
        finally:
            with self._condition:
                self._sleepers.discard(sleeper)
