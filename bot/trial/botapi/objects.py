"""What the Bot API shows: accounts, messages, chats, business connections and queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.trial.botapi.entities import Json

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
class Account:
    """A user or a bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    @property
    def name(self) -> str:
        """First and last name."""
        return " ".join(filter(None, (self.first_name, self.last_name)))

    def json(self) -> Json:
        """Return a Bot API `User`."""
        user: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return user | {key: value for key, value in optional.items() if value}


def anonymous_admin() -> Account:
    """Return who a group's anonymous admins post as."""
    return Account(1087968824, "Group", username="GroupAnonymousBot", is_bot=True)


def channel_bot() -> Account:
    """Return who a channel posts as in groups."""
    return Account(136817688, "Channel", username="Channel_Bot", is_bot=True)


def telegram() -> Account:
    """Return who brings a channel's posts to its discussion group."""
    return Account(777000, "Telegram")


@dataclass(slots=True, kw_only=True)
class Message:
    """A message; `media` and `service` have the Bot API's own keys, such as `document`."""

    chat: Chat = field(repr=False)
    id: int
    date: int
    sender: Account | None = None
    sender_chat: Chat | None = field(default=None, repr=False)
    text: str = ""  # the caption, where there is media
    entities: list[Json] = field(default_factory=list)
    media: Json = field(default_factory=dict)
    service: Json = field(default_factory=dict)
    extra: Json = field(default_factory=dict)
    reply_to: int | None = None
    quote: Json | None = None
    thread: int | None = None
    in_topic: bool = False
    keyboard: Json | None = None  # an InlineKeyboardMarkup
    reply_markup: Json | None = None  # any other markup, for the user's client
    via_bot: Account | None = None
    business_bot: Account | None = None  # wrote it in its owner's name
    signature: str | None = None
    inline_message_id: str | None = None
    edit_date: int | None = None
    revision: int = 0
    deleted: bool = False
    reactions: dict[int, list[str]] = field(default_factory=dict)  # by user id
    delivered_to: set[int] = field(default_factory=set)  # ids of bots

    @property
    def writer(self) -> Account | None:
        """Who may edit it: the bot behind an inline or business message, else its sender."""
        return self.via_bot or self.business_bot or self.sender

    @property
    def from_bot(self) -> bool:
        """Whether a bot wrote it, also through inline mode; anonymous admins are people."""
        return self.writer is not None and self.writer.is_bot and not self._by_a_person

    @property
    def _by_a_person(self) -> bool:
        return self.sender_chat is not None and self.chat.kind != "channel"

    def content(self) -> tuple[object, ...]:
        """Return what an edit has to change."""
        shown = [{k: v for k, v in e.items() if k != "user"} for e in self.entities]
        previews = self.extra.get("link_preview_options")
        return (self.text, shown, self.keyboard, self.media, previews)

    def json(self, *, with_reply: bool = True) -> Json:
        """Return a Bot API `Message`; replied-to messages are shown one deep."""
        message: Json = {"message_id": self.id, "date": self.date, "chat": self.chat.json()}
        message |= self._origin() | self._thread() | self.media | self.service | self.extra
        if self.text:
            message["caption" if self.media else "text"] = self.text
        if self.entities:
            message["caption_entities" if self.media else "entities"] = self.entities
        if self.edit_date:
            message["edit_date"] = self.edit_date
        if self.keyboard:
            message["reply_markup"] = self.keyboard
        if with_reply:
            message |= self._reply()
        return message

    def _origin(self) -> Json:
        origin: Json = {}
        if self.sender and self.chat.kind != "channel":
            origin["from"] = self.sender.json()
        if self.sender_chat:
            origin["sender_chat"] = self.sender_chat.json()
        if self.via_bot:
            origin["via_bot"] = self.via_bot.json()
        if self.business_bot:
            origin["sender_business_bot"] = self.business_bot.json()
        if self.chat.connection:
            origin["business_connection_id"] = self.chat.connection
        if self.signature:
            origin["author_signature"] = self.signature
        return origin

    def _thread(self) -> Json:
        if self.thread is None:
            return {}
        shown: Json = {"message_thread_id": self.thread}
        return shown | {"is_topic_message": True} if self.in_topic else shown

    def _reply(self) -> Json:
        """Return the replied-to message.

        In a topic, without one, the message that opened the topic.
        """
        target = self.reply_to
        if target is None and self.in_topic and self.thread != self.id:
            target = self.thread
        original = self.chat.messages.get(target) if target else None
        if original is None or original.deleted:
            return {}
        shown: Json = {"reply_to_message": original.json(with_reply=False)}
        return shown | {"quote": self.quote} if self.quote else shown


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
        """Return a Bot API `ChatMember`."""
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
        """Return the id of the chat's next message."""
        self.last_id += 1
        return self.last_id

    def member(self, account_id: int) -> Member | None:
        """Their standing, if they ever were in the chat."""
        return self.members.get(account_id)

    def has(self, account_id: int) -> bool:
        """Return whether they are in the chat now."""
        member = self.members.get(account_id)
        return member is not None and member.present

    def administered_by(self, account_id: int) -> bool:
        """Return whether they administer the chat."""
        member = self.members.get(account_id)
        return member is not None and member.admin

    def history(self) -> list[Message]:
        """Return the messages that are still there, oldest first."""
        return [message for message in self.messages.values() if not message.deleted]

    def thread_of_reply(self, original: Message) -> int | None:
        """Return where a reply belongs: the topic, or a thread of replies in a supergroup."""
        if self.forum:
            return original.thread if original.in_topic else None
        return original.thread or original.id if self.kind == "supergroup" else None

    def json(self) -> Json:
        """Return a Bot API `Chat`."""
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


