"""Which bot hears of what: privacy mode, channels, business chats, guests."""

from __future__ import annotations

from bot.botapi_fake.chats import Chat
from bot.botapi_fake.entities import Json, utf16_slice
from bot.botapi_fake.messages import Message
from bot.botapi_fake.queries import GuestQuery
from bot.botapi_fake.world import Bot, World


def announce(world: World, message: Message, *, edited: bool = False) -> None:
    """Queues a new or edited message for each bot that sees it, and shows it to onlookers."""
    kind = _kind(message.chat)
    for bot in world.bots_in(message.chat):
        if sees(world, bot, message):
            message.delivered_to.add(bot.account.id)
            bot.queue.put(f"edited_{kind}" if edited else kind, message.json())
    if not edited:
        _call_guests(world, message)
    world.emit("edited" if edited else "message", shown(message))


def shown(message: Message) -> Json:
    """A message as onlookers get it."""
    return {
        "chat_id": message.chat.id,
        "message_id": message.id,
        "from_bot": message.from_bot,
        "message": message.json(),
    }


def sees(world: World, bot: Bot, message: Message) -> bool:
    """Whether a bot that is in the chat is told of a message."""
    chat, me = message.chat, bot.account.id
    if (message.sender and message.sender.id == me) or message.business_bot:
        return False
    if message.sender and world.bot_of(message.sender.id):
        return False
    if chat.kind == "private":
        return not chat.blocked
    if chat.kind == "channel" or chat.administered_by(me):
        return chat.administered_by(me)
    return not bot.privacy or bool(message.service) or _meant_for(world, bot, message)


def _kind(chat: Chat) -> str:
    if chat.connection:
        return "business_message"
    return "channel_post" if chat.kind == "channel" else "message"


def _meant_for(world: World, bot: Bot, message: Message) -> bool:
    """Privacy mode: commands, replies to the bot or to what was meant for it, via the bot."""
    if message.via_bot and message.via_bot.id == bot.account.id:
        return True
    original = message.chat.messages.get(message.reply_to or 0)
    if original and not original.service:
        by_bot = original.sender and original.sender.id == bot.account.id
        if by_bot or bot.account.id in original.delivered_to:
            return True
    return _commanded(world, bot, message)


def _commanded(world: World, bot: Bot, message: Message) -> bool:
    for command in _covered(message, "bot_command"):
        name = command.partition("@")[2].lower()
        if name == _username(bot):
            return True
        if not name and _last_to_speak(world, message.chat) in (None, bot.account.id):
            return True
    return False


def _last_to_speak(world: World, chat: Chat) -> int | None:
    """The bot that wrote last in a chat."""
    for message in reversed(chat.messages.values()):
        if message.sender and world.bot_of(message.sender.id):
            return message.sender.id
    return None


def _call_guests(world: World, message: Message) -> None:
    """Tells the bots in guest mode that a message names and that aren't in its chat."""
    if message.chat.kind == "channel" or message.chat.connection or message.service:
        return
    named = {mention[1:].lower() for mention in _covered(message, "mention")}
    for bot in world.bots.values():
        if bot.guest and _username(bot) in named and bot not in world.bots_in(message.chat):
            query = GuestQuery(f"guest-{world.new_id()}", bot.account.id, message)
            world.guest_queries[query.id] = query
            bot.queue.put("guest_message", message.json() | {"guest_query_id": query.id})


def _covered(message: Message, kind: str) -> list[str]:
    return [
        utf16_slice(message.text, entity["offset"], entity["length"])
        for entity in message.entities
        if entity["type"] == kind
    ]


def _username(bot: Bot) -> str:
    return (bot.account.username or "").lower()
