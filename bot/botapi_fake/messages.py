"""Messages as they are kept, and as the Bot API shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.botapi_fake.accounts import Account
from bot.botapi_fake.entities import Json

if TYPE_CHECKING:
    from bot.botapi_fake.chats import Chat


@dataclass(slots=True, kw_only=True)
class Message:
    """A message; `media` and `service` hold the Bot API's own keys, such as `document`."""

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
        """What an edit has to change."""
        shown = [{k: v for k, v in e.items() if k != "user"} for e in self.entities]
        previews = self.extra.get("link_preview_options")
        return (self.text, shown, self.keyboard, self.media, previews)

    def json(self, *, with_reply: bool = True) -> Json:
        """A Bot API `Message`; replied-to messages are shown one deep."""
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
        """The replied-to message; in a topic, without one, the message that opened the topic."""
        target = self.reply_to
        if target is None and self.in_topic and self.thread != self.id:
            target = self.thread
        original = self.chat.messages.get(target) if target else None
        if original is None or original.deleted:
            return {}
        shown: Json = {"reply_to_message": original.json(with_reply=False)}
        return shown | {"quote": self.quote} if self.quote else shown
