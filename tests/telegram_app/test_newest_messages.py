"""What is known of the newest message of a chat."""

import pytest

from bot.telegram_app import intake
from bot.telegram_app.intake import NewestMessages


def message(number, chat=5, kind="private", **more):
    return {"message_id": number, "chat": {"id": chat, "type": kind}, **more}


def known(*messages):
    made = NewestMessages()
    for one in messages:
        made.note(one)
    return made


def test_the_highest_number_is_the_newest_in_whatever_order_they_come():
    made = known(message(3), message(7), message(5), message(9, chat=6))
    assert [number for number in range(10) if made.is_above(5, number)] == [7]


def test_a_further_reply_is_right_below_the_one_before():
    made = known(message(3))
    made.note(message(4), replies_to=3)
    assert [number for number in range(6) if made.is_above(5, number)] == [3, 4]
    made.note(message(5))
    assert not made.is_above(5, 3)


@pytest.mark.parametrize(
    "other",
    [
        True,
        None,
        [message(7)],
        {"message_id": 7},
        message("7"),
        message(7, kind="supergroup"),
        message(7, business_connection_id="b"),
    ],
)
def test_what_is_no_message_of_a_private_chat_is_left_out(other):
    assert not known(other).is_above(5, 7)


def test_of_so_many_chats_those_that_were_silent_longest_are_left_out(monkeypatch):
    monkeypatch.setattr(intake, "MOST_CHATS", 2)
    made = known(message(1, 1), message(1, 2), message(2, 1), message(1, 3))
    assert [made.is_above(chat, 2 if chat == 1 else 1) for chat in (1, 2, 3)] == [True, False, True]
