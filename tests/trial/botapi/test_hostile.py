"""Whatever a bot calls with, it gets Telegram's kind of answer."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
