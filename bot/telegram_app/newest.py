"""The newest message of each private chat: a reply need not quote what is right above it."""

from __future__ import annotations

from typing import Final

from cachetools import LRUCache

MOST_CHATS: Final = 10_000  # of one that was left out nothing is known, and replies quote again


class NewestMessages:
    """What was said last in the private chats, by the person or by the bot, since the start."""

    def __init__(self) -> None:
        self._newest: LRUCache[int, tuple[int, int | None]] = LRUCache(MOST_CHATS)

    def note(self, message: object, replies_to: int | None = None) -> None:
        """Take note of a message as Telegram writes it; of what is none, or of a group, not.

        A business account's chat with a customer has the id of the customer's own with the bot.

        Args:
            message: any value.
            replies_to: the number of the message that it answers, quoted or not.
        """
        match message:
            case {"business_connection_id": _}:
                return
            case {"message_id": int(number), "chat": {"id": int(chat), "type": "private"}}:
                if number >= self._newest.get(chat, (number, None))[0]:
                    self._newest[chat] = (number, replies_to)

    def is_above(self, chat: int, message: int) -> bool:
        """Say whether a reply to the message would be right below it, or below another to it."""
        return chat in self._newest and message in self._newest[chat]
