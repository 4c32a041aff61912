"""A chat from inside: people write, edit and read in it, and wait for the bot."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from bot.botapi_fake.accounts import Account
from bot.botapi_fake.chats import Chat
from bot.botapi_fake.entities import Json
from bot.botapi_fake.script import membership, posting
from bot.botapi_fake.script.bots import BotHandle
from bot.botapi_fake.script.users import UserHandle
from bot.botapi_fake.script.views import MessageView, view
from bot.botapi_fake.world import World

T = TypeVar("T")


class ChatHandle:
    """A chat of the fake."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self.state = chat

    @property
    def id(self) -> int:
        """The chat's id, as `chat_id`."""
        return self.state.id

    # -- writing

    def send(
        self,
        text: str,
        by: UserHandle | ChatHandle | None = None,
        *,
        reply_to: MessageView | int | None = None,
        topic: int | None = None,
        anonymous: bool = False,
        entities: list[Json] | None = None,
    ) -> MessageView:
        """Writes a message; without `entities`, those that a client finds are added.

        `by` is a user, or a channel that posts as itself in a group. It may be left out in a
        private chat (its user) and in a channel (the channel); a channel with signatures shows
        `by`'s name. `anonymous` posts as an anonymous admin.

        Raises:
            ValueError: the person can't write that there.
        """
        draft = posting.Draft(text=text, entities=entities)
        return self._post(draft, by, reply_to=reply_to, topic=topic, anonymous=anonymous)

    def edit(
        self, message: MessageView, text: str, entities: list[Json] | None = None
    ) -> MessageView:
        """Changes the text or caption of a person's message."""
        with self._world.bell.changing():
            posting.edit(self._world, message.source, posting.Draft(text, entities))
            return view(message.source)

    def delete(self, message: MessageView) -> None:
        """Deletes a message; bots aren't told."""
        with self._world.bell.changing():
            message.source.deleted = True
            self._world.emit("deleted", {"chat_id": self.id, "message_id": message.id})

    # -- members and topics

    def add(self, who: UserHandle | BotHandle, *, admin: bool = False) -> None:
        """Lets somebody in, or makes a member an admin or no admin; bots are told of themselves."""
        with self._world.bell.changing():
            membership.set_status(self._world, self.state, _account(who), admin=admin)

    def remove(self, who: UserHandle | BotHandle, *, kicked: bool = True) -> None:
        """Puts somebody out (`kicked=False`: they leave); a bot is told of it."""
        with self._world.bell.changing():
            membership.put_out(self._world, self.state, _account(who), kicked=kicked)

    def topic(self, name: str, by: UserHandle | None = None) -> int:
        """Opens a topic of a forum and answers its id."""
        with self._world.bell.changing():
            return posting.open_topic(self._world, self.state, name, _account(by) if by else None)

    def close_topic(self, topic: int) -> None:
        """Closes a topic: only admins write there."""
        with self._world.bell.changing():
            self.state.topics[topic].closed = True

    def delete_topic(self, topic: int) -> None:
        """Deletes a topic: "message thread not found" from now on."""
        with self._world.bell.changing():
            self.state.topics[topic].deleted = True

    # -- reading

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
        return [m for m in self.history() if m.from_bot and m.reply_to == message.id]

    def after(self, message: MessageView) -> list[MessageView]:
        """What bots wrote after a message."""
        return [m for m in self.history() if m.from_bot and m.id > message.id]

    # -- waiting

    def wait_reply(
        self, message: MessageView, *, count: int = 1, timeout: float = 10.0
    ) -> MessageView:
        """The `count`th bot's message in reply to `message`.

        Raises:
            TimeoutError: it did not come; the error says what came instead.
        """
        return self._wait(
            lambda: self.replies(message)[count - 1 : count], f"reply to {message.text!r}", timeout
        )

    def wait_next(
        self, message: MessageView, *, count: int = 1, timeout: float = 10.0
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

    def wait_edit(self, message: MessageView, *, timeout: float = 10.0) -> MessageView:
        """The message once it was edited after the given view was taken.

        Raises:
            TimeoutError: it was not.
        """

        def edited() -> list[MessageView]:
            now = view(message.source)
            return [now] if now.revision > message.revision else []

        return self._wait(edited, f"edit of {message.text!r}", timeout)

    def wait_for(self, condition: Callable[[list[MessageView]], T], timeout: float = 10.0) -> T:
        """The first true value of `condition` over the chat's history.

        Raises:
            TimeoutError: it stayed false.
        """
        found = self._world.bell.wait(lambda: condition(self.history()), timeout)
        if found is None:
            raise TimeoutError(self._story("what was waited for", timeout))
        return found

    def _post(
        self,
        draft: posting.Draft,
        by: UserHandle | ChatHandle | None,
        *,
        reply_to: MessageView | int | None,
        topic: int | None,
        anonymous: bool = False,
    ) -> MessageView:
        who = by.state if isinstance(by, ChatHandle) else _account(by) if by else None
        original = reply_to.id if isinstance(reply_to, MessageView) else reply_to
        with self._world.bell.changing():
            author = posting.author(self.state, who, anonymous=anonymous)
            place = posting.place(self.state, original, topic)
            return view(posting.post(self._world, self.state, author, draft, place))

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
        calls = [f"{call.method} -> {call.code}" for call in self._world.calls[-5:]]
        return "\n".join([f"no {what} in {timeout} s; the chat holds:", *lines[-10:], *calls])


def _account(who: UserHandle | BotHandle) -> Account:
    return who.state.account if isinstance(who, BotHandle) else who.account
