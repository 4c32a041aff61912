"""A person who lets a bot answer in their private chats."""

from __future__ import annotations

from bot.botapi_fake.business import BusinessConnection
from bot.botapi_fake.script.rooms import ChatHandle
from bot.botapi_fake.script.users import UserHandle
from bot.botapi_fake.world import Bot, World


class BusinessHandle:
    """A business connection; the bot is told of it at once."""

    def __init__(self, world: World, connection: BusinessConnection, bot: Bot) -> None:
        self._world = world
        self._bot = bot
        self.state = connection

    @property
    def id(self) -> str:
        """The `business_connection_id`."""
        return self.state.id

    def chat(self, customer: UserHandle) -> ChatHandle:
        """The owner's private chat with a customer, who writes there with `send`."""
        with self._world.bell.changing():
            return ChatHandle(self._world, self.state.chat(customer.account))

    def end(self) -> None:
        """Disconnects the bot."""
        with self._world.bell.changing():
            self.state.enabled = False
            self._bot.queue.put("business_connection", self.state.json())
