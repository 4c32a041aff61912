import pytest


def markup(*buttons):
    return {"inline_keyboard": [list(buttons)]}


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"text": "x", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        (
            {"text": "x", "callback_data": ""},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "x"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"callback_data": "x"},
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            {"text": "x", "url": "not-a-url"},
            "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "x", "url": "ftp://example.com"},
            "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
        ),
        ({"text": "x", "pay": True}, "BUTTON_TYPE_INVALID"),
        ("x", "can't parse inline keyboard button: expected an Object"),
    ],
)
def test_refused_buttons(refusal, chat, button, reason):
    answer = refusal("sendMessage", chat_id=chat.id, text="x", reply_markup=markup(button))
    assert answer == f"Bad Request: {reason}"


@pytest.mark.parametrize(
    "button",
    [
        {"text": "x", "callback_data": "x" * 64},
        {"text": "x", "callback_data": "é" * 32},
        {"text": "x", "url": "https://example.org/report"},
        {"text": "x", "url": "example.org"},
        {"text": "x", "url": "tg://resolve?domain=x"},
        {"text": "x", "switch_inline_query_current_chat": ""},
        {"text": "x", "copy_text": {"text": "y"}},
    ],
)
def test_accepted_buttons(call, chat, button):
    sent = call("sendMessage", chat_id=chat.id, text="x", reply_markup=markup(button))
    assert sent["reply_markup"] == markup(button)


@pytest.mark.parametrize("rows", ["bad", ["bad"]])
def test_a_keyboard_is_an_array_of_arrays(refusal, chat, rows):
    keyboard = {"inline_keyboard": rows}
    answer = refusal("sendMessage", chat_id=chat.id, text="x", reply_markup=keyboard)
    assert answer.startswith('Bad Request: field "inline_keyboard" must be')


def test_a_hundred_buttons_at_most(refusal, chat):
    rows = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101}
    answer = refusal("sendMessage", chat_id=chat.id, text="x", reply_markup=rows)
    assert answer == "Bad Request: reply markup is too long"


def test_an_empty_keyboard_is_none(call, chat):
    sent = call("sendMessage", chat_id=chat.id, text="x", reply_markup={"inline_keyboard": [[]]})
    assert "reply_markup" not in sent


def test_other_keyboards_are_for_chats_with_people(api, call, refusal, chat, anna, bot):
    keyboard = {"keyboard": [[{"text": "A"}]]}
    assert call("sendMessage", chat_id=chat.id, text="x", reply_markup=keyboard)["message_id"]
    news = api.channel("News", anna, bot)
    answer = refusal("sendMessage", chat_id=news.id, text="x", reply_markup=keyboard)
    assert answer == "Bad Request: inline keyboard expected"


def test_force_reply_is_a_flag(refusal, chat):
    answer = refusal("sendMessage", chat_id=chat.id, text="x", reply_markup={"force_reply": "yes"})
    assert answer == 'Bad Request: field "force_reply" must be of type Boolean'
