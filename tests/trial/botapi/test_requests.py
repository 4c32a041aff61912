import json
import time

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.trial.botapi import FakeBotApi, FloodLimits, error, flood, garbage, hang, reset, slow


def test_getme_names_the_bot(call, bot):
    me = call("getMe")
    assert me["id"] == bot.id
    assert me["username"] == bot.username
    assert me["can_read_all_group_messages"] is False


def test_an_unknown_token_is_unauthorized(http, api):
    answer = http.get(f"{api.url}/bot999:unknown/getMe")
    assert (answer.status_code, answer.json()) == (
        401,
        {"ok": False, "error_code": 401, "description": "Unauthorized"},
    )


@pytest.mark.parametrize("token", ["nonsense", "12:", ":abc", "12:a%20b"])
def test_a_malformed_token_is_not_found(http, api, token):
    answer = http.get(f"{api.url}/bot{token}/getMe")
    assert (answer.status_code, answer.json()["description"]) == (404, "Not Found")


def test_an_unknown_method_is_not_found(refusal):
    assert refusal("makeCoffee") == "Not Found: method not found"


def test_any_other_path_is_not_found(http, api):
    assert http.get(f"{api.url}/healthz").status_code == 404


def test_method_names_ignore_case(call, bot):
    assert call("GETME")["id"] == bot.id


@pytest.mark.parametrize("encoding", ["params", "data", "json"])
def test_parameters_come_in_the_address_a_form_or_json(http, api, bot, chat, encoding):
    url = f"{api.url}/bot{bot.token}/sendMessage"
    answer = http.post(url, **{encoding: {"chat_id": chat.id, "text": f"by {encoding}"}})
    assert answer.json()["ok"]
    assert chat.history()[-1].text == f"by {encoding}"


def test_nested_parameters_may_be_json_in_a_form(http, api, bot, chat):
    markup = json.dumps({"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]})
    form = {"chat_id": chat.id, "text": "x", "reply_markup": markup}
    http.post(f"{api.url}/bot{bot.token}/sendMessage", data=form)
    assert chat.history()[-1].labels == ["A"]


def test_broken_json_is_refused(http, api, bot):
    url = f"{api.url}/bot{bot.token}/sendMessage"
    headers = {"content-type": "application/json"}
    assert http.post(url, content=b"{", headers=headers).status_code == 400
    assert http.post(url, content=b"[1]", headers=headers).status_code == 400


def test_broken_nested_json_is_refused(refusal, chat):
    answer = refusal("sendMessage", chat_id=chat.id, text="x", reply_markup="{")
    assert answer == "Bad Request: can't parse reply markup JSON object"


def test_after_logout_calls_are_refused(call, refusal):
    assert call("logOut") is True
    assert refusal("getMe") == "Logged out"


def test_each_call_is_logged_with_its_parameters(call, bot, chat):
    call("sendMessage", chat_id=chat.id, text="hello")
    call("sendMessage", chat_id=0, text="hello")
    first, second = bot.calls("sendMessage")
    assert first.params == {"chat_id": chat.id, "text": "hello"}
    assert (first.code, second.code) == (200, 400)
    assert first.at <= second.at


def test_half_a_surrogate_pair_is_refused(http, api, bot, chat):
    body = json.dumps({"chat_id": chat.id, "text": "a\ud800b"})
    headers = {"content-type": "application/json"}
    answer = http.post(f"{api.url}/bot{bot.token}/sendMessage", content=body, headers=headers)
    assert answer.json()["description"] == "Bad Request: strings must be encoded in UTF-8"


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


KEYS = (
    *("type", "offset", "length", "id", "text", "url", "message_id", "inline_keyboard"),
    *("keyboard", "callback_data", "input_message_content", "message_text", "title", "emoji"),
    *("command", "description", "chat_id", "is_disabled", "quote", "reply_markup"),
)
WORDS = ("article", "bold", "text_link", "chat", "emoji", "HTML", "👍", "ask", "<b>x</b>", "-1")
scalars = st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(WORDS)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=3,
        )
    ),
    max_leaves=10,
)
TEXT = ("text", "parse_mode", "entities", "reply_markup", "link_preview_options")
FILE = ("caption", "caption_entities", "parse_mode", "document", "photo", "reply_markup")
WHERE = ("chat_id", "message_id", "inline_message_id", "message_thread_id", "reply_parameters")
PARAMETERS = {
    "sendMessage": TEXT + WHERE,
    "editMessageText": TEXT + WHERE,
    "editMessageReplyMarkup": ("reply_markup", *WHERE),
    "sendDocument": FILE + WHERE,
    "sendPhoto": FILE + WHERE,
    "editMessageCaption": FILE + WHERE,
    "deleteMessage": WHERE,
    "setMessageReaction": ("reaction",),
    "answerInlineQuery": ("results", "next_offset", "button", "cache_time"),
    "answerCallbackQuery": ("callback_query_id", "text"),
    "answerGuestQuery": ("guest_query_id", "result"),
    "setMyCommands": ("commands", "scope", "language_code"),
    "getMyCommands": ("scope", "language_code"),
    "getUpdates": ("offset", "limit", "allowed_updates"),
    "getChatMember": ("chat_id", "user_id"),
    "getFile": ("file_id",),
}
calls = st.sampled_from(sorted(PARAMETERS)).flatmap(
    lambda method: st.tuples(
        st.just(method),
        st.dictionaries(st.sampled_from(PARAMETERS[method]), values, max_size=4),
    )
)


@given(calls)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_call_breaks_the_server(http, api, bot, anna, made):
    method, params = made
    chat = api.private(anna, bot)
    asked = anna.ask_inline(bot, "x")
    given = {"chat_id": chat.id, "inline_query_id": asked.query.id, "text": "x"}
    given["message_id"] = chat.send("x").id
    answer = http.post(
        f"{api.url}/bot{bot.token}/{method}",
        content=json.dumps(given | params),
        headers={"content-type": "application/json"},
    )
    assert answer.status_code in (200, 400, 403, 404, 409)
    assert answer.json()["ok"] is (answer.status_code == 200)


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
