import itertools

import httpx
import pytest
from telegram import Update

from bot.trial.botapi import FakeBotApi


@pytest.fixture(scope="session")
def server():
    with FakeBotApi() as running:
        yield running


@pytest.fixture(scope="session")
def names():
    return (f"helper{number}_bot" for number in itertools.count())


@pytest.fixture
def api(server):
    yield server
    server.heal()


@pytest.fixture
def bot(api, names):
    return api.bot(username=next(names))


@pytest.fixture
def anna(api):
    return api.user("Anna", "Berg", username="anna_berg")


@pytest.fixture
def chat(api, anna, bot):
    return api.private(anna, bot)


@pytest.fixture(scope="session")
def http():
    with httpx.Client(timeout=10) as client:
        yield client


@pytest.fixture
def call(http, api, bot):
    """Calls a method as the bot; answers what Telegram would, `result` or the whole refusal."""

    def call(method, by=None, **params):
        url = f"{api.url}/bot{(by or bot).token}/{method}"
        answer = http.post(url, json=params)
        body = answer.json()
        assert answer.status_code == body.get("error_code", 200)
        return body["result"] if body["ok"] else body

    return call


@pytest.fixture
def refusal(call):
    """The description with which a call is refused."""

    def refusal(method, by=None, **params):
        body = call(method, by=by, **params)
        assert isinstance(body, dict), f"{method} was accepted"
        assert not body.get("ok", True), f"{method} was accepted"
        return body["description"]

    return refusal


@pytest.fixture
def updates(call):
    """What waits for the bot, confirmed at once."""

    def updates(by=None, **params):
        found = call("getUpdates", by=by, **params)
        if found:
            call("getUpdates", by=by, offset=found[-1]["update_id"] + 1)
        return found

    return updates


@pytest.fixture
def say(call, chat):
    def say(text, reply_to=None):
        reply = {"message_id": reply_to.id} if reply_to else None
        return call("sendMessage", chat_id=chat.id, text=text, reply_parameters=reply)

    return say


@pytest.fixture
def parsed(updates):
    def parsed(by=None):
        found = updates(by=by)
        assert found, "no update came"
        read = [Update.de_json(update, None) for update in found]
        assert not any(update.api_kwargs for update in read)
        return read[-1]

    return parsed
