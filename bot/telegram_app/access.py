"""Who may do what: the only place that decides it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from telegram import Message, User

    from bot.config import Telegram

# Telegram sends these users where a chat itself speaks: anonymous admins, channels, the service.
STAND_INS: Final = frozenset({1087968824, 136817688, 777000})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a user, or a chat in its own name (an anonymous admin, a channel)."""

    user_id: int | None
    chat_id: int | None = None
    language: str | None = None
    robot: bool = False

    @property
    def key(self) -> int:
        """Tells actors apart: a user id, else the chat's."""
        return self.user_id or self.chat_id or 0


def sender_of(message: Message) -> Actor:
    """Who wrote the message."""
    if message.sender_chat:
        return Actor(None, message.sender_chat.id)
    if message.chat.type == "channel" and not message.from_user:
        return Actor(None, message.chat.id)
    return user_of(message.from_user)


def user_of(user: User | None) -> Actor:
    """The user as an actor."""
    if user is None or user.id in STAND_INS:
        return Actor(None)
    return Actor(user.id, None, user.language_code, user.is_bot)


def is_admin(actor: Actor, chat_id: int | None, telegram: Telegram) -> bool:
    """Whether the actor may run admin commands in this chat."""
    if actor.user_id is not None:
        return actor.user_id in telegram.admins
    speaks_for_itself = actor.chat_id is not None and actor.chat_id == chat_id
    return speaks_for_itself and actor.chat_id in telegram.admin_chats


def may_ask(actor: Actor, chat_id: int | None, telegram: Telegram) -> bool:
    """Whether the actor is answered in this chat (None: inline)."""
    if telegram.access == "everyone" or is_admin(actor, chat_id, telegram):
        return True
    return actor.user_id in telegram.users or chat_id in telegram.chats
