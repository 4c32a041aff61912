"""The newest message of each private chat: a reply need not quote what is right above it."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

MOST_CHATS: Final = 10_000  # of one that was left out nothing is known, and replies quote again


class NewestMessages:
    """What was said last in the private chats, by the person or by the bot, since the start."""

    def __init__(self) -> None:
        self._newest: OrderedDict[int, int] = OrderedDict()

    def note(self, message: object) -> None:
        """Take note of a message as Telegram writes it; of what is none, or of a group, not.

        A business account's chat with a customer has the id of the customer's own with the bot.
        """
        match message:
            case {"business_connection_id": _}:
                return
            case {"message_id": int(number), "chat": {"id": int(chat), "type": "private"}}:
                self._newest[chat] = max(number, self._newest.get(chat, number))
                self._newest.move_to_end(chat)
        while len(self._newest) > MOST_CHATS:
            self._newest.popitem(last=False)

    def of(self, chat: int) -> int | None:
        """Return the number of the chat's newest message; None where it isn't known."""
        return self._newest.get(chat)
