"""Users and bots as Telegram shows them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.botapi_fake.entities import Json


@dataclass(slots=True)
class Account:
    """A user or a bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    @property
    def name(self) -> str:
        """First and last name."""
        return " ".join(filter(None, (self.first_name, self.last_name)))

    def json(self) -> Json:
        """A Bot API `User`."""
        user: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return user | {key: value for key, value in optional.items() if value}


def anonymous_admin() -> Account:
    """Who a group's anonymous admins post as."""
    return Account(1087968824, "Group", username="GroupAnonymousBot", is_bot=True)


def channel_bot() -> Account:
    """Who a channel posts as in groups."""
    return Account(136817688, "Channel", username="Channel_Bot", is_bot=True)


def telegram() -> Account:
    """Who brings a channel's posts to its discussion group."""
    return Account(777000, "Telegram")
