"""A call of a method, and the chat that it is about."""

from __future__ import annotations

from dataclasses import dataclass

from bot.botapi_fake.chats import Chat
from bot.botapi_fake.params import Params
from bot.botapi_fake.refusals import ApiError, bad_request, forbidden
from bot.botapi_fake.world import Bot, World


@dataclass(frozen=True, slots=True)
class Request:
    """Who calls, with what, in which world."""

    world: World
    bot: Bot
    params: Params

    def chat(self, name: str = "chat_id") -> Chat:
        """The chat that a parameter names, if the bot may look at it.

        Raises:
            ApiError: it doesn't exist for this bot, or the bot was put out of it.
        """
        wanted = self.params.text(name).strip()
        if not wanted:
            raise bad_request(f"{name} is empty")
        connection = self.params.text("business_connection_id")
        chat = self._of_business(connection, wanted) if connection else self._named(wanted)
        if chat is None:
            raise bad_request("chat not found")
        if chat.kind == "private":
            return self._reachable(chat)
        if chat.migrated_to:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.migrated_to,
            )
        self._check_membership(chat)
        return chat

    def writable(self, name: str = "chat_id") -> Chat:
        """The chat, if the bot may write to it."""
        chat = self.chat(name)
        member = chat.member(self.bot.account.id)
        if chat.kind == "channel" and not (member and member.admin):
            raise bad_request("need administrator rights in the channel chat")
        if member and not member.can_send:
            raise bad_request("not enough rights to send text messages to the chat")
        return chat

    def _named(self, wanted: str) -> Chat | None:
        if wanted.startswith("@"):
            return self.world.public_chat(wanted[1:])
        try:
            chat_id = int(wanted)
        except ValueError:
            return None
        if chat_id > 0:
            return self.world.privates.get((self.bot.account.id, chat_id))
        return self.world.chats.get(chat_id)

    def _of_business(self, connection_id: str, wanted: str) -> Chat | None:
        connection = self.world.connections.get(connection_id)
        if connection is None or connection.bot_id != self.bot.account.id:
            raise bad_request("business connection not found")
        if not (connection.enabled and connection.can_reply):
            raise bad_request("BUSINESS_PEER_INVALID")
        return connection.chats.get(int(wanted)) if wanted.isdecimal() else None

    def _reachable(self, chat: Chat) -> Chat:
        if not chat.started:
            raise bad_request("chat not found")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def _check_membership(self, chat: Chat) -> None:
        member = chat.member(self.bot.account.id)
        if member is None and not chat.username:
            raise bad_request("chat not found")
        if member is None or member.status == "left":
            raise forbidden(f"bot is not a member of the {chat.kind} chat")
        if member.status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.kind} chat")
