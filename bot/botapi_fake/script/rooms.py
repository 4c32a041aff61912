"""A chat from inside: people write, come and go in it."""

from __future__ import annotations

from bot.botapi_fake import membership, posting
from bot.botapi_fake.accounts import Account
from bot.botapi_fake.entities import Json
from bot.botapi_fake.script.bots import BotHandle
from bot.botapi_fake.script.reading import ChatReader
from bot.botapi_fake.script.users import UserHandle
from bot.botapi_fake.script.views import MessageView, view
from bot.botapi_fake.uploads import Upload


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
        """Writes a message; without `entities`, those that a client finds are added.

        `by` is a user, or a channel that posts as itself in a group. It may be left out in a
        private chat (its user) and in a channel (the channel); a channel with signatures shows
        `by`'s name. `anonymous` posts as an anonymous admin.

        Raises:
            ValueError: the person can't write that there.
        """
        draft = posting.Draft(text=text, entities=entities)
        with self._world.bell.changing():
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
        """Sends a file under any name; `size` claims another size than the content's."""
        with self._world.bell.changing():
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
        """Sends a `photo`, `sticker`, `voice`, `video`, `location` or `contact`."""
        with self._world.bell.changing():
            media = {kind: posting.sample(self._world, kind)}
            return self._post_media(media, by, caption, reply_to=reply_to, topic=topic)

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

    def add(self, who: UserHandle | BotHandle, *, admin: bool = False) -> None:
        """Lets somebody in, or makes a member an admin or no admin; bots are told of themselves."""
        with self._world.bell.changing():
            membership.set_status(self._world, self.state, _account(who), admin=admin)

    def remove(self, who: UserHandle | BotHandle, *, kicked: bool = True) -> None:
        """Puts somebody out (`kicked=False`: they leave); a bot is told of it."""
        with self._world.bell.changing():
            membership.put_out(self._world, self.state, _account(who), kicked=kicked)

    def silence(self, who: BotHandle, *, silent: bool = True) -> None:
        """Takes (or gives back) a bot's right to write."""
        with self._world.bell.changing():
            self.state.members[who.id].can_send = not silent

    def migrate(self) -> ChatHandle:
        """Upgrades a group; answers the supergroup. Calls to the group name its new id then."""
        with self._world.bell.changing():
            return ChatHandle(self._world, membership.migrate(self._world, self.state))

    def topic(self, name: str, by: UserHandle | None = None) -> int:
        """Opens a topic of a forum and answers its id."""
        with self._world.bell.changing():
            opener = by.account if by else None
            return posting.open_topic(self._world, self.state, name, opener)

    def close_topic(self, topic: int) -> None:
        """Closes a topic: only admins write there."""
        with self._world.bell.changing():
            self.state.topics[topic].closed = True

    def delete_topic(self, topic: int) -> None:
        """Deletes a topic: "message thread not found" from now on."""
        with self._world.bell.changing():
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
