from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Message

from bot.telegram_app.addressing import Call, Me, Question, looks_like_question, read

ME = Me(77, "Reports_Bot")
BOT = {"id": 77, "is_bot": True, "first_name": "R", "username": "Reports_Bot"}
ANNA = {"id": 5, "is_bot": False, "first_name": "Anna"}


def message(text, kind="supergroup", **more):
    raw = {
        "message_id": 10,
        "date": int(datetime(2024, 1, 1, tzinfo=UTC).timestamp()),
        "chat": {"id": -100, "type": kind},
        "from": ANNA,
        "text": text,
    }
    return Message.de_json(raw | more, None)


def of_another_chat(author):
    origin = {"type": "user", "date": 1, "sender_user": author}
    return {"external_reply": {"origin": origin}, "quote": {"text": "Who?", "position": 0}}


def mention(text, name="@Reports_Bot", **entity):
    start = len(text[: text.index(name)].encode("utf-16-le")) // 2
    entities = [{"type": "mention", "offset": start, "length": len(name)} | entity]
    return message(text, entities=entities)


def asked(given, groups="mention"):
    wanted = read(given, ME, groups)
    return wanted.text if isinstance(wanted, Question) else wanted


def test_plain_text_in_private_is_a_question():
    assert asked(message("Who?", "private")) == "Who?"


def test_plain_text_in_a_group_is_not():
    assert asked(message("Who?")) is None


@pytest.mark.parametrize("command", ["/ask Who?", "/ask@reports_bot Who?", "/ASK\nWho?"])
def test_ask_holds_its_question(command):
    assert asked(message(command)) == "Who?"


@pytest.mark.parametrize("kind", ["private", "supergroup", "channel"])
def test_a_command_for_another_bot_is_not_ours(kind):
    assert read(message("/ask@other_bot Who?", kind), ME, "all") is None


def test_a_mention_is_found_behind_characters_of_two_units():
    assert asked(mention("🎉🎉 @Reports_Bot, who chaired?")) == "🎉🎉 , who chaired?"


def test_a_mention_is_left_out_of_the_question():
    assert asked(mention("@reports_bot: who chaired?", "@reports_bot")) == "who chaired?"


def test_a_mention_alone_is_ask_alone():
    assert read(mention("@Reports_Bot,"), ME, "mention") == Call("ask", "")


def test_a_mention_counts_in_a_caption():
    entities = [{"type": "mention", "offset": 0, "length": 12}]
    given = message(None, caption="@Reports_Bot who?", caption_entities=entities)
    assert asked(given) == "who?"


def test_a_mention_without_a_name_counts():
    entities = [{"type": "text_mention", "offset": 0, "length": 3, "user": BOT}]
    assert asked(message("Bot who?", entities=entities)) == "who?"


@pytest.mark.parametrize(("offset", "length"), [(-5, 12), (0, 10**9), (500, 3), (3, 0), (2, -1)])
def test_an_entity_that_lies_is_no_mention(offset, length):
    given = mention("@Reports_Bot who?", offset=offset, length=length)
    assert asked(given) is None


@pytest.mark.parametrize("wrong", [{"offset": []}, {"length": "9"}, {"offset": None}])
def test_an_entity_with_another_kind_of_number_is_no_mention(wrong):
    entities = [{"type": "mention", "offset": 0, "length": 12} | wrong]
    assert asked(message("@Reports_Bot who?", entities=entities)) is None


def test_a_name_in_an_address_is_no_mention():
    entities = [{"type": "url", "offset": 0, "length": 22}]
    assert asked(message("https://x/@Reports_Bot who?", entities=entities)) is None


def replied(**about):
    base = {"message_id": 9, "date": 1, "chat": {"id": -100, "type": "supergroup"}}
    return base | about


def test_a_reply_to_the_bot_is_a_question():
    given = message("And when?", reply_to_message=replied(**{"from": BOT, "text": "x"}))
    assert asked(given) == "And when?"


def test_a_message_in_a_topic_that_the_bot_made_is_no_reply_to_it():
    made = {"name": "t", "icon_color": 1}
    given = message("Who?", reply_to_message=replied(**{"from": BOT, "forum_topic_created": made}))
    assert asked(given) is None


def test_ask_in_reply_answers_the_message_replied_to():
    given = message("/ask", reply_to_message=replied(**{"from": ANNA, "text": "Who?"}))
    wanted = read(given, ME, "mention")
    assert (wanted.text, wanted.message.message_id) == ("Who?", 9)


def test_ask_in_reply_answers_the_part_that_is_quoted():
    given = message(
        "/ask",
        reply_to_message=replied(**{"from": ANNA, "text": "Well. Who?"}),
        quote={"text": "Who?", "position": 6},
    )
    assert asked(given) == "Who?"


@pytest.mark.parametrize(("text", "entity"), [("/ask", None), ("@Reports_Bot", "mention")])
def test_ask_in_reply_answers_what_is_quoted_of_another_chat(text, entity):
    entities = [{"type": entity, "offset": 0, "length": len(text)}] if entity else []
    given = message(text, **of_another_chat(ANNA), entities=entities)
    wanted = read(given, ME, "mention")
    assert (wanted.text, wanted.message.message_id) == ("Who?", 10)


def test_ask_in_reply_to_an_answer_of_another_chat_gives_the_usage():
    assert read(message("/ask", **of_another_chat(BOT)), ME, "mention") == Call("ask", "")


def test_ask_with_a_question_in_reply_asks_that_question():
    given = message("/ask When?", reply_to_message=replied(**{"from": ANNA, "text": "Who?"}))
    assert asked(given) == "When?"


def test_ask_in_reply_to_nothing_that_asks_gives_the_usage():
    given = message("/ask", reply_to_message=replied(**{"from": BOT, "text": "An answer."}))
    assert read(given, ME, "mention") == Call("ask", "")


def test_in_all_mode_questions_only_are_answered_and_not_as_meant():
    wanted = read(message("Who chaired it?"), ME, "all")
    assert (wanted.text, wanted.meant) == ("Who chaired it?", False)
    assert read(message("See you tomorrow"), ME, "all") is None


def test_a_group_that_is_off_is_silent_but_for_settings():
    for text in ("/ask Who?", "/help", "Who?"):
        assert read(message(text), ME, "off") is None
    assert read(message("/settings groups all"), ME, "off") == Call("settings", "groups all")
    assert asked(message("Who?", "private"), "off") == "Who?"


@pytest.mark.parametrize(
    "about",
    [{"via_bot": BOT}, {"is_automatic_forward": True}, {"from": BOT}],
)
def test_what_a_bot_or_a_channel_passes_on_is_no_question(about):
    assert read(message("/ask Who?", **about), ME, "all") is None


@given(
    st.text(st.characters()),
    st.lists(st.tuples(st.integers(-9, 99), st.integers(-9, 99))),
    st.sampled_from(["private", "group", "channel"]),
    st.sampled_from(["mention", "all", "off"]),
)
def test_no_message_breaks_the_reading(text, ranges, kind, groups):
    entities = [{"type": "mention", "offset": o, "length": n} for o, n in ranges]
    read(message(text, kind, entities=entities), ME, groups)


@pytest.mark.parametrize("text", ["Who chaired it", "and when was it", "Is it so?", "ฯ？"])
def test_a_question_is_known_by_its_mark_or_first_word(text):
    assert looks_like_question(text)


@pytest.mark.parametrize("text", ["Whoever", "Thanks.", "", "I know who did it"])
def test_a_statement_is_no_question(text):
    assert not looks_like_question(text)
