"""What people do in chats, as updates for the bots: write, edit, react, come and go."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from bot.trial.botapi.entities import Json, stripped, utf16_length, with_detected
from bot.trial.botapi.objects import (
    Account,
    Chat,
    Member,
    Message,
    Topic,
    anonymous_admin,
    channel_bot,
    telegram,
)
from bot.trial.botapi.texts import MAX_CAPTION, MAX_TEXT
from bot.trial.botapi.updates import announce
from bot.trial.botapi.world import Bot, World

Who: TypeAlias = Account | Chat | None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person is about to send."""

    text: str = ""
    entities: list[Json] | None = None  # None: those that a client finds
    media: Json = field(default_factory=dict)
    extra: Json = field(default_factory=dict)

    def content(self) -> tuple[str, list[Json]]:
        """Return the text as it is sent, with its entities."""
        text, entities = stripped(self.text, self.entities or [])
        most = MAX_CAPTION if self.media else MAX_TEXT
        if not text and not self.media:
            raise ValueError("a client sends no empty message")
        if utf16_length(text) > most:
            raise ValueError(f"a client sends {most} UTF-16 units at most")
        return text, with_detected(text, entities) if self.entities is None else entities


@dataclass(frozen=True, slots=True)
class Author:
    """Who a message is from."""

    sender: Account | None
    sender_chat: Chat | None = None
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class Destination:
    """Where in a chat a message goes."""

    reply_to: int | None = None
    thread: int | None = None


def author(chat: Chat, who: Who, *, anonymous: bool) -> Author:
    """Return who a person shows themselves as.

    Raises:
        ValueError: they can't write there.
    """
    if chat.kind == "channel":
        account = who if isinstance(who, Account) else None
        if account and not chat.administered_by(account.id):
            raise ValueError(f"{account.name} does not administer {chat.title}")
        return Author(None, chat, account.name if account and chat.signatures else None)
    if isinstance(who, Chat):
        return Author(channel_bot(), who)
    sender = who or chat.user
    if sender is None:
        raise ValueError("who writes? give `by`")
    if chat.kind == "private":
        if chat.blocked:
            raise ValueError(f"{sender.name} blocked the bot")
        return Author(sender)
    if not chat.has(sender.id):
        raise ValueError(f"{sender.name} is not in {chat.title}")
    if not anonymous:
        return Author(sender)
    if not chat.administered_by(sender.id):
        raise ValueError(f"{sender.name} is no admin of {chat.title}")
    return Author(anonymous_admin(), chat)


def sample(world: World, kind: str) -> Any:  # noqa: ANN401 - a list for photos
    """Return content of a kind that the bots don't look into."""
    number = world.new_id()
    file: Json = {"file_id": f"AwACAgIAAxk{number:08d}", "file_unique_id": f"AgAD{number}"}
    samples: Json = {
        "photo": [file | {"width": 90, "height": 60}],
        "sticker": file
        | {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False},
        "voice": file | {"duration": 3},
        "video": file | {"width": 640, "height": 360, "duration": 3},
        "location": {"latitude": 18.79, "longitude": 98.98},
        "contact": {"phone_number": "15550100", "first_name": "Somebody"},
    }
    return samples[kind]


def place(chat: Chat, reply_to: int | None, topic: int | None) -> Destination:
    """Return where a message goes; a reply follows the message that it replies to."""
    original = chat.messages.get(reply_to) if reply_to is not None else None
    if reply_to is not None and original is None:
        raise ValueError(f"no message {reply_to} in this chat")
    if topic is not None and topic not in chat.topics:
        raise ValueError(f"no topic {topic} in this chat")
    thread = topic if topic is not None or original is None else chat.thread_of_reply(original)
    return Destination(reply_to, thread)


def post(world: World, chat: Chat, who: Author, draft: Draft, where: Destination) -> Message:
    """Put a message into a chat and tell the bots."""
    if chat.migrated_to:
        raise ValueError("the group was upgraded; write to the supergroup")
    text, entities = draft.content()
    if chat.kind == "private":
        chat.started = True
    message = Message(
        chat=chat,
        id=chat.next_id(),
        date=world.now(),
        sender=who.sender,
        sender_chat=who.sender_chat,
        signature=who.signature,
        text=text,
        entities=entities,
        media=draft.media,
        extra=dict(draft.extra),
        reply_to=where.reply_to,
        thread=where.thread,
        in_topic=chat.forum and where.thread is not None,
    )
    chat.messages[message.id] = message
    announce(world, message)
    if chat.kind == "channel" and chat.linked:
        forward_to_discussion(world, message, chat.linked)
    return message


def forward_to_discussion(world: World, original: Message, group: Chat) -> None:
    """Telegram's automatic copy of a channel's post in its discussion group."""
    origin: Json = {
        "type": "channel",
        "date": original.date,
        "chat": original.chat.json(),
        "message_id": original.id,
    }
    if original.signature:
        origin["author_signature"] = original.signature
    message = Message(
        chat=group,
        id=group.next_id(),
        date=world.now(),
        sender=telegram(),
        sender_chat=original.chat,
        text=original.text,
        entities=list(original.entities),
        media=original.media,
        extra={"is_automatic_forward": True, "forward_origin": origin},
    )
    group.messages[message.id] = message
    announce(world, message)


