import json

import httpx
import pytest

from bot.trial.botapi import FakeBotApi, FloodLimits, error, flood


def test_getme_names_the_bot(call, bot):
    me = call("getMe")
    assert me["id"] == bot.id
    assert me["username"] == bot.username
    assert me["can_read_all_group_messages"] is False


def test_nested_parameters_may_be_json_in_a_form(http, api, bot, chat):
    markup = json.dumps({"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]})
    form = {"chat_id": chat.id, "text": "x", "reply_markup": markup}
    http.post(f"{api.url}/bot{bot.token}/sendMessage", data=form)
    assert chat.history()[-1].labels == ["A"]


def test_broken_nested_json_is_refused(refusal, chat):
    answer = refusal("sendMessage", chat_id=chat.id, text="x", reply_markup="{")
    assert answer == "Bad Request: can't parse reply markup JSON object"


@pytest.mark.parametrize("what", ["Name", "Description", "ShortDescription"])
def test_texts_of_the_profile_are_kept_by_language(call, what):
    key = {"Name": "name", "Description": "description"}.get(what, "short_description")
    call(f"setMy{what}", **{key: "Reports"})
    call(f"setMy{what}", **{key: "Berichte"}, language_code="de")
    assert call(f"getMy{what}")[key] == "Reports"
    assert call(f"getMy{what}", language_code="de")[key] == "Berichte"
    assert call(f"getMy{what}", language_code="fr")[key] == "Reports"


COMMANDS = [{"command": "ask", "description": "Ask the reports"}]


def test_commands_are_kept_by_scope_and_language(call, bot):
    call("setMyCommands", commands=COMMANDS, scope={"type": "all_group_chats"}, language_code="de")
    assert call("getMyCommands") == []
    assert bot.commands("all_group_chats", "de") == COMMANDS
    call("deleteMyCommands", scope={"type": "all_group_chats"}, language_code="de")
    assert bot.commands("all_group_chats", "de") is None


def test_commands_for_one_chat_need_its_id(refusal, call, bot):
    assert "chat_id is empty" in refusal("setMyCommands", commands=COMMANDS, scope={"type": "chat"})
    call("setMyCommands", commands=COMMANDS, scope={"type": "chat", "chat_id": -7})
    assert bot.commands("chat", chat_id=-7) == COMMANDS


@pytest.mark.parametrize(
    ("command", "description", "reason"),
    [
        ("Ask", "Ask", "BOT_COMMAND_INVALID"),
        ("a" * 33, "Ask", "BOT_COMMAND_INVALID"),
        ("ask", "", "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("ask", "a" * 257, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
def test_commands_have_telegrams_form(refusal, command, description, reason):
    commands = [{"command": command, "description": description}]
    assert refusal("setMyCommands", commands=commands) == f"Bad Request: {reason}"


def test_at_most_a_hundred_commands(refusal):
    commands = [{"command": f"c{n}", "description": "x"} for n in range(101)]
    assert refusal("setMyCommands", commands=commands) == "Bad Request: BOT_COMMANDS_TOO_MUCH"


@pytest.mark.parametrize("number", ["9" * 5000, "1e9", "٣", "-0", "0x10"])
def test_odd_numbers_are_no_chats(refusal, number):
    assert refusal("sendMessage", chat_id=number, text="x") == "Bad Request: chat not found"


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


def test_any_method_may_fail_at_a_seeded_rate(api, call):
    def failures():
        api.fail("*", error(500), times=None, rate=0.3, seed=7)
        found = [isinstance(call("getMe").get("error_code"), int) for _ in range(50)]
        api.heal()
        return found

    first = failures()
    assert first == failures()
    assert 5 < sum(first) < 25


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
