import json

import httpx
import pytest

from bot.trial.botapi import FakeBotApi
from bot.trial.botapi.server import Loopback
from bot.trial.page import page_app
from bot.trial.page.stage import Memory, Stage, gather


@pytest.fixture
def stage(tmp_path):
    """The chats, with nobody behind the bot."""
    api = FakeBotApi()
    cast = gather(api)
    cast.bot.state.queue.clear()  # the bot knows already that there are topics
    yield Stage(api, cast, tmp_path, Memory(tmp_path / "state.sqlite3"))
    api.service.close()


@pytest.fixture
def page(stage):
    server = Loopback(page_app(stage))
    server.start()
    with httpx.Client(base_url=server.url) as client:
        yield client
    server.stop()


@pytest.fixture
def anna(stage):
    return stage.cast.people[0].handle


@pytest.fixture
def sam(stage):
    return stage.cast.people[1].handle


@pytest.fixture
def office(stage):
    return next(room for room in stage.cast.rooms if room.state.forum)


@pytest.fixture
def news(stage):
    return stage.cast.room(stage.cast.channels[0])


@pytest.fixture
def act(page):
    """Does something as the page would; the answer, or what was wrong."""

    def doing(name, person, room, **fields):
        sent = {"person": person.id, "chat": room.id, **fields}
        headers = {"content-type": "application/json"}
        answer = page.post(f"/api/{name}", content=json.dumps(sent), headers=headers)
        return answer.json() if answer.status_code == 200 else answer.json()["error"]

    return doing
