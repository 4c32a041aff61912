"""Which bot hears of what: privacy mode, channels, edits."""

from __future__ import annotations

from bot.botapi_fake.chats import Chat
from bot.botapi_fake.entities import Json, utf16_slice
from bot.botapi_fake.messages import Message
from bot.botapi_fake.world import Bot, World


def announce(world: World, message: Message, *, edited: bool = False) -> None:
    """Queues a new or edited message for each bot that sees it, and shows it to onlookers."""
    kind = "channel_post" if message.chat.kind == "channel" else "message"
    for bot in world.bots_in(message.chat):
        if sees(world, bot, message):
            message.delivered_to.add(bot.account.id)
            bot.queue.put(f"edited_{kind}" if edited else kind, message.json())
    world.emit("edited" if edited else "message", shown(message))


def shown(message: Message) -> Json:
    """A message as onlookers get it."""
    return {"chat_id": message.chat.id, "message_id": message.id, "message": message.json()}


def sees(world: World, bot: Bot, message: Message) -> bool:
    """Whether a bot that is in the chat is told of a message."""
    chat = message.chat
    if message.sender and message.sender.id == bot.account.id:
        return False
    if _by_another_bot(world, message):
        return False
    if chat.kind == "private":
        return not chat.blocked
    if chat.kind == "channel" or chat.administered_by(bot.account.id):
        return chat.administered_by(bot.account.id)
    return not bot.privacy or bool(message.service) or _meant_for(world, bot, message)


def _by_another_bot(world: World, message: Message) -> bool:
    return message.sender is not None and world.bot_of(message.sender.id) is not None


def _meant_for(world: World, bot: Bot, message: Message) -> bool:
    """Privacy mode: commands, replies to the bot or to what was meant for it, via the bot."""
    if message.via_bot and message.via_bot.id == bot.account.id:
        return True
    original = message.chat.messages.get(message.reply_to or 0)
    if original and not original.service:
        by_bot = original.sender and original.sender.id == bot.account.id
        if by_bot or bot.account.id in original.delivered_to:
            return True
    return _commands(world, bot, message)


def _commands(world: World, bot: Bot, message: Message) -> bool:
    for entity in message.entities:
        if entity["type"] == "bot_command":
            command = utf16_slice(message.text, entity["offset"], entity["length"])
            name = command.partition("@")[2].lower()
            if name == (bot.account.username or "").lower():
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
