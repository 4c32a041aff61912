import time

import httpx
import pytest

from bot.trial.botapi import FakeBotApi, FloodLimits, error, flood, garbage, hang, reset, slow


def test_a_flood_names_the_seconds_to_wait(api, call, chat):
    api.fail("sendMessage", flood(3), times=2)
    for _ in range(2):
        assert call("sendMessage", chat_id=chat.id, text="x") == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 3",
            "parameters": {"retry_after": 3},
        }
    assert call("sendMessage", chat_id=chat.id, text="x")["message_id"]
    assert len(chat.history()) == 1


@pytest.mark.parametrize(
    ("code", "description"),
    [
        (401, "Unauthorized"),
        (404, "Not Found"),
        (500, "Internal Server Error"),
        (502, "Bad Gateway"),
    ],
)
def test_errors_of_any_code(api, call, code, description):
    api.fail("getUpdates", error(code))
    refused = call("getUpdates")
    assert (refused["error_code"], refused["description"]) == (code, description)


def test_an_error_after_the_call_had_its_effect(api, call, chat):
    api.fail("sendMessage", error(502, after=True))
    assert call("sendMessage", chat_id=chat.id, text="x")["error_code"] == 502
    assert [m.text for m in chat.history()] == ["x"]


@pytest.mark.parametrize(("after", "texts"), [(False, []), (True, ["x"])])
def test_a_reset_connection_before_or_after_the_effect(api, call, chat, bot, after, texts):
    api.fail("sendMessage", reset(after=after))
    with pytest.raises(httpx.NetworkError):
        call("sendMessage", chat_id=chat.id, text="x")
    assert [m.text for m in chat.history()] == texts
    assert bot.calls("sendMessage")[0].effective is after


@pytest.mark.parametrize(("after", "texts"), [(False, []), (True, ["x"])])
def test_a_hanging_call_has_its_effect_or_none(api, bot, chat, after, texts):
    api.fail("sendMessage", hang(after=after))
    form = {"chat_id": chat.id, "text": "x"}
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{api.url}/bot{bot.token}/sendMessage", data=form, timeout=0.3)
    assert [m.text for m in chat.history()] == texts


def test_a_hang_ends_with_a_broken_connection(api, call):
    api.fail("getMe", hang(0.2))
    with pytest.raises(httpx.NetworkError):
        call("getMe")


def test_a_slow_answer_comes_late(api, call, chat):
    api.fail("sendMessage", slow(0.3))
    start = time.monotonic()
    assert call("sendMessage", chat_id=chat.id, text="x")["message_id"]
    assert time.monotonic() - start >= 0.3


def test_garbage_is_no_answer_of_the_bot_api(http, api, bot):
    api.fail("getMe", garbage(b"\xff{", code=200))
    answer = http.get(f"{api.url}/bot{bot.token}/getMe")
    assert (answer.status_code, answer.content) == (200, b"\xff{")


def test_any_method_may_fail_at_a_seeded_rate(api, call):
    def failures():
        api.fail("*", error(500), times=None, rate=0.3, seed=7)
        found = [isinstance(call("getMe").get("error_code"), int) for _ in range(50)]
        api.heal()
        return found

    first = failures()
    assert first == failures()
    assert 5 < sum(first) < 25


def test_a_download_may_fail(api, http, bot, chat, call):
    sent = chat.send_document("a.md", b"x")
    path = call("getFile", file_id=sent.file_id)["file_path"]
    api.fail("download", error(500))
    assert http.get(f"{api.url}/file/bot{bot.token}/{path}").status_code == 500


def test_healing_ends_all_faults(api, call):
    api.fail("getMe", error(500), times=None)
    assert call("getMe")["error_code"] == 500
    api.heal()
    assert call("getMe")["is_bot"]


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
