"""Everything that the page works with: people, chats, the bot, and what the bot remembers."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import quote

from cachetools import FIFOCache
from sqlalchemy import Select, create_engine, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from bot.model import Turn
from bot.store.schema import answers, numbers

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.trial.botapi import BotHandle, ChatHandle, FakeBotApi, UserHandle
    from bot.trial.botapi.entities import Json

MOST_POSTED: Final = 500
USERNAME: Final = "rapporteur_bot"
TOPICS: Final = ("Meetings", "Training")


@dataclass(slots=True)
class Stage:
    """The chats, and what is behind them; `assistant` comes once the reports are read."""

    api: FakeBotApi
    cast: Cast
    corpus: Path
    memory: Memory
    assistant: Assistant | None = None
    run: str = field(default_factory=lambda: secrets.token_hex(8))
    posted: FIFOCache[tuple[int, int], str] = field(default_factory=lambda: FIFOCache(MOST_POSTED))

    def post(self, chat_id: int, message_id: int, question: str) -> None:
        """Note what was asked for a message that inline mode posted, which the bot doesn't keep."""
        self.posted[(chat_id, message_id)] = question

    def asked(self, chat_id: int, message_id: int) -> AskedQuestion | None:
        """Return the question that a message answers."""
        question = self.posted.get((chat_id, message_id))
        return AskedQuestion(question) if question else self.memory.asked(chat_id, message_id)

    @property
    def ready(self) -> Assistant:
        """What answers.

        Raises:
            LookupError: the reports aren't read yet.
        """
        if self.assistant is None:
            raise LookupError("the reports are still being read")
        return self.assistant


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the visitor can be."""

    handle: UserHandle
    role: Literal["member", "admin"]

    def json(self) -> Json:
        """Return what the page shows of them."""
        account = self.handle.account
        return {"id": account.id, "name": account.name, "role": self.role}


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, and where they meet. `rooms` has the private chats too."""

    bot: BotHandle
    people: tuple[Person, ...]
    rooms: tuple[ChatHandle, ...]

    def person(self, user_id: int) -> Person:
        """Return the person with this id.

        Raises:
            LookupError: there is none.
        """
        for person in self.people:
            if person.handle.id == user_id:
                return person
        raise LookupError(f"nobody here has the id {user_id}")

    def room(self, chat_id: int) -> ChatHandle:
        """Return the chat with this id; a private one has that of its user.

        Raises:
            LookupError: there is none.
        """
        for room in self.rooms:
            if room.id == chat_id:
                return room
        raise LookupError(f"no chat here has the id {chat_id}")

    def entered(self, chat_id: int, person: Person) -> ChatHandle:
        """Return the chat, where this person may be in it.

        Raises:
            LookupError: there is none, or the person isn't in it.
        """
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
    """Return a member and an admin, each with a private chat; a group with topics, a channel.

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


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as the bot took it, with what it followed up."""

    question: str
    turn: Turn | None = None


class Memory:
    """The bot's store, opened to read only. What can't be read is as if it were not there."""

    def __init__(self, path: Path) -> None:
        uri = f"sqlite:///file:{quote(str(path.absolute()))}?mode=ro&uri=true"
        self._engine = create_engine(uri, poolclass=NullPool)

    def asked(self, chat_id: int, reply_id: int) -> AskedQuestion | None:
        """Return the question that this message of the bot answers; None where it answers none."""
        mine = (answers.c.chat_id == chat_id, answers.c.reply_id == reply_id)
        newest = select(answers).where(*mine).order_by(answers.c.id.desc()).limit(1)
        for row in self._rows(newest):
            return AskedQuestion(row["question"], self._turn(row) if row["before"] else None)
        return None

    def numbers(self) -> Mapping[str, int]:
        """Path → the number that people name the report by."""
        return {row["path"]: row["number"] for row in self._rows(select(numbers))}

    def _turn(self, row: Mapping[str, Any]) -> Turn:
        """Return the question before, and the report that answered it."""
        former = (
            select(answers.c.report)
            .where(answers.c.chat_id == row["chat_id"], answers.c.question == row["before"])
            .where(answers.c.id < row["id"], answers.c.report.is_not(None))
            .order_by(answers.c.id.desc())
            .limit(1)
        )
        reports = [found["report"] for found in self._rows(former)]
        return Turn(row["before"], reports[0] if reports else None)

    def _rows(self, query: Select[Any]) -> list[Mapping[str, Any]]:
        try:
            with self._engine.connect() as connection:
                return [dict(row) for row in connection.execute(query).mappings()]
        except DatabaseError:  # not made yet, or the bot is just closing it
            return []
