"""A bot from outside: what waits for it, what it called, what it set."""

from __future__ import annotations

import time

from bot.botapi_fake.accounts import Account
from bot.botapi_fake.chats import Chat
from bot.botapi_fake.entities import Json
from bot.botapi_fake.methods.commands import scope_key
from bot.botapi_fake.world import Bot, Call, World


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
        with self._world.bell.reading():
            return len(self.state.queue.waiting)

    def inject(self, update: Json) -> int:
        """Queues an update of any shape, past `allowed_updates`; answers its id.

        `update` is what stands beside `update_id`; it may hold an `update_id` of its own, which is
        what the bot sees then.
        """
        with self._world.bell.changing():
            return self.state.queue.put_raw(update)

    def commands(
        self,
        scope: str = "default",
        language: str = "",
        chat_id: int | None = None,
        user_id: int | None = None,
    ) -> list[Json] | None:
        """The commands that it set for exactly this scope and language; None where it set none."""
        with self._world.bell.reading():
            return self.state.commands.get((scope_key(scope, chat_id, user_id), language))

    def menu(self, chat: Chat, user: Account) -> list[Json]:
        """The commands that a client shows to this person in this chat.

        The first list that was set counts, from the narrowest scope to the widest; of each scope
        that in the person's language first.
        """
        with self._world.bell.reading():
            for scope in _scopes(chat, user):
                for language in (user.language_code or "", ""):
                    if commands := self.state.commands.get((scope, language)):
                        return commands
        return []

    def calls(self, method: str | None = None) -> list[Call]:
        """Its calls so far, of one method or (without `getUpdates`) of all."""
        with self._world.bell.reading():
            return [call for call in self._world.calls if self._counts(call, method)]

    def wait_call(self, method: str, *, count: int = 1, timeout: float = 30.0) -> list[Call]:
        """Its calls of `method` once there are `count` of them.

        Raises:
            TimeoutError: there were fewer.
        """
        key = (self.username, method.lower())
        found = self._world.bell.wait(lambda: self._world.call_counts[key] >= count, timeout)
        if found is None:
            raise TimeoutError(f"fewer than {count} calls of {method} in {timeout} s")
        return self.calls(method)

    def wait_polling(self, timeout: float = 30.0) -> None:
        """Returns once the bot receives updates: it polls, or has set a webhook.

        Raises:
            TimeoutError: it doesn't.
        """
        before = self.state.polls
        ready = self._world.bell.wait(
            lambda: self.state.poller or self.state.webhook or self.state.polls > before, timeout
        )
        if not ready:
            raise TimeoutError(f"{self.mention} did not ask for updates in {timeout} s")

    def wait_idle(self, quiet: float = 0.3, timeout: float = 30.0) -> None:
        """Returns once nothing waits for the bot and it made no call for `quiet` seconds.

        Raises:
            TimeoutError: it never was so quiet.
        """
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            before = self._activity()
            changed = self._world.bell.wait(lambda: self._activity() != before, quiet)  # noqa: B023
            if not changed and self.pending == 0:
                return
        raise TimeoutError(
            f"{self.mention} was not idle in {timeout} s; {self.pending} updates wait"
        )

    def _activity(self) -> tuple[int, ...]:
        counts = self._world.call_counts.items()
        calls = sum(n for (bot, name), n in counts if bot == self.username and name != "getupdates")
        return calls, len(self.state.queue.waiting), self.state.queue.next_id

    def _counts(self, call: Call, method: str | None) -> bool:
        if call.bot != self.username:
            return False
        name = call.method.lower()
        return name == method.lower() if method else name != "getupdates"


def _scopes(chat: Chat, user: Account) -> list[str]:
    """The scopes that hold for a person in a chat, the narrowest first, as the Bot API orders."""
    here = scope_key("chat", chat.id)
    if chat.kind == "private":
        return [here, "all_private_chats", "default"]
    admin = chat.administered_by(user.id)
    own = [scope_key("chat_member", chat.id, user.id)]
    own += [scope_key("chat_administrators", chat.id)] if admin else []
    all_admins = ["all_chat_administrators"] if admin else []
    return [*own, here, *all_admins, "all_group_chats", "default"]
