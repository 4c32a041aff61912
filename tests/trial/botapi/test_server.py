"""The HTTP side of the fake: addresses, forms, and how a connection breaks."""

import json
import time

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.trial.botapi import error, garbage, hang, reset, slow


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


def test_any_other_path_is_not_found(http, api):
    assert http.get(f"{api.url}/healthz").status_code == 404


@pytest.mark.parametrize("encoding", ["params", "data", "json"])
def test_parameters_come_in_the_address_a_form_or_json(http, api, bot, chat, encoding):
    url = f"{api.url}/bot{bot.token}/sendMessage"
    answer = http.post(url, **{encoding: {"chat_id": chat.id, "text": f"by {encoding}"}})
    assert answer.json()["ok"]
    assert chat.history()[-1].text == f"by {encoding}"


def test_broken_json_is_refused(http, api, bot):
    url = f"{api.url}/bot{bot.token}/sendMessage"
    headers = {"content-type": "application/json"}
    assert http.post(url, content=b"{", headers=headers).status_code == 400
    assert http.post(url, content=b"[1]", headers=headers).status_code == 400


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


def test_a_download_may_fail(api, http, bot, chat, call):
    sent = chat.send_document("a.md", b"x")
    path = call("getFile", file_id=sent.file_id)["file_path"]
    api.fail("download", error(500))
    assert http.get(f"{api.url}/file/bot{bot.token}/{path}").status_code == 500
