"""Queries that wait for a bot's answer: buttons, inline mode, guests."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.botapi_fake.accounts import Account
from bot.botapi_fake.entities import Json
from bot.botapi_fake.messages import Message


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
        """A Bot API `CallbackQuery`; inline messages have an id only."""
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
        """A Bot API `InlineQuery`."""
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
