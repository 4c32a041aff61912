import httpx
import pytest

from bot.trial.botapi import FakeBotApi, FloodLimits


class Clock:
    def __init__(self):
        self.now = 1_700_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def strict(clock):
    with FakeBotApi(flood=FloodLimits(), clock=clock) as api:
        yield api


@pytest.fixture
def send(strict, http):
    bot = strict.bot()

    def send(chat, text="x", method="sendMessage"):
        form = {"chat_id": chat.id, "text": text}
        return http.post(f"{strict.url}/bot{bot.token}/{method}", data=form).json()

    send.bot = bot
    return send


def test_a_chat_takes_a_small_burst_then_one_a_second(strict, send, clock):
    chat = strict.private(strict.user(), send.bot)
    assert [send(chat)["ok"] for _ in range(4)] == [True, True, True, False]
    refused = send(chat)
    assert (refused["error_code"], refused["parameters"]) == (429, {"retry_after": 3})
    clock.now += 3
    assert send(chat)["ok"]


def test_a_group_takes_twenty_a_minute(strict, send, clock):
    group = strict.supergroup("Office", strict.user(), send.bot)
    for _ in range(20):
        assert send(group)["ok"]
        clock.now += 2
    refused = send(group)
    assert refused["parameters"]["retry_after"] == 20
    clock.now += 20
    assert send(group)["ok"]


def test_thirty_a_second_in_all(strict, send, clock):
    chats = [strict.private(strict.user(), send.bot) for _ in range(31)]
    assert [send(chat)["ok"] for chat in chats] == [True] * 30 + [False]
    clock.now += 1
    assert send(chats[30])["ok"]


def test_other_methods_are_free(strict, send):
    chat = strict.private(strict.user(), send.bot)
    assert all(send(chat, method=method)["ok"] for method in ["getMe", "getChat"] * 20)


def test_limits_are_configurable_and_off_by_default(strict, http):
    limits = FloodLimits(total_per_second=1)
    with FakeBotApi(flood=limits) as tight, FakeBotApi() as free:
        for api, expected in ((tight, [True, False]), (free, [True, True])):
            bot = api.bot()
            chat = api.private(api.user(), bot)
            form = {"chat_id": chat.id, "text": "x"}
            url = f"{api.url}/bot{bot.token}/sendMessage"
            assert [httpx.post(url, data=form).json()["ok"] for _ in range(2)] == expected