@dataclass(slots=True)
class BusinessConnection:
    """A person who lets a bot answer in their private chats."""

    id: str
    bot_id: int
    owner: Account
    date: int
    can_reply: bool = True
    enabled: bool = True
    chats: dict[int, Chat] = field(default_factory=dict, repr=False)  # by the customer's id

    def chat(self, customer: Account) -> Chat:
        """Return the owner's chat with a customer."""
        if customer.id not in self.chats:
            chat = Chat(customer.id, "private", user=customer, started=True, connection=self.id)
            self.chats[customer.id] = chat
        return self.chats[customer.id]

    def json(self) -> Json:
        """Return a Bot API `BusinessConnection`."""
        return {
            "id": self.id,
            "user": self.owner.json(),
            "user_chat_id": self.owner.id,
            "date": self.date,
            "rights": {"can_reply": True} if self.can_reply else {},
            "is_enabled": self.enabled,
        }


@dataclass(slots=True)
class CallbackQuery:
    """A pressed button."""

    id: str
    bot_id: int
    user: Account
    message: Message
    data: str
    at: float
    answer: Json | None = None

    def json(self, chat_instance: str) -> Json:
        """Return a Bot API `CallbackQuery`; inline messages have an id only."""
        query: Json = {
            "id": self.id,
            "from": self.user.json(),
            "chat_instance": chat_instance,
            "data": self.data,
        }
        if self.message.inline_message_id:
            return query | {"inline_message_id": self.message.inline_message_id}
        return query | {"message": self.message.json()}


@dataclass(slots=True)
class InlineQuery:
    """What somebody typed after the bot's name."""

    id: str
    bot_id: int
    user: Account
    query: str
    offset: str
    at: float
    chat_type: str | None = None
    answer: Json | None = None
    results: list[Json] = field(default_factory=list)

    def json(self) -> Json:
        """Return a Bot API `InlineQuery`."""
        query: Json = {
            "id": self.id,
            "from": self.user.json(),
            "query": self.query,
            "offset": self.offset,
        }
        return query | {"chat_type": self.chat_type} if self.chat_type else query


@dataclass(slots=True)
class GuestQuery:
    """A message that called a bot into a chat it isn't in."""

    id: str
    bot_id: int
    message: Message
    answer: Message | None = None
