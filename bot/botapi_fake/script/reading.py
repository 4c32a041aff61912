"""A chat as people read it, and waiting for what a bot writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from bot.botapi_fake.chats import Chat
from bot.botapi_fake.messages import Message
from bot.botapi_fake.script.views import MessageView, view
from bot.botapi_fake.world import World

T = TypeVar("T")


class ChatReader:
    """What stands in a chat now, and what comes."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self.state = chat

    @property
    def id(self) -> int:
        """The chat's id, as `chat_id`."""
        return self.state.id

    def history(self, topic: int | None = None) -> list[MessageView]:
        """The messages that stand, oldest first; of one topic, where given."""
        with self._world.bell.reading():
            return [view(m) for m in self.state.history() if topic in (None, m.thread)]

    def message(self, wanted: MessageView | int) -> MessageView:
        """A message as it stands now.

        Raises:
            LookupError: there is none.
        """
        with self._world.bell.reading():
            found = self.state.messages.get(wanted if isinstance(wanted, int) else wanted.id)
            if found is None or found.deleted:
                raise LookupError(f"no message {wanted} in chat {self.id}")
            return view(found)

    def replies(self, message: MessageView) -> list[MessageView]:
        """What bots wrote in reply to a message."""
        return self._of_bots(lambda m: m.reply_to == message.id)

    def after(self, message: MessageView) -> list[MessageView]:
        """What bots wrote after a message."""
        return self._of_bots(lambda m: m.id > message.id)

    def wait_reply(
        self, message: MessageView, *, count: int = 1, timeout: float = 30.0
    ) -> MessageView:
        """The `count`th bot's message in reply to `message`.

        Raises:
            TimeoutError: it did not come; the error says what came instead.
        """
        return self._wait(
            lambda: self.replies(message)[count - 1 : count], f"reply to {message.text!r}", timeout
        )

    def wait_next(
        self, message: MessageView, *, count: int = 1, timeout: float = 30.0
    ) -> MessageView:
        """The `count`th bot's message after `message`, a reply or not.

        Raises:
            TimeoutError: it did not come.
        """
        return self._wait(
            lambda: self.after(message)[count - 1 : count],
            f"message after {message.text!r}",
            timeout,
        )

    def wait_edit(self, message: MessageView, *, timeout: float = 30.0) -> MessageView:
        """The message once it was edited after the given view was taken.

        Raises:
            TimeoutError: it was not.
        """

        def edited() -> list[MessageView]:
            now = view(message.source)
            return [now] if now.revision > message.revision else []

        return self._wait(edited, f"edit of {message.text!r}", timeout)

    def wait_for(self, condition: Callable[[list[MessageView]], T], timeout: float = 30.0) -> T:
        """The first true value of `condition` over the chat's history.

        Raises:
            TimeoutError: it stayed false.
        """
        found = self._world.bell.wait(lambda: condition(self.history()), timeout)
        if found is None:
            raise TimeoutError(self._story("what was waited for", timeout))
        return found

    def _wait(
        self, found: Callable[[], list[MessageView]], what: str, timeout: float
    ) -> MessageView:
        views = self._world.bell.wait(found, timeout)
        if not views:
            raise TimeoutError(self._story(what, timeout))
        return views[0]

    def _story(self, what: str, timeout: float) -> str:
        lines = [
            f"{m.id} {'bot' if m.from_bot else 'user'}: {m.text[:80]!r}" for m in self.history()
        ]
        calls = [f"{call.method} -> {call.code}" for call in list(self._world.calls)[-5:]]
        return "\n".join([f"no {what} in {timeout} s; the chat holds:", *lines[-10:], *calls])

    def _of_bots(self, wanted: Callable[[Message], bool]) -> list[MessageView]:
        with self._world.bell.reading():
            return [view(m) for m in self.state.history() if m.from_bot and wanted(m)]
