"""The people, the bot and the chats in which it can be tried."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from bot.botapi_fake import BotHandle, ChatHandle, FakeBotApi, UserHandle
    from bot.botapi_fake.entities import Json

USERNAME: Final = "rapporteur_bot"
TOPICS: Final = ("Meetings", "Training")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the visitor can be."""

    handle: UserHandle
    role: Literal["member", "admin"]

    def json(self) -> Json:
        """What the page shows of them."""
        account = self.handle.account
        return {"id": account.id, "name": account.name, "role": self.role}


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, and where they meet. `rooms` holds the private chats too."""

    bot: BotHandle
    people: tuple[Person, ...]
    rooms: tuple[ChatHandle, ...]

    def person(self, user_id: int) -> Person:
        """The person with this id. Raises LookupError."""
        for person in self.people:
            if person.handle.id == user_id:
                return person
        raise LookupError(f"nobody here has the id {user_id}")

    def room(self, chat_id: int) -> ChatHandle:
        """The chat with this id; a private one has that of its user. Raises LookupError."""
        for room in self.rooms:
            if room.id == chat_id:
                return room
        raise LookupError(f"no chat here has the id {chat_id}")

    def entered(self, chat_id: int, person: Person) -> ChatHandle:
        """The chat, where this person may be in it. Raises LookupError."""
        room = self.room(chat_id)
        if room.state.user and room.state.user.id != person.handle.id:
            raise LookupError("this private chat is another person's")
        return room

    @property
    def admins(self) -> tuple[int, ...]:
        """The ids of the people who run the bot."""
        return tuple(person.handle.id for person in self.people if person.role == "admin")

    @property
    def channels(self) -> tuple[int, ...]:
        """The ids of the channels."""
        return tuple(room.id for room in self.rooms if room.state.kind == "channel")


def gather(api: FakeBotApi) -> Cast:
    """A member and an admin, each with a private chat; a group with topics, a channel.

    A further group is without the bot: there it can be asked inline only. Privacy mode is off, so
    that the bot hears its name in the group. The token is a new one each time, so that no foreign
    page can guess it.
    """
    bot = api.bot(
        f"{secrets.randbelow(9 * 10**9) + 10**9}:{secrets.token_urlsafe(26)}",
        username=USERNAME,
        name="Rapporteur",
        privacy=False,
    )
    anna, sam = api.user("Anna", "Berg"), api.user("Sam", "Ito")
    privates = [api.private(user, bot) for user in (anna, sam)]
    office = api.supergroup("Programme office", sam, anna, bot, forum=True)
    for topic in TOPICS:
        office.topic(topic, sam)
    news = api.channel("Regional news", sam, bot)
    partners = api.supergroup("Partners", sam, anna)
    people = (Person(anna, "member"), Person(sam, "admin"))
    return Cast(bot, people, (*privates, office, news, partners))