def edit(world: World, message: Message, draft: Draft) -> None:
    """Change a person's message and tell the bots."""
    if message.deleted:
        raise ValueError("the message was deleted")
    text, entities = Draft(draft.text, draft.entities, message.media).content()
    message.text, message.entities = text, entities
    message.edit_date = world.now()
    message.revision += 1
    announce(world, message, edited=True)


def react(world: World, message: Message, user: Account, emoji: list[str]) -> None:
    """Set a person's reactions; bots hear of it in private chats and where they are admins."""
    old = message.reactions.get(user.id, [])
    message.reactions[user.id] = emoji
    chat = message.chat
    update: Json = {
        "chat": chat.json(),
        "message_id": message.id,
        "user": user.json(),
        "date": world.now(),
        "old_reaction": [{"type": "emoji", "emoji": e} for e in old],
        "new_reaction": [{"type": "emoji", "emoji": e} for e in emoji],
    }
    for bot in world.bots_in(chat):
        if chat.kind == "private" or chat.administered_by(bot.account.id):
            bot.queue.put("message_reaction", update)
    world.emit("reaction", {"chat_id": chat.id, "message_id": message.id})


def service_message(world: World, chat: Chat, sender: Account | None, content: Json) -> Message:
    """Return Telegram's own note in a chat, such as that somebody joined."""
    message = Message(
        chat=chat, id=chat.next_id(), date=world.now(), sender=sender, service=content
    )
    chat.messages[message.id] = message
    announce(world, message)
    return message


def open_topic(world: World, chat: Chat, name: str, by: Account | None) -> int:
    """Open a topic; its id is that of the note that says so."""
    if not chat.forum:
        raise ValueError(f"{chat.title} is no forum")
    content: Json = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
    opener = by or next(member.account for member in chat.members.values())
    topic_id = chat.last_id + 1
    chat.topics[topic_id] = Topic(topic_id, name)
    message = Message(
        chat=chat,
        id=chat.next_id(),
        date=world.now(),
        sender=opener,
        service=content,
        thread=topic_id,
        in_topic=True,
    )
    chat.messages[message.id] = message
    announce(world, message)
    return topic_id


def set_status(world: World, chat: Chat, account: Account, *, admin: bool) -> None:
    """Let somebody in, as an admin or not; a bot hears of its own status."""
    old = chat.member(account.id)
    if chat.kind == "channel" and account.is_bot and not admin:
        raise ValueError("a channel takes bots as admins only")
    joined = old is None or not old.present
    change_member(world, chat, Member(account, "administrator" if admin else "member"))
    if joined and chat.kind in ("group", "supergroup"):
        service_message(world, chat, account, {"new_chat_members": [account.json()]})


def put_out(world: World, chat: Chat, account: Account, *, kicked: bool) -> None:
    """Put somebody out; a bot hears of it."""
    if not chat.has(account.id):
        raise ValueError(f"{account.name} is not in {chat.title}")
    gone = Member(account, "kicked" if kicked else "left")
    if chat.kind in ("group", "supergroup") and not account.is_bot:
        service_message(world, chat, account, {"left_chat_member": account.json()})
    change_member(world, chat, gone)


def migrate(world: World, group: Chat) -> Chat:
    """Upgrade a group to a supergroup; both chats say so."""
    if group.kind != "group" or group.migrated_to:
        raise ValueError(f"{group.title} can't be upgraded")
    chat = world.new_chat("supergroup", group.title or "")
    chat.members = {key: replace(member) for key, member in group.members.items()}
    service_message(world, group, _owner(group), {"migrate_to_chat_id": chat.id})
    service_message(world, chat, _owner(group), {"migrate_from_chat_id": group.id})
    group.migrated_to = chat.id
    return chat


def set_blocked(world: World, bot: Bot, chat: Chat, *, blocked: bool) -> None:
    """Block or unblock a bot for a user, and let the bot hear of it."""
    if chat.blocked == blocked:
        return
    old, new = ("member", "kicked") if blocked else ("kicked", "member")
    chat.blocked = blocked
    standing = [Member(bot.account, status) for status in (old, new)]  # type: ignore[arg-type]
    _tell(world, bot, chat, standing[0], standing[1])


def change_member(world: World, chat: Chat, new: Member, by: Account | None = None) -> None:
    """Set somebody's standing and tell them if a bot, and the bots that are admins."""
    account = new.account
    old = chat.member(account.id) or Member(account, "left")
    chat.members[account.id] = new
    bot = world.bot_of(account.id)
    if bot:
        _tell(world, bot, chat, old, new, by)
    for other in world.bots_in(chat):
        if other is not bot and chat.administered_by(other.account.id):
            _tell(world, other, chat, old, new, by)


def _tell(
    world: World, bot: Bot, chat: Chat, old: Member, new: Member, by: Account | None = None
) -> None:
    account = new.account
    update: Json = {
        "chat": chat.json(),
        "from": (by or _owner(chat) or account).json(),
        "date": world.now(),
        "old_chat_member": old.json(),
        "new_chat_member": new.json(),
    }
    own = account.id == bot.account.id
    bot.queue.put("my_chat_member" if own else "chat_member", update)


def _owner(chat: Chat) -> Account | None:
    if chat.user:
        return chat.user
    return next((m.account for m in chat.members.values() if m.status == "creator"), None)
