"""Business connections: a bot that answers in its owner's private chats."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.botapi_fake.accounts import Account
from bot.botapi_fake.chats import Chat
from bot.botapi_fake.entities import Json


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
        """The owner's chat with a customer."""
        if customer.id not in self.chats:
            chat = Chat(customer.id, "private", user=customer, started=True, connection=self.id)
            self.chats[customer.id] = chat
        return self.chats[customer.id]

    def json(self) -> Json:
        """A Bot API `BusinessConnection`."""
        return {
            "id": self.id,
            "user": self.owner.json(),
            "user_chat_id": self.owner.id,
            "date": self.date,
            "rights": {"can_reply": True} if self.can_reply else {},
            "is_enabled": self.enabled,
        }
