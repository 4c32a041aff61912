"""A person: opens chats, presses buttons, asks inline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.botapi_fake import membership, posting
from bot.botapi_fake.accounts import Account
from bot.botapi_fake.delivery import announce
from bot.botapi_fake.entities import Json
from bot.botapi_fake.messages import Message
from bot.botapi_fake.queries import CallbackQuery, InlineQuery
from bot.botapi_fake.script.bots import BotHandle
from bot.botapi_fake.script.views import MessageView, view
from bot.botapi_fake.world import Bot, World

if TYPE_CHECKING:
    from bot.botapi_fake.script.rooms import ChatHandle


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button that waits for its answer."""

    world: World
    query: CallbackQuery

    def wait_answer(self, timeout: float = 30.0) -> Json:
        """The `answerCallbackQuery`: `text`, `show_alert`, `url`, `cache_time`.

        Raises:
            TimeoutError: the bot did not answer.
        """
        answer = self.world.bell.wait(lambda: self.query.answer, timeout)
        if answer is None:
            raise TimeoutError(f"no answer to the button {self.query.data!r} in {timeout} s")
        return answer


@dataclass(frozen=True, slots=True)
class Inline:
    """An inline query that waits for its answer."""

    world: World
    query: InlineQuery

    def wait_answer(self, timeout: float = 30.0) -> Json:
        """The `answerInlineQuery`: `results`, `cache_time`, `is_personal`, `next_offset`, `button`.

        Each result has, under `sent`, the `text` and `entities` that choosing it would send.

        Raises:
            TimeoutError: the bot did not answer.
        """
        answer = self.world.bell.wait(lambda: self.query.answer, timeout)
        if answer is None:
            raise TimeoutError(f"no answer to the inline query {self.query.query!r} in {timeout} s")
        return answer


class UserHandle:
    """A user of the fake."""

    def __init__(self, world: World, account: Account) -> None:
        self._world = world
        self.account = account

    @property
    def id(self) -> int:
        """The user's id."""
        return self.account.id

    def start(self, bot: BotHandle, payload: str = "") -> MessageView:
        """Opens the private chat by `/start`, as a deep link does with a payload."""
        with self._world.bell.changing():
            chat = self._world.private(bot.state, self.account)
            draft = posting.Draft(f"/start {payload}".strip())
            who = posting.author(chat, None, anonymous=False)
            return view(posting.post(self._world, chat, who, draft, posting.Place()))

    def block(self, bot: BotHandle, *, blocked: bool = True) -> None:
        """Blocks a bot, or no longer; the bot is told."""
        with self._world.bell.changing():
            chat = self._world.private(bot.state, self.account)
            membership.set_blocked(self._world, bot.state, chat, blocked=blocked)

    def react(self, message: MessageView, *emoji: str) -> None:
        """Sets their reactions to a message; bots are told where they are admins."""
        with self._world.bell.changing():
            posting.react(self._world, message.source, self.account, list(emoji))

    def press(self, message: MessageView, wanted: str) -> Press:
        """Presses a callback button by its text or data, as it stands under the message now.

        Raises:
            LookupError: the message is gone or shows no such button.
        """
        with self._world.bell.changing():
            if message.source.deleted:
                raise LookupError(f"message {message.id} was deleted")
            button = view(message.source).button(wanted)
            if button.data is None:
                raise LookupError(f"the button {button.text!r} sends nothing to the bot")
            return self._query(message.source, button.data)

    def press_forged(self, message: MessageView, data: str) -> Press:
        """Sends callback data that no button holds, as a tampered client would."""
        with self._world.bell.changing():
            return self._query(message.source, data)

    def ask_inline(
        self, bot: BotHandle, query: str, *, offset: str = "", chat_type: str | None = "sender"
    ) -> Inline:
        """Types `@bot query` in some chat."""
        if len(query) > 256:
            raise ValueError("a client sends 256 characters of an inline query at most")
        with self._world.bell.changing():
            asked = InlineQuery(
                str(self._world.new_id()),
                bot.id,
                self.account,
                query,
                offset,
                self._world.clock(),
                chat_type,
            )
            self._world.inline_queries[asked.id] = asked
            bot.state.queue.put("inline_query", asked.json())
        return Inline(self._world, asked)

    def choose(
        self, inline: Inline, result_id: str, chat: ChatHandle, *, topic: int | None = None
    ) -> MessageView:
        """Sends the result of an inline query to a chat, or a topic of it; the bot hears of it.

        Raises:
            LookupError: there is no such result.
        """
        with self._world.bell.changing():
            result = next((r for r in inline.query.results if r["id"] == result_id), None)
            bot = self._world.bot_of(inline.query.bot_id)
            if result is None or bot is None:
                raise LookupError(f"no inline result {result_id!r}")
            message = self._chosen(bot, result, chat, topic)
            chosen = {
                "result_id": result_id,
                "from": self.account.json(),
                "query": inline.query.query,
                "inline_message_id": message.inline_message_id,
            }
            bot.queue.put("chosen_inline_result", {k: v for k, v in chosen.items() if v})
            return view(message)

    def _chosen(self, bot: Bot, result: Json, chat: ChatHandle, topic: int | None) -> Message:
        sent, state = result["sent"], chat.state
        where = posting.place(state, None, topic)
        message = Message(
            chat=state,
            id=state.next_id(),
            date=self._world.now(),
            sender=self.account,
            text=sent["text"],
            entities=sent["entities"],
            keyboard=sent["keyboard"],
            extra=dict(sent.get("extra", {})),
            via_bot=bot.account,
            thread=where.thread,
            in_topic=state.forum and where.thread is not None,
        )
        if message.keyboard:  # Telegram names inline messages only where they have buttons
            message.inline_message_id = f"inline-{self._world.new_id()}"
            self._world.inline_messages[message.inline_message_id] = message
        state.messages[message.id] = message
        announce(self._world, message)
        return message

    def _query(self, message: Message, data: str) -> Press:
        bot = self._world.bot_of(message.writer.id) if message.writer else None
        if bot is None:
            raise LookupError(f"message {message.id} is no bot's")
        query = CallbackQuery(
            str(self._world.new_id()),
            bot.account.id,
            self.account,
            message,
            data,
            self._world.clock(),
        )
        self._world.callbacks[query.id] = query
        bot.queue.put("callback_query", query.json(str(message.chat.id)))
        return Press(self._world, query)
