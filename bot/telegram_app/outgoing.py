"""What goes out: each step of a reply once, and every call in its turn under Telegram's limits."""

from __future__ import annotations

import asyncio
import logging
import math
import random
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

from bot.config import RateSection
from bot.rendering.telegram_html import plain
from bot.store import UpdateKey
from bot.telegram_app.access import Place, SharedPace
from bot.telegram_app.intake import NewestMessages
from bot.telegram_app.storage import Guard, Storage

log = logging.getLogger(__name__)

NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
SENDING: Final = ("send", "edit", "copy", "forward")
SOON_STALE: Final = ("answerInlineQuery", "answerCallbackQuery", "sendChatAction")
AT_START: Final = ("getMe", "deleteWebhook", "setWebhook")  # tried again by who starts the bot
MOST_TRIES: Final = 6
LONGEST_WAIT: Final = 60.0  # seconds; what has to wait longer goes back to the inbox
IDLE_CHATS: Final = 5000


class Outgoing:
    """Sends for one update. Steps are counted in the order of sending, which a retry repeats."""

    def __init__(
        self, bot: Bot, storage: Storage, key: UpdateKey, guard: Guard | None = None
    ) -> None:
        self.bot = bot
        self._storage = storage
        self._key = key
        # What the flood control runs right before each call; see `FloodControl`.
        self._guarded: dict[str, Any] = {"rate_limit_args": guard} if guard else {}
        self._step = 0
        self._sent: Mapping[int, int] | None = None

    async def once(self, send: Callable[[], Awaitable[int]]) -> int:
        """Take the next step now, if it wasn't taken before; return the message's id."""
        step, self._step = self._step, self._step + 1
        inbox = self._storage.store.inbox
        if self._sent is None:
            self._sent = await self._known()
        if step in self._sent:
            return self._sent[step]
        message_id = await send()
        await self._storage.attempt(inbox.record, self._key, step, message_id)
        return message_id

    async def _known(self) -> Mapping[int, int]:
        inbox = self._storage.store.inbox
        if self._storage.shared:  # what another replica sent must not go out again
            return await self._storage.run(inbox.sent, self._key)
        return await self._storage.attempt(inbox.sent, self._key) or {}

    async def message(
        self,
        place: Place,
        html: str,
        *,
        to: int | None = None,
        keyboard: InlineKeyboardMarkup | ForceReply | None = None,
    ) -> int:
        """Send a message in reply to message `to`; return its id."""

        async def send(target: dict[str, Any]) -> Message:
            target["reply_markup"] = keyboard
            sent: Message = await marked(self.bot.send_message, html, target)
            return sent

        return await self.once(lambda: _delivered(send, self._to(place, to)))

    async def beside(self, place: Place, html: str, to: int) -> None:
        """Send a message in reply to message `to` that is no step towards the update's answer."""

        async def send(target: dict[str, Any]) -> Message:
            sent: Message = await marked(self.bot.send_message, html, target)
            return sent

        await _delivered(send, self._to(place, to))

    async def document(
        self, place: Place, content: bytes, name: str, caption: str, to: int | None = None
    ) -> int:
        """Send a file with a caption in HTML; return the message's id."""

        async def send(target: dict[str, Any]) -> Message:
            return await self.bot.send_document(
                document=content, filename=name, caption=caption, parse_mode="HTML", **target
            )

        return await self.once(lambda: _delivered(send, self._to(place, to)))

    async def photo(self, place: Place, content: bytes, caption: str, to: int | None = None) -> int:
        """Send a picture with a caption in HTML; return the message's id."""

        async def send(target: dict[str, Any]) -> Message:
            return await self.bot.send_photo(
                photo=content, caption=caption, parse_mode="HTML", **target
            )

        return await self.once(lambda: _delivered(send, self._to(place, to)))

    def _to(self, place: Place, to: int | None) -> dict[str, Any]:
        """Return the arguments that say where a message goes, in reply to message `to`."""
        target: dict[str, Any] = {**self._guarded, "chat_id": place.chat_id}
        if place.topic is not None:
            target["message_thread_id"] = place.topic
        if place.business is not None:
            target["business_connection_id"] = place.business
        if to is not None:
            target["reply_parameters"] = ReplyParameters(to, allow_sending_without_reply=True)
        return target

    async def edit(
        self,
        place: Place,
        message_id: int,
        html: str,
        keyboard: InlineKeyboardMarkup | None = None,
    ) -> bool:
        """Change a message; return whether it is now as wanted."""
        target: dict[str, Any] = {
            **self._guarded,
            "chat_id": place.chat_id,
            "message_id": message_id,
            "reply_markup": keyboard,
            "business_connection_id": place.business,
        }
        try:
            await marked(self.bot.edit_message_text, html, target)
        except BadRequest as error:
            return _as_wanted(error)
        return True

    async def edit_keyboard(
        self, place: Place, message_id: int, keyboard: InlineKeyboardMarkup
    ) -> bool:
        """Change the buttons under a message; return whether they are now as wanted."""
        try:
            await self.bot.edit_message_reply_markup(
                place.chat_id, message_id, reply_markup=keyboard, **self._guarded
            )
        except BadRequest as error:
            return _as_wanted(error)
        return True


