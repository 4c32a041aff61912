"""The page's calls: what a person does in the chats, and what they see."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.trial.botapi.script.users import Inline
from bot.trial.botapi.updates import shown
from bot.trial.page.calls import Fields, Json, posted, queried, uploaded
from bot.trial.page.explaining import events, explained, sheet_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from bot.trial.botapi import ChatHandle
    from bot.trial.botapi.objects import CallbackQuery, InlineQuery
    from bot.trial.botapi.world import ChatEvent
    from bot.trial.page.stage import Person, Stage

PATIENCE: Final = 20.0  # seconds for the bot to answer a button or an inline query
SHOWN = frozenset({"message", "edited", "deleted", "action"})


class Acting:
    """The calls that change a chat; each names the person who acts as `person`."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def routes(self) -> list[Route]:
        """Return where the calls are taken."""
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
        """Return what the bot answers; None where it is silent, or everything ends meanwhile."""
        world = self._stage.api.world
        answer = await world.condition.wait_async(lambda: query.answer or world.closed, PATIENCE)
        return answer if isinstance(answer, dict) else None

    def _who_and_where(self, given: Fields) -> tuple[Person, ChatHandle]:
        person = self._stage.cast.person(given.number("person"))
        return person, self._stage.cast.entered(given.number("chat"), person)


def _whole(text: str) -> str:
    """Return the text without halves of characters, which no client sends."""
    return text.encode("utf-8", "replace").decode("utf-8")


class Showing:
    """The calls that change nothing."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def routes(self) -> list[Route]:
        """Return where the calls are taken."""
        calls = {
            "state": self.state,
            "menu": self.menu,
            "explain": self.explain,
            "timeline": self.timeline,
            "sheet": self.sheet,
        }
        routes = [Route(f"/api/{name}", queried(serve)) for name, serve in calls.items()]
        return [
            *routes,
            Route("/api/events", self.events),
            Route("/api/file/{file}", self.file),
        ]

    async def state(self, _: Fields) -> Json:
        """Return everybody and all chats with their messages; `last` is the event to go on from."""
        stage, cast = self._stage, self._stage.cast
        with stage.api.world.condition.reading():
            events = stage.api.world.events
            return {
                "run": stage.run,
                "last": events[-1].number if events else 0,
                "bot": cast.bot.state.account.json() | {"name": cast.bot.state.account.name},
                "people": [person.json() for person in cast.people],
                "chats": [self._chat(room) for room in cast.rooms],
                "corpus": str(stage.corpus),
            }

    async def menu(self, given: Fields) -> Json:
        """Return the commands that a client offers to `person` in `chat`."""
        person = self._stage.cast.person(given.number("person"))
        room = self._stage.cast.entered(given.number("chat"), person)
        bot = self._stage.cast.bot
        if bot.state not in self._stage.api.world.bots_in(room.state):
            return {"commands": []}
        return {"commands": bot.menu(room.state, person.handle.account)}

    async def explain(self, given: Fields) -> Json:
        """Return how the question was read that `message` of `chat` answers, and why this won.

        `question` is null where the message answers none.
        """
        assistant = self._stage.ready
        asked = self._stage.asked(given.number("chat"), given.number("message"))
        if asked is None:
            return {"question": None}
        return await asyncio.to_thread(explained, assistant, asked)

    async def timeline(self, given: Fields) -> Json:
        """Return the events of the reports, the earliest first, each with its report's number.

        `stamp` changes with them; where it is the one given as `known`, `events` is null.
        """
        snapshot = self._stage.ready.snapshot
        numbers = await asyncio.to_thread(self._stage.memory.numbers)
        stamp = f"{snapshot.built.isoformat()} {len(numbers)}"
        if given.maybe("known") == stamp:
            return {"stamp": stamp, "events": None}
        found = await asyncio.to_thread(events, snapshot)
        listed = [asdict(e) | {"number": numbers.get(e.report)} for e in found]
        return {"stamp": stamp, "events": listed}

    async def sheet(self, given: Fields) -> Json:
        """Return what the sheet of a `report` says, and its text with the places that say so.

        `start` and `end`, where they are given, are those of a passage to point out.
        """
        path, library = given.text("report"), self._stage.ready.snapshot.library
        row = library.number_of.get(path)
        if row is None:
            raise LookupError("this report is no longer there")
        numbers = await asyncio.to_thread(self._stage.memory.numbers)
        quoted = (given.optional("start") or 0, given.optional("end") or 0)
        found = sheet_of(library.readings[row], library.events[row], quoted)
        return found | {"number": numbers.get(path)}

    async def events(self, http: Request) -> Response:
        """Return server-sent events, after number `after` or the last one received."""
        after = http.headers.get("last-event-id") or http.query_params.get("after", "0")
        number = int(after[:15]) if after.isascii() and after.isdecimal() else 0
        return StreamingResponse(
            self._stream(number),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store"},
        )

    async def file(self, http: Request) -> Response:
        """Return a file that was sent: a picture to be shown, anything else to be saved."""
        world = self._stage.api.world
        with world.condition.reading():
            upload = world.uploads.get(http.path_params["file"])
        if upload is None:
            return Response(status_code=404)
        if upload.is_picture:
            return Response(upload.data, media_type="image/png")
        headers = {"Content-Disposition": "attachment"}
        return Response(upload.data, media_type="application/octet-stream", headers=headers)

    async def _stream(self, after: int) -> AsyncIterator[str]:
        yield f"event: run\ndata: {json.dumps(self._stage.run)}\n\n"
        async for event in self._stage.api.events(after):
            if event.kind in SHOWN:
                yield _line(event)

    def _chat(self, room: ChatHandle) -> dict[str, Any]:
        chat, cast = room.state, self._stage.cast
        topics = [{"id": topic.id, "name": topic.name} for topic in chat.topics.values()]
        return chat.json() | {
            "topics": topics,
            "bot": cast.bot.state in self._stage.api.world.bots_in(chat),
            "members": len(chat.members),
            "messages": [shown(message) for message in chat.history()],
        }


def _line(event: ChatEvent) -> str:
    data = {"kind": event.kind, **event.data}
    return f"id: {event.number}\ndata: {json.dumps(data)}\n\n"
