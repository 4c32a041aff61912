"""How the bot asks for updates, and how patiently where that fails."""

import asyncio
import json
import logging
import threading

import httpx
import pytest
from telegram.error import NetworkError

from bot.errors import StartError, StoreError
from bot.telegram_app import receiving
from bot.telegram_app.intake import KINDS
from bot.telegram_app.monitoring import UpdateSource
from bot.telegram_app.receiving import SECRET_HEADER, Outage, Poller, reason, webhook_app

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
        if isinstance(left[0], Exception):
            raise left.pop(0)
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
    monkeypatch.setattr(receiving.httpx, "AsyncClient", lambda **_: client(transport=transport))
    monkeypatch.setattr(receiving.asyncio, "sleep", sleep)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(Poller("http://api", "1:secret", told, UpdateSource()).run())
    return told


def test_failures_are_followed_by_pauses_that_double_up_to_half_a_minute(monkeypatch):
    pauses = polled(monkeypatch, *[BROKEN] * 14).pauses
    assert len(pauses) == 14
    for number, pause in enumerate(pauses):
        full = min(30.0, 0.5 * 2**number)
        assert full / 2 <= pause <= full


def test_many_bots_that_fail_at_once_do_not_ask_again_at_once(monkeypatch):
    pauses = polled(monkeypatch, *[BROKEN] * 14).pauses
    assert len(set(pauses[-7:])) > 1


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
    told = polled(monkeypatch, brought(4, 5), brought(4, 5), GOOD, GOOD, refuses=full)
    assert [poll.get("offset") for poll in told.asked] == [None, None, 6, 6]
    assert told.kept == [4, 5]


def test_updates_are_confirmed_in_whatever_order_they_come(monkeypatch):
    asked = polled(monkeypatch, brought(5, 4), GOOD, GOOD).asked
    assert [poll.get("offset") for poll in asked] == [None, 6, 6]


def test_another_program_with_the_same_token_is_named(monkeypatch, caplog):
    polled(monkeypatch, (409, {"ok": False, "description": "Conflict"}), GOOD)
    assert "another program receives this bot's updates (Conflict); stop it" in caplog.text


def test_after_it_worked_a_failure_of_the_network_is_logged_anew(monkeypatch, caplog):
    polled(
        monkeypatch, httpx.ConnectError("a"), httpx.ConnectError("b"), GOOD, httpx.ConnectError("c")
    )
    said = [line for line in caplog.messages if "can't be reached" in line]
    assert [line[-1] for line in said] == ["a", "c"]


def test_all_kinds_that_are_handled_are_asked_for_a_hundred_at_once(monkeypatch):
    (asked,) = polled(monkeypatch, GOOD).asked
    assert (tuple(asked["allowed_updates"]), asked["limit"]) == (KINDS, 100)


@pytest.mark.parametrize("error", [httpx.ConnectError("refused"), httpx.ReadTimeout("")])
def test_where_the_network_fails_it_is_asked_again_after_a_pause(monkeypatch, error):
    told = polled(monkeypatch, error, brought(4))
    assert (len(told.pauses), told.kept) == (1, [4])


@pytest.mark.parametrize("status", [401, 404])
def test_a_refused_token_ends_the_polling(monkeypatch, status):
    with pytest.raises(StartError, match="refuses the token"):
        polled(monkeypatch, (status, {"ok": False, "description": "Unauthorized"}))


UNKNOWN = NetworkError("httpx.ConnectError: [Errno -2] Name or service not known")


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def outage(clock):
    return Outage("https://api.example.org:8443/some", clock)


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.INFO)
    return caplog


def test_the_host_and_the_reason_are_named(outage, log):
    outage.fails(UNKNOWN)
    assert log.messages == [
        "api.example.org:8443 can't be reached, trying again: Name or service not known"
    ]


def test_it_is_said_again_after_pauses_that_double_up_to_an_hour(outage, clock, log):
    said = []
    for second in range(0, 4 * 3600, 10):
        clock.now = second
        before = len(log.messages)
        outage.fails(UNKNOWN)
        said += [second] * (len(log.messages) - before)
    assert said == [0, 60, 180, 420, 900, 1860, 3780, 7380, 10980]
    assert "still can't be reached" in log.messages[1]


def test_after_it_worked_a_failure_is_new(outage, log):
    outage.fails(UNKNOWN)
    outage.works()
    outage.fails(UNKNOWN)
    assert len(log.messages) == 2
    assert "still" not in log.messages[1]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (UNKNOWN, "Name or service not known"),
        (httpx.ConnectError("All connection attempts failed"), "All connection attempts failed"),
        (httpx.ReadTimeout(""), "ReadTimeout"),
        (NetworkError("Bad\nGateway"), "Bad Gateway"),
    ],
)
def test_a_reason_has_no_names_of_libraries_but_where_it_has_nothing_else(error, said):
    assert reason(error) == said


def pushed(told, *, secret="secret", content=b'{"update_id": 4}'):
    """The status that Telegram gets for an update that it delivers."""

    async def post():
        app = webhook_app("/hook", "secret", told, bot_id=1)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
            headers = {SECRET_HEADER: secret}
            return (await client.post("/hook", content=content, headers=headers)).status_code

    return asyncio.run(post())


def test_an_update_that_is_delivered_is_accepted_when_it_is_kept_and_no_sooner():
    told = Told()
    told.refuses = [StoreError("the disk is full")]
    assert (pushed(told), told.kept) == (503, [])
    assert (pushed(told), told.kept) == (200, [4])


@pytest.mark.parametrize("secret", ["", "wrong", "sec", "sécret".encode()])
def test_what_comes_without_the_secret_is_refused(secret):
    told = Told()
    assert (pushed(told, secret=secret), told.kept) == (403, [])


def test_what_is_larger_than_any_update_is_refused():
    told, most = Told(), 1_000_000
    content = b'{"update_id": 4, "x": "%s"}' % (b"a" * most)
    assert (pushed(told, content=content), told.kept) == (400, [])
    assert (pushed(told, content=content.replace(b"a" * 100, b"", 1)), told.kept) == (200, [4])


@pytest.mark.parametrize("content", [b"", b"[", b"5", b'{"update_id": "4"}', b"[" * 100_000])
def test_what_is_delivered_and_is_no_update_is_refused(content):
    told = Told()
    assert (pushed(told, content=content), told.kept) == (400, [])
