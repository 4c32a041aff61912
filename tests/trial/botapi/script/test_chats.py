"""What comes in a chat is waited for, and what didn't come is said."""

import pytest
from fakes import later


def test_a_reply_is_waited_for(chat, say):
    question = chat.send("Who?")
    later(say, "Ben", question)
    assert chat.wait_reply(question).text == "Ben"


def test_the_second_reply_is_waited_for(chat, say):
    question = chat.send("Who?")
    say("Ben", question)
    later(say, "Quinn", question)
    assert chat.wait_reply(question, count=2).text == "Quinn"


def test_what_a_bot_says_right_below_a_private_message_is_a_reply_to_it(chat, say):
    question = chat.send("Who?")
    say("Ben")
    say("Quinn")
    chat.send("Thanks")
    say("Not at all")
    assert [m.text for m in chat.replies(question)] == ["Ben", "Quinn"]


def test_without_a_reply_the_error_tells_what_came(chat, say):
    question = chat.send("Who?")
    chat.send("Hello?")
    say("Something else")
    with pytest.raises(TimeoutError, match=r"(?s)no reply to 'Who\?'.*bot: 'Something else'"):
        chat.wait_reply(question, timeout=0.1)


def test_a_condition_over_the_history_is_waited_for(chat, say):
    later(say, "Ben")
    assert chat.wait_for(lambda history: [m.text for m in history if m.from_bot]) == ["Ben"]
