"""Whether a message is meant for the bot, and what it asks. Pure: a message in, a value out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from telegram import Message, MessageEntity

from bot.rendering.telegram_html import clean

COMMAND: Final = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,64}))?(?=\s|$)")
QUESTION_WORDS: Final = re.compile(
    r"(?:(?:and|so|but|in|on|at|to|by|for|from|with|under|of)\s+){0,2}"
    r"(?:who|whom|whose|what|which|when|where|why|how|did|does|do|was|were|is|are|has|have|had|"
    r"can|could)\b",
    re.IGNORECASE,
)
Groups = Literal["mention", "all", "off"]
OTHER_MEDIA: Final = (
    "sticker", "voice", "photo", "video", "video_note", "audio", "animation", "document",
    "location", "contact", "dice", "poll", "story",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Me:
    """The bot, as messages name it."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Call:
    """A command for this bot: `/NAME ARGUMENTS`."""

    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Question:
    """A text to answer in reply to `message`. `meant`: somebody addressed the bot with it."""

    text: str
    message: Message
    meant: bool = True


def read(message: Message, me: Me, groups: Groups) -> Call | Question | None:
    """Return what the message wants of the bot; None where it is not meant for it."""
    if _relayed(message, me):
        return None
    text = body(message)
    if command := COMMAND.match(text):
        name, at = command.group(1).lower(), command.group(2)
        if at and at.lower() != me.username.lower():
            return None
        return _command(Call(name, text[command.end() :].strip()), message, me, groups)
    return _question(text, message, me, groups)


def body(message: Message) -> str:
    """Return the text or caption, without what can't be stored or sent."""
    return clean(_raw(message)).strip()


def looks_like_question(text: str) -> bool:
    """Return whether a person who says this in a group probably asks something."""
    return text.rstrip().endswith(("?", "？")) or bool(QUESTION_WORDS.match(text.lstrip()))


def mentions(message: Message, me: Me) -> tuple[tuple[int, int], ...]:
    """Return where the bot is named, as ranges of UTF-16 units; entities may lie about them."""
    encoded = _encoded(message)
    found = []
    for entity in message.entities or message.caption_entities or ():
        place: tuple[object, object] = (entity.offset, entity.length)
        if not all(isinstance(number, int) for number in place):
            continue  # the JSON of an update may have anything there
        start, end = entity.offset, entity.offset + entity.length
        named = encoded[2 * start : 2 * end].decode("utf-16-le", "replace")
        by_name = (
            entity.type == MessageEntity.MENTION and named.lower() == f"@{me.username}".lower()
        )
        by_id = (
            entity.type == MessageEntity.TEXT_MENTION and entity.user and entity.user.id == me.id
        )
        if 0 <= start < end <= len(encoded) // 2 and (by_name or by_id):
            found.append((start, end))
    return tuple(found)


def is_other_media(message: Message) -> bool:
    """Return whether the message is a sticker, a voice, a picture … without a text."""
    return not (message.text or message.caption) and any(
        getattr(message, kind) for kind in OTHER_MEDIA
    )


def _command(call: Call, message: Message, me: Me, groups: Groups) -> Call | Question | None:
    silent = groups == "off" and message.chat.type != "private"
    if silent and call.name != "settings":
        return None
    if call.name == "ask":
        if call.arguments:
            return Question(call.arguments, message)
        if replied := _asked_by_reply(message, me):
            return replied
    return call


def _question(text: str, message: Message, me: Me, groups: Groups) -> Call | Question | None:
    if message.chat.type == "private":
        return Question(text, message) if text else None
    if groups == "off" or not text:
        return None
    if named := mentions(message, me):
        rest = _without(message, named)
        return Question(rest, message) if rest else _asked_by_reply(message, me) or Call("ask", "")
    if _replies_to(message, me):
        return Question(text, message)
    asks = groups == "all" and message.chat.type != "channel" and looks_like_question(text)
    return Question(text, message, meant=False) if asks else None


def _asked_by_reply(message: Message, me: Me) -> Question | None:
    """Return the message replied to as the question, or the part of it that was quoted."""
    quoted = message.quote.text if message.quote else None
    part = clean(quoted).strip() if isinstance(quoted, str) else ""
    replied = message.reply_to_message
    if not replied:  # of a message in another chat nothing comes but the part that was quoted
        return Question(part, message) if part and not _is_mine(message, me) else None
    if replied.from_user and replied.from_user.id == me.id:
        return None
    text = part if isinstance(quoted, str) else body(replied)
    return Question(text, replied) if text else None


def _is_mine(message: Message, me: Me) -> bool:
    """Return whether the message of another chat that this one replies to is the bot's own."""
    origin = message.external_reply.origin if message.external_reply else None
    sender = getattr(origin, "sender_user", None)
    return bool(sender and sender.id == me.id)


def _replies_to(message: Message, me: Me) -> bool:
    # Every message in a topic replies to the one that made it, which may be the bot's own.
    replied = message.reply_to_message
    if not replied or replied.forum_topic_created:
        return False
    return bool(replied.from_user and replied.from_user.id == me.id)


def _relayed(message: Message, me: Me) -> bool:
    """Return whether it came through an inline bot, or is a channel post that Telegram copied."""
    sender = message.from_user
    return bool(message.via_bot or message.is_automatic_forward or (sender and sender.id == me.id))


def _without(message: Message, ranges: tuple[tuple[int, int], ...]) -> str:
    encoded = _encoded(message)
    for start, end in sorted(ranges, reverse=True):
        encoded = encoded[: 2 * start] + encoded[2 * end :]
    text = " ".join(clean(encoded.decode("utf-16-le", "surrogatepass")).split())
    return text.strip(" ,:;–—-")


def _encoded(message: Message) -> bytes:
    return _raw(message).encode("utf-16-le", "surrogatepass")


def _raw(message: Message) -> str:
    # The library doesn't check what kind of value a field has.
    found = message.text or message.caption
    return found if isinstance(found, str) else ""
