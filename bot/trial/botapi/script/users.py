"""A person, who opens chats, presses buttons and asks inline; and a bot, as the script sees it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.trial.botapi import posting
from bot.trial.botapi.entities import Json
from bot.trial.botapi.methods.chats import scope_key
from bot.trial.botapi.objects import Account, CallbackQuery, Chat, InlineQuery, Message
from bot.trial.botapi.script import MessageView, view
from bot.trial.botapi.updates import announce
from bot.trial.botapi.world import ApiCall, Bot, World

if TYPE_CHECKING:
    from bot.trial.botapi.script.chats import ChatHandle


@dataclass(frozen=True, slots=True)
class ButtonPress:
    """A pressed button that waits for its answer."""

    world: World
    query: CallbackQuery

    def wait_answer(self, timeout: float = 30.0) -> Json:
        """Return the `answerCallbackQuery`: `text`, `show_alert`, `url`, `cache_time`.

        Raises:
            TimeoutError: the bot did not answer.
        """
        answer = self.world.condition.wait(lambda: self.query.answer, timeout)
        if answer is None:
            raise TimeoutError(f"no answer to the button {self.query.data!r} in {timeout} s")
        return answer


@dataclass(frozen=True, slots=True)
class Inline:
    """An inline query that waits for its answer."""

    world: World
    query: InlineQuery

    def wait_answer(self, timeout: float = 30.0) -> Json:
        """Return `results`, `cache_time`, `is_personal`, `next_offset` and `button` of the answer.

        Each result has, under `sent`, the `text` and `entities` that choosing it would send.

        Raises:
            TimeoutError: the bot did not answer.
        """
        answer = self.world.condition.wait(lambda: self.query.answer, timeout)
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
        """Open the private chat by `/start`, as a deep link does with a payload."""
        with self._world.condition.changing():
            chat = self._world.private(bot.state, self.account)
            draft = posting.Draft(f"/start {payload}".strip())
            who = posting.author(chat, None, anonymous=False)
            return view(posting.post(self._world, chat, who, draft, posting.Destination()))

    def block(self, bot: BotHandle, *, blocked: bool = True) -> None:
        """Block a bot, or no longer; the bot hears of it."""
        with self._world.condition.changing():
            chat = self._world.private(bot.state, self.account)
            posting.set_blocked(self._world, bot.state, chat, blocked=blocked)

    def react(self, message: MessageView, *emoji: str) -> None:
        """Set their reactions to a message; bots hear of it where they are admins."""
        with self._world.condition.changing():
            posting.react(self._world, message.source, self.account, list(emoji))

    def press(self, message: MessageView, wanted: str) -> ButtonPress:
        """Press a callback button by its text or data, as it is under the message now.

        Raises:
            LookupError: the message is gone or shows no such button.
        """
        with self._world.condition.changing():
            if message.source.deleted:
                raise LookupError(f"message {message.id} was deleted")
            button = view(message.source).button(wanted)
            if button.data is None:
                raise LookupError(f"the button {button.text!r} sends nothing to the bot")
            return self._query(message.source, button.data)

    def press_forged(self, message: MessageView, data: str) -> ButtonPress:
        """Send callback data that no button has, as a tampered client would."""
        with self._world.condition.changing():
            return self._query(message.source, data)

    def ask_inline(
        self, bot: BotHandle, query: str, *, offset: str = "", chat_type: str | None = "sender"
    ) -> Inline:
        """Type `@bot query` in some chat."""
        if len(query) > 256:
            raise ValueError("a client sends 256 characters of an inline query at most")
        with self._world.condition.changing():
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
        """Send the result of an inline query to a chat, or a topic of it; the bot hears of it.

        Raises:
            LookupError: there is no such result.
        """
        with self._world.condition.changing():
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

    def _query(self, message: Message, data: str) -> ButtonPress:
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
        return ButtonPress(self._world, query)


class BotHandle:
    """A bot of the fake; the real one is whoever calls with its token."""

    def __init__(self, world: World, bot: Bot) -> None:
        self._world = world
        self.state = bot

    @property
    def token(self) -> str:
        """The token to start the real bot with."""
        return self.state.token

    @property
    def id(self) -> int:
        """Its user id."""
        return self.state.account.id

    @property
    def username(self) -> str:
        """Its name in mentions, without @."""
        return self.state.account.username or ""

    @property
    def mention(self) -> str:
        """Its name in mentions, with @."""
        return f"@{self.username}"

    @property
    def pending(self) -> int:
        """How many updates it has not confirmed yet."""
        with self._world.condition.reading():
            return len(self.state.queue.waiting)

    def inject(self, update: Json) -> int:
        """Queue an update of any shape, past `allowed_updates`; return its id.

        `update` is what comes beside `update_id`; it may have an `update_id` of its own, which is
        what the bot sees then.
        """
        with self._world.condition.changing():
            return self.state.queue.put_raw(update)

    def commands(
        self,
        scope: str = "default",
        language: str = "",
        chat_id: int | None = None,
        user_id: int | None = None,
    ) -> list[Json] | None:
        """Return the commands that it set for exactly this scope and language.

        None where it set none.
        """
        with self._world.condition.reading():
            return self.state.commands.get((scope_key(scope, chat_id, user_id), language))

    def menu(self, chat: Chat, user: Account) -> list[Json]:
        """Return the commands that a client shows to this person in this chat.

        The first list that was set counts, from the narrowest scope to the widest; of each scope
        that in the person's language first.
        """
        with self._world.condition.reading():
            for scope in _scopes(chat, user):
                for language in (user.language_code or "", ""):
                    if commands := self.state.commands.get((scope, language)):
                        return commands
        return []

    def calls(self, method: str | None = None) -> list[ApiCall]:
        """Its calls so far, of one method or (without `getUpdates`) of all."""
        with self._world.condition.reading():
            return [call for call in self._world.calls if self._counts(call, method)]

    def wait_call(self, method: str, *, count: int = 1, timeout: float = 30.0) -> list[ApiCall]:
        """Its calls of `method` once there are `count` of them.

        Raises:
            TimeoutError: there were fewer.
        """
        key = (self.username, method.lower())
        found = self._world.condition.wait(lambda: self._world.call_counts[key] >= count, timeout)
        if found is None:
            raise TimeoutError(f"fewer than {count} calls of {method} in {timeout} s")
        return self.calls(method)

    def wait_polling(self, timeout: float = 30.0) -> None:
        """Return once the bot receives updates: it polls, or has set a webhook.

        Raises:
            TimeoutError: it doesn't.
        """
        before = self.state.polls
        ready = self._world.condition.wait(
            lambda: self.state.poller or self.state.webhook or self.state.polls > before, timeout
        )
        if not ready:
            raise TimeoutError(f"{self.mention} did not ask for updates in {timeout} s")

    def wait_idle(self, quiet: float = 0.3, timeout: float = 30.0) -> None:
        """Return once nothing waits for the bot and it made no call for `quiet` seconds.

        Raises:
            TimeoutError: it never was so quiet.
        """
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            before = self._activity()
            changed = self._world.condition.wait(lambda: self._activity() != before, quiet)  # noqa: B023
            if not changed and self.pending == 0:
                return
        raise TimeoutError(
            f"{self.mention} was not idle in {timeout} s; {self.pending} updates wait"
        )

    def _activity(self) -> tuple[int, ...]:
        counts = self._world.call_counts.items()
        calls = sum(n for (bot, name), n in counts if bot == self.username and name != "getupdates")
        return calls, len(self.state.queue.waiting), self.state.queue.next_id

    def _counts(self, call: ApiCall, method: str | None) -> bool:
        if call.bot != self.username:
            return False
        name = call.method.lower()
        return name == method.lower() if method else name != "getupdates"


def _scopes(chat: Chat, user: Account) -> list[str]:
    """Return the scopes that apply to a person in a chat, the narrowest first."""
    here = scope_key("chat", chat.id)
    if chat.kind == "private":
        return [here, "all_private_chats", "default"]
    admin = chat.administered_by(user.id)
    own = [scope_key("chat_member", chat.id, user.id)]
    own += [scope_key("chat_administrators", chat.id)] if admin else []
    all_admins = ["all_chat_administrators"] if admin else []
    return [*own, here, *all_admins, "all_group_chats", "default"]
