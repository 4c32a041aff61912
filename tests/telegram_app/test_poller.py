"""How the bot asks for updates, and how patiently where that fails."""

import asyncio
import json
import threading

import httpx
import pytest

from bot.errors import StartError, StoreError
from bot.telegram_app import poller
from bot.telegram_app.health import Source
from bot.telegram_app.poller import Poller

GOOD = (200, {"ok": True, "result": []})
BROKEN = (502, "no JSON")


def busy(seconds):
    return 429, {"ok": False, "description": "busy", "parameters": {"retry_after": seconds}}


def brought(*numbers):
    return 200, {"ok": True, "result": [{"update_id": number} for number in numbers]}


class Told:
    """What was asked of Telegram, and how long the poller slept between."""

    def __init__(self):
        self.asked = []
        self.pauses = []
        self.kept = []
        self.refuses = []

    async def accept(self, updates):
        if self.refuses:
            raise self.refuses.pop()
        self.kept += [update["update_id"] for update in updates]


def polled(monkeypatch, *answers, refuses=()):
    """Polls until the answers are used up."""
    told, left = Told(), list(answers)
    told.refuses = list(refuses)

    def answer(request):
        if not left:
            raise asyncio.CancelledError
        told.asked.append(json.loads(request.content))
        status, content = left.pop(0)
        text = content if isinstance(content, str) else json.dumps(content)
        return httpx.Response(status, text=text)

    mine, real = threading.get_ident(), asyncio.sleep

    async def sleep(seconds):
        if threading.get_ident() != mine:  # the loop of a fake server in another thread
            await real(seconds)
            return
        told.pauses.append(seconds)

    client = httpx.AsyncClient
    transport = httpx.MockTransport(answer)
    monkeypatch.setattr(poller.httpx, "AsyncClient", lambda **_: client(transport=transport))
    monkeypatch.setattr(poller.asyncio, "sleep", sleep)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(Poller("http://api", "1:secret", told, Source()).run())
    return told


def test_failures_are_followed_by_pauses_that_double_up_to_half_a_minute(monkeypatch):
    pauses = polled(monkeypatch, *[BROKEN] * 14).pauses
    assert len(pauses) == 14
    for number, pause in enumerate(pauses):
        full = min(30.0, 0.5 * 2**number)
        assert full / 2 <= pause <= full


def test_a_poll_that_goes_well_ends_the_doubling(monkeypatch):
    pauses = polled(monkeypatch, *[BROKEN] * 6, GOOD, BROKEN).pauses
    assert len(pauses) == 7
    assert pauses[-1] <= 0.5


def test_the_pause_that_telegram_asks_for_is_kept(monkeypatch):
    assert polled(monkeypatch, busy(7), GOOD).pauses == [7]


def test_polls_are_long_but_the_first_and_those_after_a_failure(monkeypatch):
    asked = polled(monkeypatch, GOOD, GOOD, BROKEN, GOOD, GOOD).asked
    assert [poll["timeout"] for poll in asked] == [0, 25, 25, 0, 25]


def test_updates_are_confirmed_when_they_are_kept_and_no_sooner(monkeypatch):
    full = [StoreError("the disk is full")]
    told = polled(monkeypatch, brought(4, 5), brought(4, 5), GOOD, refuses=full)
    assert [poll.get("offset") for poll in told.asked] == [None, None, 6]
    assert told.kept == [4, 5]


@pytest.mark.parametrize("status", [401, 404])
def test_a_refused_token_ends_the_polling(monkeypatch, status):
    with pytest.raises(StartError, match="refuses the token"):
        polled(monkeypatch, (status, {"ok": False, "description": "Unauthorized"}))
