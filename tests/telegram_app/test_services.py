"""What a handler knows of the message that it answers, and how a press is ended."""

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from telegram.error import BadRequest

from bot.telegram_app.access import Actor, Place
from bot.telegram_app.services import Press, Request, answer_press

NOW = 1_800_000_000.0
PLACE = Place(5, "private")


class Out:
    """Notes what it is asked to send and to change."""

    def __init__(self):
        self.sent, self.changed = [], []

    async def message(self, place, html, *, to, keyboard):
        self.sent.append((place, html, to, keyboard))
        return 77

    async def edit(self, *said):
        self.changed.append(said)
        return True


class Query:
    """A press that Telegram waits for, or refuses."""

    def __init__(self, refused=None):
        self.refused, self.said = refused, []

    async def answer(self, text, *, show_alert):
        if self.refused:
            raise BadRequest(self.refused)
        self.said.append((text, show_alert))


def request(written=NOW, edited=None, received=NOW):
    message = SimpleNamespace(
        message_id=50,
        date=datetime.fromtimestamp(written, UTC),
        edit_date=edited and datetime.fromtimestamp(edited, UTC),
    )
    return Request(None, message, PLACE, Actor(5), None, Out(), received)


def test_a_reply_is_to_the_message_unless_another_is_named():
    asked = request()
    assert asyncio.run(asked.reply("yes")) == 77
    asyncio.run(asked.reply("no", "buttons", to=49))
    assert asked.out.sent == [(PLACE, "yes", 50, None), (PLACE, "no", 49, "buttons")]


@pytest.mark.parametrize(
    ("written", "edited", "asked"),
    [
        (NOW - 60, None, NOW - 60),
        (NOW - 60, NOW - 20, NOW - 20),
        (NOW, None, NOW),
        (NOW + 5, None, NOW),
        (NOW - 86_399, None, NOW - 86_399),
        (NOW - 86_400, None, NOW),
    ],
    ids=["before", "edited", "now", "a clock that is fast", "within a day", "a day ago"],
)
def test_a_message_was_asked_when_it_was_written_if_that_can_be(written, edited, asked):
    assert request(written, edited).asked == asked


def test_a_press_changes_the_message_that_has_the_button():
    press = Press(request(), Query(), (), "")
    assert asyncio.run(press.change("more", "buttons"))
    assert press.request.out.changed == [(PLACE, 50, "more", "buttons")]


def test_a_press_is_ended_with_a_line_that_telegram_takes():
    press = Press(request(), Query(), (), "")
    asyncio.run(press.tell())
    asyncio.run(press.tell("x" * 300, alert=True))
    assert press.query.said == [(None, False), ("x" * 200, True)]


def test_a_press_that_telegram_waits_for_no_more_is_over():
    asyncio.run(answer_press(Query("Query is too old and response timeout expired"), "x"))
    with pytest.raises(BadRequest, match="Something else"):
        asyncio.run(answer_press(Query("Something else"), "x"))
