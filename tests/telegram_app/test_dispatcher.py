"""What happens with an update that fails: when it is tried again, and how often."""

import asyncio
import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from bot.store import Item, Key
from bot.telegram_app.dispatcher import Dispatcher, pause_after
from bot.telegram_app.monitoring import Health

UPDATE = json.dumps({"update_id": 1})
PASSING = NetworkError("down")


class Settled:
    """Notes what becomes of an update."""

    def __init__(self):
        self.arrived = asyncio.Event()
        self.became = []

    async def done(self, _):
        self.became.append("done")

    async def later(self, _, pause, __):
        self.became.append(("later", pause))

    async def aside(self, *_):
        self.became.append("aside")


def settled(error=None, attempts=0, payload=UPDATE):
    intake, health = Settled(), Health(SimpleNamespace(trouble=None))

    async def process(work):
        work.errors += [error] if error else []

    dispatcher = Dispatcher(intake, Bot("1:secret"), process, health)
    asyncio.run(dispatcher._settle(Item(Key(1, 1), "a", payload, 0.0, attempts)))
    (became,) = intake.became
    return became


@pytest.mark.parametrize("attempts", range(12))
def test_pauses_double_up_to_five_minutes(attempts):
    full = min(300.0, 2.0 ** (attempts + 1))
    for _ in range(20):
        assert full / 2 <= pause_after(PASSING, attempts) <= full


def test_the_wait_that_telegram_asks_for_is_kept(monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    assert 600 < pause_after(RetryAfter(timedelta(seconds=600)), 0) <= 602


def test_what_may_pass_is_tried_twelve_times():
    kinds = [settled(PASSING, attempts) for attempts in range(12)]
    assert [became[0] for became in kinds[:11]] == ["later"] * 11
    assert kinds[11] == "aside"


@pytest.mark.parametrize("error", [BadRequest("no"), Forbidden("no"), None])
def test_what_is_answered_or_refused_is_done(error):
    assert settled(error) == "done"


@pytest.mark.parametrize(("error", "payload"), [(ZeroDivisionError(), UPDATE), (None, "[")])
def test_what_breaks_us_is_set_aside(error, payload):
    assert settled(error, payload=payload) == "aside"
