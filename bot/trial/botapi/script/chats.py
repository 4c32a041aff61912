"""A chat, as the script writes to it, reads it and waits for what comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from bot.trial.botapi import posting
from bot.trial.botapi.entities import Json
from bot.trial.botapi.objects import Account, BusinessConnection, Chat, Message
from bot.trial.botapi.script import MessageView, view
from bot.trial.botapi.script.users import BotHandle, UserHandle
from bot.trial.botapi.world import Bot, Upload, World

T = TypeVar("T")


class ChatReader:
    """What is in a chat now, and what comes."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self.state = chat

    @property
    def id(self) -> int:
        """The chat's id, as `chat_id`."""
        return self.state.id

    def history(self, topic: int | None = None) -> list[MessageView]:
        """Return the messages that are there, oldest first; of one topic, where given."""
        with self._world.condition.reading():
            return [view(m) for m in self.state.history() if topic in (None, m.thread)]

    def message(self, wanted: MessageView | int) -> MessageView:
        """Return a message as it is now.

        Raises:
            LookupError: there is none.
        """
        with self._world.condition.reading():
            found = self.state.messages.get(wanted if isinstance(wanted, int) else wanted.id)
            if found is None or found.deleted:
                raise LookupError(f"no message {wanted} in chat {self.id}")
            return view(found)

    def replies(self, message: MessageView) -> list[MessageView]:
        """Return what bots wrote in reply to a message, or right below it without a reply."""
        return self._of_bots(
            lambda m: m.reply_to == message.id or (m.reply_to is None and self._below(message, m))
        )

    def after(self, message: MessageView) -> list[MessageView]:
        """Return what bots wrote after a message."""
        return self._of_bots(lambda m: m.id > message.id)

    def wait_reply(
        self, message: MessageView, *, count: int = 1, timeout: float = 30.0
    ) -> MessageView:
        """Return the `count`th bot's message in reply to `message`.

        Raises:
            TimeoutError: it did not come; the error says what came instead.
        """
        return self._wait(
            lambda: self.replies(message)[count - 1 : count], f"reply to {message.text!r}", timeout
        )

    def wait_next(
        self, message: MessageView, *, count: int = 1, timeout: float = 30.0
    ) -> MessageView:
        """Return the `count`th bot's message after `message`, a reply or not.

        Raises:
            TimeoutError: it did not come.
        """
        return self._wait(
            lambda: self.after(message)[count - 1 : count],
            f"message after {message.text!r}",
            timeout,
        )

    def wait_edit(self, message: MessageView, *, timeout: float = 30.0) -> MessageView:
        """Return the message once it was edited after the given view was taken.

        Raises:
            TimeoutError: it was not.
        """

        def edited() -> list[MessageView]:
            now = view(message.source)
            return [now] if now.revision > message.revision else []

        return self._wait(edited, f"edit of {message.text!r}", timeout)

    def wait_for(self, condition: Callable[[list[MessageView]], T], timeout: float = 30.0) -> T:
        """Return the first true value of `condition` over the chat's history.

        Raises:
            TimeoutError: it stayed false.
        """
        found = self._world.condition.wait(lambda: condition(self.history()), timeout)
        if found is None:
            raise TimeoutError(self._story("what was waited for", timeout))
        return found

    def _wait(
        self, found: Callable[[], list[MessageView]], what: str, timeout: float
    ) -> MessageView:
        views = self._world.condition.wait(found, timeout)
        if not views:
            raise TimeoutError(self._story(what, timeout))
        return views[0]

    def _story(self, what: str, timeout: float) -> str:
        lines = [
            f"{m.id} {'bot' if m.from_bot else 'user'}: {m.text[:80]!r}" for m in self.history()
        ]
        calls = [f"{call.method} -> {call.code}" for call in list(self._world.calls)[-5:]]
        return "\n".join([f"no {what} in {timeout} s; the chat contains:", *lines[-10:], *calls])

    def _below(self, message: MessageView, other: Message) -> bool:
        """Return whether only a bot's messages without reply are between the two, in private."""
        after = [m for m in self.state.history() if message.id < m.id <= other.id]
        private = self.state.kind == "private"
        return private and bool(after) and all(m.from_bot and m.reply_to is None for m in after)

    def _of_bots(self, wanted: Callable[[Message], bool]) -> list[MessageView]:
        with self._world.condition.reading():
            return [view(m) for m in self.state.history() if m.from_bot and wanted(m)]


