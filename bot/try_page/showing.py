"""What a person sees: the chats as they stand, what happens in them, and why it was answered so."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.botapi_fake.delivery import shown
from bot.try_page.calls import Fields, Json, queried
from bot.try_page.explaining import explained
from bot.try_page.sheet import sheet_of
from bot.try_page.timeline import events

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from bot.botapi_fake import ChatHandle
    from bot.botapi_fake.world import Event
    from bot.try_page.stage import Stage

SHOWN = frozenset({"message", "edited", "deleted", "action"})


class Showing:
    """The calls that change nothing."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def routes(self) -> list[Route]:
        """Where the calls are taken."""
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
        """Everybody, and all chats with their messages; `last` is the number to follow from."""
        stage, cast = self._stage, self._stage.cast
        with stage.api.world.bell.reading():
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
        """The commands that a client offers to `person` in `chat`."""
        person = self._stage.cast.person(given.number("person"))
        room = self._stage.cast.entered(given.number("chat"), person)
        bot = self._stage.cast.bot
        if bot.state not in self._stage.api.world.bots_in(room.state):
            return {"commands": []}
        return {"commands": bot.menu(room.state, person.handle.account)}

    async def explain(self, given: Fields) -> Json:
        """How the question was read that `message` of `chat` answers, and why this won.

        `question` is null where the message answers none.
        """
        assistant = self._stage.ready
        asked = self._stage.asked(given.number("chat"), given.number("message"))
        if asked is None:
            return {"question": None}
        return await asyncio.to_thread(explained, assistant, asked)

    async def timeline(self, given: Fields) -> Json:
        """The events of the reports, the earliest first, each with its report's number.

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
        """What the sheet of a `report` says, and its text with the places that say so.

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
        """Server-sent events, from that after number `after` on, or after the last one received."""
        after = http.headers.get("last-event-id") or http.query_params.get("after", "0")
        number = int(after[:15]) if after.isascii() and after.isdecimal() else 0
        return StreamingResponse(
            self._told(number),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store"},
        )

    async def file(self, http: Request) -> Response:
        """A file that was sent: a picture to be shown, anything else to be saved."""
        world = self._stage.api.world
        with world.bell.reading():
            upload = world.uploads.get(http.path_params["file"])
        if upload is None:
            return Response(status_code=404)
        if upload.is_picture:
            return Response(upload.data, media_type="image/png")
        headers = {"Content-Disposition": "attachment"}
        return Response(upload.data, media_type="application/octet-stream", headers=headers)

    async def _told(self, after: int) -> AsyncIterator[str]:
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


def _line(event: Event) -> str:
    told = {"kind": event.kind, **event.data}
    return f"id: {event.number}\ndata: {json.dumps(told)}\n\n"
