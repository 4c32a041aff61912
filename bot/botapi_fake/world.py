"""Everything that exists in the fake Telegram."""

from __future__ import annotations

import re
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from bot.botapi_fake.accounts import Account
from bot.botapi_fake.bell import Bell
from bot.botapi_fake.business import BusinessConnection
from bot.botapi_fake.chats import Chat, Kind
from bot.botapi_fake.entities import Json
from bot.botapi_fake.messages import Message
from bot.botapi_fake.queries import CallbackQuery, GuestQuery, InlineQuery
from bot.botapi_fake.queues import UpdateQueue
from bot.botapi_fake.uploads import Upload

TOKEN = re.compile(r"\d{1,16}:[A-Za-z0-9_-]{1,64}")


@dataclass(slots=True)
class Webhook:
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
    webhook: Webhook | None = None
    poller: object | None = None  # who holds the long poll now
    polls: int = 0
    logged_out: bool = False

    def json(self) -> Json:
        """The answer to `getMe`."""
        return self.account.json() | {
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": self.inline,
            "supports_guest_queries": self.guest,
            "can_connect_to_business": self.business,
            "has_main_web_app": False,
        }


@dataclass(frozen=True, slots=True)
class Call:
    """A finished call of a method: what came, what went out."""

    bot: str  # username
    method: str
    params: Json
    at: float  # s since the epoch
    code: int  # of the answer; 0 where the connection was broken
    result: Json
    effective: bool = True  # False where a fault came before the call had any effect


@dataclass(frozen=True, slots=True)
class Event:
    """Something that an onlooker can see, in order of `number`."""

    number: int
    kind: str
    data: Json


class World:
    """The state; whoever touches it holds `bell`'s lock."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.bell = Bell()
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
        self.calls: deque[Call] = deque(maxlen=100_000)
        self.call_counts: Counter[tuple[str, str]] = Counter()  # by bot and lower-case method
        self.events: deque[Event] = deque(maxlen=10_000)
        self._ids = count(1001)
        self._event_ids = count(1)

    def new_id(self) -> int:
        """A number that nothing else has."""
        return next(self._ids)

    def now(self) -> int:
        """Unix time in seconds."""
        return int(self.clock())

    def emit(self, kind: str, data: Json) -> None:
        """Shows an event to onlookers."""
        self.events.append(Event(next(self._event_ids), kind, data))

    def record(self, call: Call) -> None:
        """Logs a finished call, and shows it to onlookers; polls they are spared."""
        method = call.method.lower()
        self.calls.append(call)
        self.call_counts[(call.bot, method)] += 1
        if method != "getupdates":
            self.emit("call", {"bot": call.bot, "method": call.method, "code": call.code})

    def new_chat(self, kind: Kind, title: str, username: str | None = None) -> Chat:
        """A group or channel with an id of Telegram's form."""
        number = self.new_id()
        chat_id = -number if kind == "group" else -1_000_000_000_000 - number
        chat = self.chats[chat_id] = Chat(chat_id, kind, title, username)
        return chat

    def private(self, bot: Bot, user: Account) -> Chat:
        """The private chat of a bot and a user, not yet started."""
        key = (bot.account.id, user.id)
        if key not in self.privates:
            self.privates[key] = Chat(user.id, "private", user=user)
        return self.privates[key]

    def bot_of(self, account_id: int) -> Bot | None:
        """The bot with this account."""
        return next((bot for bot in self.bots.values() if bot.account.id == account_id), None)

    def bots_in(self, chat: Chat) -> list[Bot]:
        """The bots that are in a chat now."""
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
        """A channel or supergroup by its public name."""
        wanted = username.lower()
        for chat in self.chats.values():
            if chat.username and chat.username.lower() == wanted:
                return chat
        return None