class ChatHandle(ChatReader):
    """A chat of the fake."""

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
        """Write a message; without `entities`, those that a client finds are added.

        `by` is a user, or a channel that posts as itself in a group. It may be left out in a
        private chat (its user) and in a channel (the channel); a channel with signatures shows
        `by`'s name. `anonymous` posts as an anonymous admin.

        Raises:
            ValueError: the person can't write that there.
        """
        draft = posting.Draft(text=text, entities=entities)
        with self._world.condition.changing():
            author = posting.author(self.state, _who(by), anonymous=anonymous)
            return self._post(draft, author, reply_to, topic)

    def send_document(  # noqa: PLR0913 - each is something that a client lets one choose
        self,
        name: str,
        data: bytes,
        by: UserHandle | ChatHandle | None = None,
        *,
        caption: str = "",
        mime_type: str | None = None,
        size: int | None = None,
        reply_to: MessageView | int | None = None,
        topic: int | None = None,
    ) -> MessageView:
        """Send a file under any name; `size` claims another size than the content's."""
        with self._world.condition.changing():
            file_id = f"BQACAgIAAxk{self._world.new_id():08d}"
            upload = Upload(file_id, data, name, mime_type, size)
            self._world.uploads[file_id] = upload
            return self._post_media(
                {"document": upload.document()}, by, caption, reply_to=reply_to, topic=topic
            )

    def send_media(
        self,
        kind: str,
        by: UserHandle | ChatHandle | None = None,
        *,
        caption: str = "",
        reply_to: MessageView | int | None = None,
        topic: int | None = None,
    ) -> MessageView:
        """Send a `photo`, `sticker`, `voice`, `video`, `location` or `contact`."""
        with self._world.condition.changing():
            media = {kind: posting.sample(self._world, kind)}
            return self._post_media(media, by, caption, reply_to=reply_to, topic=topic)

    def edit(
        self, message: MessageView, text: str, entities: list[Json] | None = None
    ) -> MessageView:
        """Change the text or caption of a person's message."""
        with self._world.condition.changing():
            posting.edit(self._world, message.source, posting.Draft(text, entities))
            return view(message.source)

    def delete(self, message: MessageView) -> None:
        """Delete a message; bots don't hear of it."""
        with self._world.condition.changing():
            message.source.deleted = True
            self._world.emit("deleted", {"chat_id": self.id, "message_id": message.id})

    def add(self, who: UserHandle | BotHandle, *, admin: bool = False) -> None:
        """Let somebody in, or make a member an admin or no admin; bots hear of themselves."""
        with self._world.condition.changing():
            posting.set_status(self._world, self.state, _account(who), admin=admin)

    def remove(self, who: UserHandle | BotHandle, *, kicked: bool = True) -> None:
        """Put somebody out (`kicked=False`: they leave); a bot hears of it."""
        with self._world.condition.changing():
            posting.put_out(self._world, self.state, _account(who), kicked=kicked)

    def silence(self, who: BotHandle, *, silent: bool = True) -> None:
        """Take (or give back) a bot's right to write."""
        with self._world.condition.changing():
            self.state.members[who.id].can_send = not silent

    def migrate(self) -> ChatHandle:
        """Upgrade a group; return the supergroup. Calls to the group name its new id then."""
        with self._world.condition.changing():
            return ChatHandle(self._world, posting.migrate(self._world, self.state))

    def topic(self, name: str, by: UserHandle | None = None) -> int:
        """Open a topic of a forum and return its id."""
        with self._world.condition.changing():
            opener = by.account if by else None
            return posting.open_topic(self._world, self.state, name, opener)

    def close_topic(self, topic: int) -> None:
        """Close a topic: only admins write there."""
        with self._world.condition.changing():
            self.state.topics[topic].closed = True

    def delete_topic(self, topic: int) -> None:
        """Delete a topic: "message thread not found" from now on."""
        with self._world.condition.changing():
            self.state.topics[topic].deleted = True

    def _post_media(
        self,
        media: Json,
        by: UserHandle | ChatHandle | None,
        caption: str,
        *,
        reply_to: MessageView | int | None,
        topic: int | None,
    ) -> MessageView:
        author = posting.author(self.state, _who(by), anonymous=False)
        return self._post(posting.Draft(caption, media=media), author, reply_to, topic)

    def _post(
        self,
        draft: posting.Draft,
        author: posting.Author,
        reply_to: MessageView | int | None,
        topic: int | None,
    ) -> MessageView:
        original = reply_to.id if isinstance(reply_to, MessageView) else reply_to
        place = posting.place(self.state, original, topic)
        return view(posting.post(self._world, self.state, author, draft, place))


def _who(by: UserHandle | ChatHandle | None) -> posting.Who:
    if isinstance(by, ChatHandle):
        return by.state
    return by.account if by else None


def _account(who: UserHandle | BotHandle) -> Account:
    return who.state.account if isinstance(who, BotHandle) else who.account


class BusinessHandle:
    """A business connection; the bot hears of it at once."""

    def __init__(self, world: World, connection: BusinessConnection, bot: Bot) -> None:
        self._world = world
        self._bot = bot
        self.state = connection

    @property
    def id(self) -> str:
        """The `business_connection_id`."""
        return self.state.id

    def chat(self, customer: UserHandle) -> ChatHandle:
        """Return the owner's private chat with a customer, who writes there with `send`."""
        with self._world.condition.changing():
            return ChatHandle(self._world, self.state.chat(customer.account))

    def end(self) -> None:
        """Disconnect the bot."""
        with self._world.condition.changing():
            self.state.enabled = False
            self._bot.queue.put("business_connection", self.state.json())
