import httpx
import pytest

from bot.trial.botapi import FakeBotApi


def article(result_id="1", text="Ben <b>Quinn</b>", **more):
    content = {"message_text": text, "parse_mode": "HTML"}
    return {
        "type": "article",
        "id": result_id,
        "title": "Who?",
        "input_message_content": content,
        **more,
    }


@pytest.fixture
def asked(anna, bot):
    return anna.ask_inline(bot, "who chaired")


@pytest.fixture
def answer(call, asked):
    def answer(results, **more):
        return call("answerInlineQuery", inline_query_id=asked.query.id, results=results, **more)

    return answer


def test_an_inline_query_reaches_the_bot(updates, asked, anna):
    query = updates()[0]["inline_query"]
    assert (query["query"], query["from"]["id"]) == ("who chaired", anna.id)
    assert (query["offset"], query["chat_type"]) == ("", "sender")


def test_its_answer_reaches_the_user(answer, asked):
    assert answer([article()], cache_time=5, is_personal=True, next_offset="10") is True
    seen = asked.wait_answer()
    assert (seen["cache_time"], seen["is_personal"], seen["next_offset"]) == (5, True, "10")
    assert seen["results"][0]["sent"]["text"] == "Ben Quinn"


def test_a_query_is_answered_once(answer):
    answer([])
    assert answer([])["description"] == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        ([article(str(n)) for n in range(51)], "RESULTS_TOO_MUCH"),
        ([article(), article()], "RESULT_ID_DUPLICATE"),
        ([article("x" * 65)], "RESULT_ID_INVALID"),
        ([article("")], "RESULT_ID_INVALID"),
        ([article(text="")], "message text is empty"),
        ([article(title="")], "can't parse inline query result: title must be non-empty"),
        (
            [article(text="<b>x")],
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            [
                article(
                    reply_markup={"inline_keyboard": [[{"text": "x", "callback_data": "x" * 65}]]}
                )
            ],
            "BUTTON_DATA_INVALID",
        ),
    ],
)
def test_refused_results(answer, results, reason):
    assert answer(results)["description"] == f"Bad Request: {reason}"


def test_fifty_results_and_a_refused_answer_can_be_mended(answer):
    assert answer([article()], next_offset="x" * 65)["description"] == (
        "Bad Request: NEXT_OFFSET_INVALID"
    )
    assert answer([article(str(n)) for n in range(50)]) is True


def test_choosing_sends_the_message_and_tells_the_bot(api, answer, updates, asked, anna, bot):
    keyboard = {"inline_keyboard": [[{"text": "More", "callback_data": "more"}]]}
    answer([article(reply_markup=keyboard)])
    updates()
    group = api.group("Office", anna)
    message = anna.choose(asked, "1", group)
    assert (message.html, message.from_bot) == ("Ben <b>Quinn</b>", True)
    chosen = updates()[-1]["chosen_inline_result"]
    assert chosen["inline_message_id"] == message.inline_message_id
    assert chosen["result_id"] == "1"


def test_a_chosen_result_is_edited_by_its_inline_id(api, call, answer, updates, asked, anna):
    keyboard = {"inline_keyboard": [[{"text": "More", "callback_data": "more"}]]}
    answer([article(reply_markup=keyboard)])
    group = api.group("Office", anna)
    message = anna.choose(asked, "1", group)
    anna.press(message, "More")
    query = updates()[-1]["callback_query"]
    assert "message" not in query
    edit = {"inline_message_id": query["inline_message_id"], "text": "new"}
    assert call("editMessageText", **edit) is True
    assert group.wait_edit(message).text == "new"


def test_only_offered_results_can_be_chosen(answer, asked, anna, chat):
    answer([article()])
    with pytest.raises(LookupError):
        anna.choose(asked, "2", chat)


def test_a_client_cuts_long_queries(anna, bot):
    with pytest.raises(ValueError, match="256"):
        anna.ask_inline(bot, "x" * 257)


@pytest.fixture
def shown(call, chat):
    rows = [[{"text": "More passages", "callback_data": "m:1"}, {"text": "Site", "url": "a.org"}]]
    call("sendMessage", chat_id=chat.id, text="x", reply_markup={"inline_keyboard": rows})
    return chat.history()[-1]


def test_a_press_reaches_the_bot_and_its_answer_the_user(call, updates, shown, anna):
    press = anna.press(shown, "more")
    query = updates()[-1]["callback_query"]
    assert (query["data"], query["message"]["message_id"]) == ("m:1", shown.id)
    assert call("answerCallbackQuery", callback_query_id=query["id"], text="Done") is True
    assert press.wait_answer()["text"] == "Done"


def test_a_press_is_answered_once(call, refusal, updates, shown, anna):
    anna.press(shown, "m:1")
    query = updates()[-1]["callback_query"]["id"]
    call("answerCallbackQuery", callback_query_id=query)
    assert refusal("answerCallbackQuery", callback_query_id=query).endswith("query ID is invalid")


def test_a_callback_answer_has_200_characters_at_most(refusal, updates, shown, anna):
    anna.press(shown, "m:1")
    query = updates()[-1]["callback_query"]["id"]
    answer = refusal("answerCallbackQuery", callback_query_id=query, text="x" * 201)
    assert answer == "Bad Request: MESSAGE_TOO_LONG"


def test_only_buttons_that_stand_there_can_be_pressed(call, shown, anna, chat):
    with pytest.raises(LookupError, match="no button 'Less'"):
        anna.press(shown, "Less")
    with pytest.raises(LookupError, match="sends nothing"):
        anna.press(shown, "Site")
    call("editMessageReplyMarkup", chat_id=chat.id, message_id=shown.id)
    with pytest.raises(LookupError):
        anna.press(shown, "More passages")


def test_a_deleted_message_has_no_buttons(shown, anna, chat):
    chat.delete(shown)
    with pytest.raises(LookupError, match="deleted"):
        anna.press(shown, "More passages")


def test_a_tampered_client_sends_any_data(updates, shown, anna):
    anna.press_forged(shown, "x" * 500)
    assert updates()[-1]["callback_query"]["data"] == "x" * 500


def test_a_query_expires():
    now = [1_700_000_000.0]
    with FakeBotApi(clock=lambda: now[0]) as api:
        bot, anna = api.bot(), api.user()
        asked = anna.ask_inline(bot, "x")
        now[0] += 3600
        form = {"inline_query_id": asked.query.id, "results": "[]"}
        answer = httpx.post(f"{api.url}/bot{bot.token}/answerInlineQuery", data=form)
        assert answer.json()["description"].startswith("Bad Request: query is too old")
