"""What a person does in the chats: writes, edits, presses, asks inline, sends files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.routing import Route

from bot.botapi_fake.script.users import Inline
from bot.try_page.calls import Fields, Json, posted, uploaded

if TYPE_CHECKING:
    from bot.botapi_fake import ChatHandle
    from bot.botapi_fake.queries import CallbackQuery, InlineQuery
    from bot.try_page.cast import Person
    from bot.try_page.stage import Stage

PATIENCE: Final = 20.0  # seconds for the bot to answer a button or an inline query


class Acting:
    """The calls that change a chat; each names the person who acts as `person`."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def routes(self) -> list[Route]:
        """Where the calls are taken."""
        calls = {
            "send": self.send,
            "edit": self.edit,
            "press": self.press,
            "inline": self.inline,
            "choose": self.choose,
            "card": self.card,
        }
        routes = [Route(f"/api/{n}", posted(serve), methods=["POST"]) for n, serve in calls.items()]
        return [*routes, Route("/api/upload", uploaded(self.upload), methods=["POST"])]

    async def send(self, given: Fields) -> Json:
        """Write `text` into `chat`."""
        person, room = self._who_and_where(given)
        sent = room.send(
            _whole(given.text("text")),
            person.handle,
            reply_to=given.optional("reply_to"),
            topic=given.optional("topic"),
        )
        return {"message": sent.id}

    async def edit(self, given: Fields) -> Json:
        """Change the person's own `message`."""
        person, room = self._who_and_where(given)
        message = room.message(given.number("message"))
        own = message.source.sender is person.handle.account
        posts = room.state.kind == "channel" and room.state.administered_by(person.handle.id)
        if message.from_bot or not (own or posts):
            raise ValueError("only one's own messages can be edited")
        room.edit(message, _whole(given.text("text")))
        return {"message": message.id}

    async def press(self, given: Fields) -> Json:
        """Press the button of `message` that sends `data`; `answer` is null where none came."""
        person, room = self._who_and_where(given)
        message = room.message(given.number("message"))
        query = person.handle.press(message, given.text("data")).query
        return {"answer": await self._answer(query)}

    async def inline(self, given: Fields) -> Json:
        """Ask as by typing the bot's name and `query`."""
        stage, person = self._stage, self._stage.cast.person(given.number("person"))
        asked = person.handle.ask_inline(
            stage.cast.bot, _whole(given.text("query")), offset=given.text("offset")
        ).query
        return {"query": asked.id, "answer": await self._answer(asked)}

    async def choose(self, given: Fields) -> Json:
        """Post `result` of the inline `query` to `chat`."""
        person, room = self._who_and_where(given)
        world = self._stage.api.world
        query = world.inline_queries.get(given.text("query"))
        if query is None:
            raise LookupError("this inline query is gone; type it again")
        if room.state.kind == "channel" and not room.state.administered_by(person.handle.id):
            raise ValueError("only admins post in a channel")
        topic = given.optional("topic")
        sent = person.handle.choose(Inline(world, query), given.text("result"), room, topic=topic)
        self._stage.post(room.id, sent.id, query.query)
        return {"message": sent.id}

    async def card(self, given: Fields) -> Json:
        """Ask for the card of the `report` with this number, in the person's private chat."""
        person = self._stage.cast.person(given.number("person"))
        room = self._stage.cast.room(person.handle.id)
        sent = room.send(f"/report {given.number('report')}", person.handle)
        return {"chat": room.id, "message": sent.id}

    async def upload(self, given: Fields) -> Json:
        """Send a `file` with a `caption`."""
        person, room = self._who_and_where(given)
        file = given.file("file")
        sent = room.send_document(
            file.name,
            file.content,
            person.handle,
            caption=_whole(given.text("caption")),
            mime_type=file.kind,
            topic=given.optional("topic"),
        )
        return {"message": sent.id}

    async def _answer(self, query: CallbackQuery | InlineQuery) -> Json | None:
        """What the bot answers; None where it is silent, or everything ends meanwhile."""
        world = self._stage.api.world
        answer = await world.bell.heard(lambda: query.answer or world.closed, PATIENCE)
        return answer if isinstance(answer, dict) else None

    def _who_and_where(self, given: Fields) -> tuple[Person, ChatHandle]:
        person = self._stage.cast.person(given.number("person"))
        return person, self._stage.cast.entered(given.number("chat"), person)


def _whole(text: str) -> str:
    """The text without halves of characters, which no client sends."""
    return text.encode("utf-8", "replace").decode("utf-8")
