"""A strict fake of the Telegram Bot API over real HTTP on loopback.

The bot under test is whatever calls `<url>/bot<token>/<method>`; the script plays the people:

    with FakeBotApi() as api:
        bot = api.bot("1234:secret", username="reports_bot")
        ...                          # start the real bot with bot.token and api.url
        bot.wait_polling()
        anna = api.user("Anna", username="anna", language_code="en")

        chat = api.private(anna, bot)
        question = chat.send("Who chaired it?")
        answer = chat.wait_reply(question)     # a bot's message in reply to it
        answer.text, answer.html, answer.parts("bold"), answer.quotes, answer.labels, answer.raw

        press = anna.press(answer, "More passages")   # by text, data or part of the text
        press.wait_answer()["text"]
        more = chat.wait_edit(answer)

        group = api.group("Office", anna, bot)        # the first user owns it
        forum = api.supergroup("Hall", anna, bot, forum=True)
        topic = forum.topic("Meetings")
        forum.send("/ask Who?", anna, topic=topic)
        forum.send("/ask Who?", anna, anonymous=True)
        talk = api.supergroup("Talk", anna, bot)
        news = api.channel("News", anna, bot, signatures=True, discussion=talk)
        news.send("/ask Who?")                        # `news.send(text, anna)` is signed
        group.send("/ask Who?", news)                 # as a channel, in a group

        asked = anna.ask_inline(bot, "who chaired", offset="")
        result = asked.wait_answer()["results"][0]
        result["sent"]["text"]                        # what choosing it sends
        anna.choose(asked, result["id"], group)

Bots: `api.bot(token, username=, privacy=, inline=, guest=)` -> `BotHandle`: `token`, `id`,
    `mention`, `commands(scope, language, chat_id, user_id)`, `menu(chat, user)`, `calls(method)`,
    `pending`, `inject(update)` (any shape), `wait_call(method, count=)`, `wait_polling()`,
    `wait_idle(quiet=)`.
Users: `api.user(...)` -> `UserHandle`: `start(bot, payload)`, `block(bot)`, `react`, `press`,
    `press_forged`, `ask_inline`, `choose`.
Chats: `api.private/group/supergroup/channel` -> `ChatHandle`: `send(text, by, reply_to=, topic=,
    anonymous=, entities=)`, `send_document(name, data, by, caption=, size=)`,
    `send_media("photo" | "sticker" | "voice" ...)`, `edit`, `delete`, `add(who, admin=)`,
    `remove(who, kicked=)`, `silence(bot)`, `migrate()`, `topic`, `close_topic`,
    `delete_topic`; to read: `history(topic)`, `message(id)`, `replies(message)`,
    `after(message)`; to wait: `wait_reply(message, count=)`, `wait_next(message)`,
    `wait_edit(message)`, `wait_for(condition)`.
    A private chat with `started=False` is "not found" until its user writes.
    `api.business(owner, bot).chat(customer)` is one in which the bot answers for its owner; a bot
    with `guest=True` is called into any group by its mention.
Messages are `MessageView`s: frozen, as they stood when they were read (`text`, `html`, `links`,
    `buttons`, `reply_to`, `topic`, `kind`, `file_name`, `raw` ...).
Faults: `api.fail("sendMessage", flood(3), times=2)`, `api.fail("*", reset(after=True),
    times=None, rate=0.1, seed=1)`, `api.heal()`; kinds: `error(code)`, `flood(seconds)`,
    `reset(after=)`, `hang(seconds, after=)`, `slow(seconds)`, `garbage(body)`.
Limits: `FakeBotApi(flood=FloodLimits())` enforces Telegram's 30 a second, 1 a second and chat,
    20 a minute and group with 429.
Everything: `api.calls`, `api.wait(condition)`, `api.events()` (async), `api.app` (to mount).

Where it differs from Telegram: only the HTML mode is spoken, a quote in a quote and more than 100
entities are refused instead of dropped, webhooks may be plain HTTP and are served one update at
a time, names of files are not cleaned.

All waits take `timeout` in seconds (30) and raise TimeoutError, which says what came instead.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from typing import Self, TypeVar

from starlette.applications import Starlette

from bot.trial.botapi.objects import Account, BusinessConnection, Member
from bot.trial.botapi.requests import (
    Fault,
    Faults,
    FloodLimiter,
    FloodLimits,
    error,
    flood,
    garbage,
    hang,
    reset,
    slow,
)
from bot.trial.botapi.script import Button, MessageView
from bot.trial.botapi.script.chats import BusinessHandle, ChatHandle
from bot.trial.botapi.script.users import BotHandle, UserHandle
from bot.trial.botapi.server import Loopback, Service
from bot.trial.botapi.world import TOKEN, ApiCall, Bot, ChatEvent, UpdateQueue, World

__all__ = [
    "BotHandle",
    "BusinessHandle",
    "Button",
    "ChatHandle",
    "FakeBotApi",
    "Fault",
    "FloodLimits",
    "MessageView",
    "UserHandle",
    "error",
    "flood",
    "garbage",
    "hang",
    "reset",
    "slow",
]

T = TypeVar("T")


class FakeBotApi:
    """A Bot API server with everybody that it serves; see the package's docstring."""

    def __init__(
        self,
        *,
        port: int = 0,
        flood: FloodLimits | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.world = World(clock)
        self.faults = Faults()
        control = FloodLimiter(flood) if flood else None
        self.service = Service(self.world, self.faults, control)
        self.app: Starlette = self.service.app()
        self._port = port
        self._server: Loopback | None = None

    def __enter__(self) -> Self:
        self._server = Loopback(self.app, self._port)
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.service.close()
        if self._server:
            self._server.stop()
            self._server = None

    @property
    def url(self) -> str:
        """The root to give to a bot, such as `http://127.0.0.1:40123`."""
        if self._server is None:
            raise RuntimeError("the server runs inside `with` only")
        return self._server.url

    # -- who and what there is

    def bot(
        self,
        token: str | None = None,
        *,
        username: str = "reports_bot",
        name: str = "Reports",
        privacy: bool = True,
        inline: bool = True,
        guest: bool = False,
    ) -> BotHandle:
        """Return a new bot, as BotFather makes it; `privacy=False` lets it read all of a group."""
        with self.world.condition.changing():
            bot_id = self.world.new_id()
            token = token or f"{bot_id}:{'A' * 35}"
            if not TOKEN.fullmatch(token) or token in self.world.bots:
                raise ValueError("not a token of Telegram's form, or one that is taken")
            account = Account(int(token.partition(":")[0]), name, username=username, is_bot=True)
            queue = UpdateQueue(next_id=100_000_000 + self.world.new_id())
            bot = Bot(account, token, queue, privacy, inline, guest)
            self.world.bots[token] = bot
            self.world.accounts[account.id] = account
        return BotHandle(self.world, bot)

    def user(
        self,
        first_name: str = "Anna",
        last_name: str | None = None,
        *,
        username: str | None = None,
        language_code: str | None = "en",
        id: int | None = None,  # noqa: A002 - the Bot API's name for it
    ) -> UserHandle:
        """Return a new user."""
        with self.world.condition.changing():
            user_id = id or self.world.new_id()
            account = Account(user_id, first_name, last_name, username, language_code)
            self.world.accounts[user_id] = account
        return UserHandle(self.world, account)

    def private(self, user: UserHandle, bot: BotHandle, *, started: bool = True) -> ChatHandle:
        """Return the private chat of a user and a bot.

        With `started` the user pressed Start some time ago (no update is queued); without it the
        bot's calls answer "chat not found" until the user writes.
        """
        with self.world.condition.changing():
            chat = self.world.private(bot.state, user.account)
            chat.started = chat.started or started
        return ChatHandle(self.world, chat)

    def group(self, title: str = "Office", *members: UserHandle | BotHandle) -> ChatHandle:
        """Return a basic group; the first user owns it. Its members make no updates."""
        with self.world.condition.changing():
            chat = ChatHandle(self.world, self.world.new_chat("group", title))
        return self._populated(chat, members)

    def supergroup(
        self,
        title: str = "Office",
        *members: UserHandle | BotHandle,
        forum: bool = False,
        username: str | None = None,
    ) -> ChatHandle:
        """Return a supergroup, with topics where it is a forum."""
        with self.world.condition.changing():
            chat = self.world.new_chat("supergroup", title, username)
            chat.forum = forum
        return self._populated(ChatHandle(self.world, chat), members)

    def channel(
        self,
        title: str = "News",
        *admins: UserHandle | BotHandle,
        signatures: bool = False,
        username: str | None = None,
        discussion: ChatHandle | None = None,
    ) -> ChatHandle:
        """Return a channel with its admins; its posts are copied to its discussion group."""
        if discussion and discussion.state.kind != "supergroup":
            raise ValueError("only a supergroup can be a channel's discussion group")
        with self.world.condition.changing():
            chat = self.world.new_chat("channel", title, username)
            chat.signatures = signatures
            if discussion:
                chat.linked, discussion.state.linked = discussion.state, chat
        return self._populated(ChatHandle(self.world, chat), admins, admin=True)

    def business(
        self, owner: UserHandle, bot: BotHandle, *, can_reply: bool = True
    ) -> BusinessHandle:
        """Let a bot answer in a person's private chats."""
        with self.world.condition.changing():
            number = f"business-{self.world.new_id()}"
            connection = BusinessConnection(
                number, bot.id, owner.account, self.world.now(), can_reply
            )
            self.world.connections[number] = connection
            bot.state.business = True
            bot.state.queue.put("business_connection", connection.json())
        return BusinessHandle(self.world, connection, bot.state)

    def _populated(
        self, chat: ChatHandle, members: tuple[UserHandle | BotHandle, ...], *, admin: bool = False
    ) -> ChatHandle:
        with self.world.condition.changing():
            for who in members:
                account = who.state.account if isinstance(who, BotHandle) else who.account
                owns = not account.is_bot and not chat.state.members
                status = "creator" if owns else "administrator" if admin else "member"
                chat.state.members[account.id] = Member(account, status)  # type: ignore[arg-type]
        return chat

    # -- what goes wrong

    def fail(
        self,
        method: str,
        fault: Fault,
        *,
        times: int | None = 1,
        rate: float = 1.0,
        seed: int = 0,
    ) -> None:
        """Let calls of `method` fail: the next `times`, or with `times=None` a share of all.

        `*` means every method, `download` the download of files.
        """
        with self.world.condition.changing():
            self.faults.add(method, fault, times, rate, seed)

    def heal(self) -> None:
        """End all faults."""
        with self.world.condition.changing():
            self.faults.clear()

    # -- what happened

    @property
    def calls(self) -> list[ApiCall]:
        """All calls of all bots so far, `getUpdates` included."""
        with self.world.condition.reading():
            return list(self.world.calls)

    def wait(self, condition: Callable[[], T], timeout: float = 30.0) -> T:
        """Return the first true value of `condition`, tried again whenever anything happens.

        Raises:
            TimeoutError: it stayed false.
        """
        found = self.world.condition.wait(condition, timeout)
        if found is None:
            raise TimeoutError(f"what was waited for did not happen in {timeout} s")
        return found

    async def events(self, after: int = 0) -> AsyncIterator[ChatEvent]:
        """Yield what onlookers can see after event number `after`, until the server ends."""
        while True:

            def fresh(last: int = after) -> list[ChatEvent] | bool:
                found = [event for event in self.world.events if event.number > last]
                return found or self.world.closed

            heard = await self.world.condition.wait_async(fresh, 30.0)
            for event in heard if isinstance(heard, list) else ():
                after = event.number
                yield event
            if self.world.closed:
                return
