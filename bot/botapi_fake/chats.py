"""Chats: who is in them, their topics and their messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.botapi_fake.accounts import Account
from bot.botapi_fake.entities import Json
from bot.botapi_fake.messages import Message

Kind = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]
PRESENT = ("creator", "administrator", "member", "restricted")
ADMIN = ("creator", "administrator")
_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


@dataclass(slots=True)
class Member:
    """Somebody's standing in a chat."""

    account: Account
    status: Status = "member"
    anonymous: bool = False
    can_send: bool = True

    @property
    def present(self) -> bool:
        """Whether they are in the chat now."""
        return self.status in PRESENT

    @property
    def admin(self) -> bool:
        """Whether they administer the chat."""
        return self.status in ADMIN

    def json(self) -> Json:
        """A Bot API `ChatMember`."""
        member: Json = {"status": self.status, "user": self.account.json()}
        match self.status:
            case "creator":
                member["is_anonymous"] = self.anonymous
            case "administrator":
                member |= {"can_be_edited": False, "is_anonymous": self.anonymous}
                member |= dict.fromkeys(_RIGHTS, True)
            case "kicked":
                member["until_date"] = 0
            case _:
                pass
        return member


@dataclass(slots=True)
class Topic:
    """A topic of a forum; its id is that of the message that opened it."""

    id: int
    name: str
    closed: bool = False
    deleted: bool = False


@dataclass(slots=True)
class Chat:
    """A chat of any kind; a private one is between one user and one bot."""

    id: int
    kind: Kind
    title: str | None = None
    username: str | None = None
    user: Account | None = None  # of a private chat
    forum: bool = False
    signatures: bool = False  # a channel that names its authors
    started: bool = False  # a private chat that the user opened
    blocked: bool = False  # a private chat whose user blocked the bot
    linked: Chat | None = field(default=None, repr=False)  # channel <-> discussion group
    migrated_to: int | None = None
    connection: str | None = None  # the business connection whose chat it is
    members: dict[int, Member] = field(default_factory=dict, repr=False)
    topics: dict[int, Topic] = field(default_factory=dict, repr=False)
    messages: dict[int, Message] = field(default_factory=dict, repr=False)
    last_id: int = 0

    def next_id(self) -> int:
        """The id of the chat's next message."""
        self.last_id += 1
        return self.last_id

    def member(self, account_id: int) -> Member | None:
        """Their standing, if they ever were in the chat."""
        return self.members.get(account_id)

    def has(self, account_id: int) -> bool:
        """Whether they are in the chat now."""
        member = self.members.get(account_id)
        return member is not None and member.present

    def administered_by(self, account_id: int) -> bool:
        """Whether they administer the chat."""
        member = self.members.get(account_id)
        return member is not None and member.admin

    def history(self) -> list[Message]:
        """The messages that still stand, oldest first."""
        return [message for message in self.messages.values() if not message.deleted]

    def thread_of_reply(self, original: Message) -> int | None:
        """Where a reply belongs: the topic, or a thread of replies in a supergroup."""
        if self.forum:
            return original.thread if original.in_topic else None
        return original.thread or original.id if self.kind == "supergroup" else None

    def json(self) -> Json:
        """A Bot API `Chat`."""
        chat: Json = {"id": self.id, "type": self.kind}
        if self.user:
            named = {"first_name": self.user.first_name, "last_name": self.user.last_name}
            named["username"] = self.user.username
        else:
            named = {"title": self.title, "username": self.username}
        chat |= {key: value for key, value in named.items() if value}
        if self.forum:
            chat["is_forum"] = True
        return chat
