"""What goes out goes out once, and by another way where Telegram refuses the first."""

import asyncio
from types import SimpleNamespace

import pytest
from telegram.error import BadRequest, ChatMigrated

from bot.store import Arrival, Key, open_store
from bot.telegram_app.outgoing import Outgoing, Place
from bot.telegram_app.storing import Storage

KEY = Key(7, 1)
PRIVATE = Place(5, "private")


class Sender:
    """A bot that refuses what it is told to, in this order, and notes what was asked of it."""

    def __init__(self, *refusals):
        self.refusals = list(refusals)
        self.asked = []

    async def send_message(self, **call):
        self.asked.append(call)
        if self.refusals:
            raise self.refusals.pop(0)
        return SimpleNamespace(message_id=len(self.asked))

    edit_message_text = send_message


@pytest.fixture
def storage(tmp_path):
    store = open_store(tmp_path / "state.sqlite3", bot_id=7)
    store.inbox.add([Arrival(KEY, "a", "{}", 0.0)])
    made = Storage(store)
    yield made
    made.close()


def sent(storage, bot, *texts, place=PRIVATE):
    outgoing = Outgoing(bot, storage, KEY)

    async def send():
        return [await outgoing.message(place, text) for text in texts]

    return asyncio.run(send())


def test_what_went_out_before_a_failure_is_not_sent_again(storage):
    first, second = Sender(), Sender()
    assert sent(storage, first, "a") == [1]
    assert sent(storage, second, "a", "b") == [1, 1]
    assert [call["text"] for call in second.asked] == ["b"]


def test_a_group_that_moved_gets_the_message_where_it_is(storage):
    bot = Sender(ChatMigrated(-1005))
    sent(storage, bot, "a", place=Place(-5, "group"))
    assert [call["chat_id"] for call in bot.asked] == [-5, -1005]


def test_where_the_topic_is_gone_the_message_goes_to_the_chat(storage):
    bot = Sender(BadRequest("Message thread not found"))
    sent(storage, bot, "a", place=Place(-5, "supergroup", topic=3))
    assert [call.get("message_thread_id") for call in bot.asked] == [3, None]


def test_where_our_html_is_refused_the_message_is_plain(storage):
    bot = Sender(BadRequest("Can't parse entities: x"))
    sent(storage, bot, "<b>a</b> &amp; b")
    assert [(call["text"], call.get("parse_mode")) for call in bot.asked] == [
        ("<b>a</b> &amp; b", "HTML"),
        ("a & b", None),
    ]


def test_what_is_refused_for_another_reason_is_not_repeated(storage):
    bot = Sender(BadRequest("Chat not found"))
    with pytest.raises(BadRequest):
        sent(storage, bot, "a")
    assert len(bot.asked) == 1


@pytest.mark.parametrize(
    ("said", "wanted"), [("Message is not modified", True), ("Message can't be edited", False)]
)
def test_an_edit_that_changes_nothing_is_as_wanted(storage, said, wanted):
    outgoing = Outgoing(Sender(BadRequest(said)), storage, KEY)
    assert asyncio.run(outgoing.edit(PRIVATE, 1, "a")) is wanted
