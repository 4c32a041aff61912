import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


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