async def _delivered(
    send: Callable[[dict[str, Any]], Awaitable[Message]], target: dict[str, Any]
) -> int:
    """Send; where the topic is gone, without it, and where the group has moved, there."""
    try:
        sent = await send(dict(target))
    except ChatMigrated as moved:
        sent = await send(target | {"chat_id": moved.new_chat_id})
    except BadRequest as error:
        if "thread not found" not in str(error):
            raise
        del target["message_thread_id"]
        sent = await send(target)
    return int(sent.message_id)


async def marked(method: Any, html: str, target: dict[str, Any]) -> Any:  # noqa: ANN401
    """Call with HTML, or with plain text where Telegram refuses the HTML."""
    try:
        return await method(text=html, parse_mode="HTML", link_preview_options=NO_PREVIEW, **target)
    except BadRequest as error:
        if "parse entities" not in str(error):
            raise
        log.error("Telegram refuses our HTML: %s", error)
        return await method(text=plain(html), link_preview_options=NO_PREVIEW, **target)


def _as_wanted(error: BadRequest) -> bool:
    if "not modified" in str(error):
        return True
    log.info("A message can't be edited: %s", error)
    return False


class RateWindow:
    """At most `count` calls in any `seconds`, whenever between its beginning and end each arrives.

    So those count that are under way, and those that ended less than `seconds` ago.
    """

    def __init__(self, count: int, seconds: float) -> None:
        self._count = count
        self._seconds = seconds
        self._under_way = 0
        self._ends: deque[float] = deque()

    @classmethod
    def of(cls, rate: float, unit: float = 1.0) -> RateWindow:
        """Return `rate` calls per `unit` seconds; below one, it is one in a longer time."""
        count = max(1, math.floor(rate))
        return cls(count, count / rate * unit)

    def wait(self, now: float) -> float:
        """Return the seconds until the next call may begin."""
        while self._ends and self._ends[0] + self._seconds <= now:
            self._ends.popleft()
        if self._under_way + len(self._ends) < self._count:
            return 0.0
        return (self._ends[0] if self._ends else now) + self._seconds - now

    def take(self) -> None:
        """Count a call that begins now."""
        self._under_way += 1

    def settle(self, now: float) -> None:
        """Count one of the calls as ended."""
        self._under_way -= 1
        self._ends.append(now)


@dataclass(slots=True)
class ChatTurn:
    """A chat's windows; its lock keeps its messages in order."""

    windows: tuple[RateWindow, ...]
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class FloodControl(BaseRateLimiter[Guard]):
    """Every call of the bot passes here: it waits its turn, and is tried again.

    With `pace`, the turns are those of all replicas. A call's guard runs right before it.
    """

    def __init__(self, rate: RateSection, pace: SharedPace | None = None) -> None:
        self._rate = rate
        self._pace = pace
        self._total = RateWindow.of(rate.total_per_second)
        self._chats: OrderedDict[object, ChatTurn] = OrderedDict()
        self.newest = NewestMessages()
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
        rate_limit_args: Guard | None,
    ) -> Any:  # noqa: ANN401
        """Return the call's result, once it went through.

        Raises:
            TelegramError: what the last try raised.
        """
        quoted = data.get("reply_parameters")

        async def call() -> Any:  # noqa: ANN401
            self._quote(quoted, data)
            if rate_limit_args is not None:
                await rate_limit_args()
            return await callback(*args, **kwargs)

        chat = data.get("chat_id")
        if chat is None or not endpoint.startswith(SENDING) or endpoint in SOON_STALE:
            tries = 1 if endpoint in AT_START else 2 if endpoint in SOON_STALE else MOST_TRIES
            return await self._persist(call, tries)
        turn = self._turn(chat)
        async with turn.lock:
            result = await self._persist(lambda: self._in_turn(turn, chat, call), MOST_TRIES)
            if endpoint.startswith("send"):
                self.newest.note(result, quoted.message_id if quoted else None)
        return result

    def _quote(self, quoted: ReplyParameters | None, data: dict[str, Any]) -> None:
        """Let the message quote what it replies to, in a private chat only what isn't right above.

        What that is, is known for sure only now that it is the message's turn; where other replicas
        get updates too, it isn't known at all.
        """
        if quoted is None or "business_connection_id" in data:
            return
        if self._pace is None and self.newest.is_above(data["chat_id"], quoted.message_id):
            data.pop("reply_parameters", None)
        else:
            data["reply_parameters"] = quoted

    async def _in_turn(
        self, turn: ChatTurn, chat: object, call: Callable[[], Coroutine[Any, Any, Any]]
    ) -> Any:  # noqa: ANN401
        if self._pace is not None:
            begun = await self._pace.turn(chat)
            try:
                return await call()
            finally:
                await self._pace.settle(chat, begun)
        windows = (self._total, *turn.windows)
        while (pause := max(w.wait(time.monotonic()) for w in windows)) > 0:
            await asyncio.sleep(pause + 0.002)
        for window in windows:
            window.take()
        try:
            return await call()
        finally:
            for window in windows:
                window.settle(time.monotonic())

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
            windows = [RateWindow.of(self._rate.chat_per_second)]
            if isinstance(chat, int) and chat < 0:
                windows.append(RateWindow.of(self._rate.group_per_minute, 60.0))
            self._chats[chat] = ChatTurn(tuple(windows))
        self._chats.move_to_end(chat)
        while len(self._chats) > IDLE_CHATS and not next(iter(self._chats.values())).lock.locked():
            self._chats.popitem(last=False)
        return self._chats[chat]


def seconds_of(error: RetryAfter) -> float:
    """Return how long Telegram asks to wait."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)
