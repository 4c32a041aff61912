"""What goes out goes out once, and by another way where Telegram refuses the first."""

import asyncio
import random
import threading
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from telegram import ReplyParameters
from telegram.error import BadRequest, ChatMigrated, NetworkError, RetryAfter

from bot.config import RateSection
from bot.errors import StoreError
from bot.store import Arrival, UpdateKey, open_store
from bot.telegram_app import outgoing
from bot.telegram_app.access import Place
from bot.telegram_app.outgoing import FloodControl, Outgoing, RateWindow, seconds_of
from bot.telegram_app.storage import Storage

REAL_SLEEP = asyncio.sleep


FAST = RateSection(total_per_second=100_000, chat_per_second=100_000, group_per_minute=100_000)


@pytest.fixture(autouse=True)
def durations(monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


def called(control, *outcomes, endpoint="sendMessage", chat=5):
    """Calls until one outcome is a value; the value and the number of tries."""
    left = list(outcomes)

    async def call():
        outcome = left.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    found = asyncio.run(control.process_request(call, (), {}, endpoint, {"chat_id": chat}, None))
    return found, len(outcomes) - len(left)


@pytest.mark.parametrize(
    ("rate", "unit", "taken", "now", "wait"),
    [
        (30, 1, 29, 0.0, 0.0),
        (30, 1, 30, 0.25, 0.75),
        (1, 1, 1, 0.5, 0.5),
        (1, 1, 1, 1.0, 0.0),
        (0.5, 1, 1, 0.0, 2.0),
        (20, 60, 20, 15.0, 45.0),
        (1.5, 3, 1, 0.0, 2.0),
    ],
)
def test_a_window_holds_its_rate(rate, unit, taken, now, wait):
    window = RateWindow.of(rate, unit)
    for _ in range(taken):
        window.take()
        window.settle(0.0)
    assert window.wait(now) == wait


def test_a_call_counts_while_it_is_under_way_and_for_a_second_after():
    window = RateWindow.of(1)
    window.take()
    assert window.wait(9.0) == 1.0  # it may end now
    window.settle(9.0)
    assert window.wait(9.25) == 0.75
    assert window.wait(10.0) == 0.0


@pytest.mark.parametrize("slowest", [0.0, 0.05, 0.5, 3.0])
@pytest.mark.parametrize("seed", range(5))
def test_no_second_gets_more_calls_than_the_rate_however_long_each_takes(slowest, seed):
    dice, window, now = random.Random(seed), RateWindow.of(7), 0.0
    ends, arrived = [], []
    while len(arrived) < 300:
        if pause := window.wait(now):
            due = now + pause
            now = min([*ends, due])  # whatever comes first
            for end in [end for end in ends if end <= now]:
                ends.remove(end)
                window.settle(end)
        else:
            window.take()
            ends.append(now + dice.uniform(0, slowest))
            arrived.append(dice.choice([now, ends[-1], dice.uniform(now, ends[-1])]))
    arrived.sort()
    assert all(
        later - first >= 1 - 1e-9 for first, later in zip(arrived, arrived[7:], strict=False)
    )
    assert arrived[-1] < 300 / 7 * (1 + slowest) + slowest


def test_a_429_is_waited_out_and_a_failure_tried_again():
    control = FloodControl(FAST)
    assert called(control, RetryAfter(timedelta(0.0)), NetworkError("x"), "sent") == ("sent", 3)
    assert (control.waited, control.retried) == (1, 1)


def test_what_telegram_refuses_is_not_tried_again():
    with pytest.raises(BadRequest):
        called(FloodControl(FAST), BadRequest("no"), "sent")


def test_what_is_soon_stale_is_tried_twice():
    failures = [NetworkError("x")] * 2
    with pytest.raises(NetworkError):
        called(FloodControl(FAST), *failures, "sent", endpoint="answerCallbackQuery")


def test_a_long_wait_goes_back_to_the_inbox():
    with pytest.raises(RetryAfter) as error:
        called(FloodControl(FAST), RetryAfter(3600), "sent")
    assert seconds_of(error.value) == 3600


def quoted_by(control, number, chat=5, **more):
    """What the reply to a message quotes, as it goes out."""
    data = {"chat_id": chat, "reply_parameters": ReplyParameters(number), **more}

    async def call():
        return data.get("reply_parameters")

    return asyncio.run(control.process_request(call, (), {}, "sendMessage", data, None))


def test_a_reply_quotes_in_private_only_what_is_not_right_above_it():
    control = FloodControl(FAST)
    assert quoted_by(control, 3).message_id == 3  # nothing is known yet
    control.newest.note({"message_id": 3, "chat": {"id": 5, "type": "private"}})
    assert quoted_by(control, 3) is None
    assert quoted_by(control, 2).message_id == 2
    assert quoted_by(control, 3, business_connection_id="b").message_id == 3
    assert quoted_by(control, 3, chat=-5).message_id == 3


def test_what_comes_while_a_reply_is_tried_again_lets_it_quote():
    control, seen = FloodControl(FAST), []
    chat = {"id": 5, "type": "private"}
    control.newest.note({"message_id": 3, "chat": chat})
    data = {"chat_id": 5, "reply_parameters": ReplyParameters(3)}

    async def call():
        seen.append(data.get("reply_parameters"))
        if len(seen) == 1:
            control.newest.note({"message_id": 4, "chat": chat})
            raise RetryAfter(timedelta(0))
        return {"message_id": 5, "chat": chat}

    asyncio.run(control.process_request(call, (), {}, "sendMessage", data, None))
    assert (seen[0], seen[1].message_id) == (None, 3)
    assert control.newest.is_above(5, 3)


def test_many_chats_leave_no_growing_memory():
    control = FloodControl(FAST)
    for chat in range(7000):
        control._turn(chat)
    assert len(control._chats) <= 5000


def test_a_chat_that_is_written_to_is_remembered():
    control = FloodControl(FAST)
    busy, used, idle = control._turn(-1), control._turn(-2), control._turn(-3)

    async def fill():
        async with busy.lock:
            for chat in range(4000):
                control._turn(chat)
            control._turn(-2)
            for chat in range(4000, 8000):
                control._turn(chat)
            return control._turn(-1) is busy

    assert asyncio.run(fill())
    assert control._turn(-2) is used
    for chat in range(6000):
        control._turn(chat)
    assert control._turn(-3) is not idle


def test_an_edit_is_nothing_that_was_said_last():
    control, said = FloodControl(FAST), {"message_id": 4, "chat": {"id": 5, "type": "private"}}
    control.newest.note(said, 3)
    called(control, said, endpoint="editMessageText")
    assert control.newest.is_above(5, 3)
    called(control, said)
    assert not control.newest.is_above(5, 3)


def test_waits_and_further_tries_are_counted(clock):
    control = FloodControl(FAST)
    called(control, RetryAfter(1), NetworkError("x"), NetworkError("x"), "sent")
    assert (control.waited, control.retried) == (1, 2)


class Clock:
    """Time that passes only by sleeping; what is slept is noted."""

    def __init__(self, monkeypatch):
        self.now = 100.0
        self.pauses = []
        self.thread = threading.get_ident()  # other tests' loops may still end in their own
        monkeypatch.setattr(outgoing, "time", SimpleNamespace(monotonic=lambda: self.now))
        monkeypatch.setattr(outgoing.asyncio, "sleep", self.sleep)

    async def sleep(self, seconds):
        if threading.get_ident() != self.thread:
            return await REAL_SLEEP(seconds)
        self.pauses.append(seconds)
        until = self.now + seconds
        await REAL_SLEEP(0)
        self.now = max(self.now, until)
        return None


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


def times(control, clock, chats, endpoint="sendMessage", lasts=0.0):
    """When each of these calls, all made at once, reaches Telegram; in seconds from the start."""

    async def one(chat):
        async def call():
            began = clock.now - 100.0
            clock.now += lasts
            return began

        return await control.process_request(call, (), {}, endpoint, {"chat_id": chat}, None)

    async def every():
        return await asyncio.gather(*map(one, chats))

    return asyncio.run(every())


def test_failures_are_tried_again_after_pauses_that_double(clock):
    control = FloodControl(FAST)
    with pytest.raises(NetworkError):
        called(control, *[NetworkError("x")] * 6, "sent")
    assert len(clock.pauses) == 5
    for number, pause in enumerate(clock.pauses):
        assert 0.25 * 2**number <= pause <= 0.5 * 2**number


def test_the_wait_that_telegram_asks_for_is_slept_where_it_is_a_minute_at_most(clock):
    assert called(FloodControl(FAST), RetryAfter(60), "sent") == ("sent", 2)
    assert clock.pauses == [60]
    with pytest.raises(RetryAfter):
        called(FloodControl(FAST), RetryAfter(61), "sent")
    assert clock.pauses == [60]


@pytest.mark.parametrize("endpoint", ["sendMessage", "editMessageText"])
def test_a_chat_gets_its_messages_a_second_apart(clock, endpoint):
    control = FloodControl(
        RateSection(total_per_second=1000, chat_per_second=1, group_per_minute=1000)
    )
    assert times(control, clock, [5, 5, 5], endpoint) == pytest.approx([0, 1, 2], abs=0.02)


def test_what_shows_that_the_bot_works_waits_for_no_turn(clock):
    control = FloodControl(RateSection(total_per_second=1, chat_per_second=1, group_per_minute=1))
    assert times(control, clock, [5, 5, 5], "sendChatAction") == [0, 0, 0]


def test_all_chats_together_get_no_more_than_the_total(clock):
    control = FloodControl(
        RateSection(total_per_second=2, chat_per_second=1000, group_per_minute=1000)
    )
    at = times(control, clock, [1, 2, 3, 4, 5])
    assert at == pytest.approx([0, 0, 1, 1, 2], abs=0.02)


@pytest.mark.parametrize(("chat", "third"), [(-5, 60), (5, 0)])
def test_a_group_gets_its_messages_by_the_minute_and_a_private_chat_does_not(clock, chat, third):
    control = FloodControl(
        RateSection(total_per_second=1000, chat_per_second=1000, group_per_minute=2)
    )
    assert times(control, clock, [chat] * 3) == pytest.approx([0, 0, third], abs=0.02)


def test_a_call_counts_from_when_telegram_had_it(clock):
    control = FloodControl(
        RateSection(total_per_second=1000, chat_per_second=1, group_per_minute=1000)
    )
    assert times(control, clock, [5, 5], lasts=3.0) == pytest.approx([0, 4], abs=0.02)


def test_the_messages_of_a_chat_keep_their_order_when_one_is_tried_again(clock):
    order = []

    async def both():
        failures = [NetworkError("x")]

        async def first():
            if failures:
                raise failures.pop()
            order.append(1)

        async def second():
            order.append(2)

        control = FloodControl(FAST)
        calls = [
            control.process_request(call, (), {}, "sendMessage", {"chat_id": 5}, None)
            for call in (first, second)
        ]
        await asyncio.gather(*calls)

    asyncio.run(both())
    assert order == [1, 2]


@pytest.mark.parametrize("endpoint", ["getMe", "deleteWebhook", "setWebhook"])
def test_what_starts_the_bot_is_tried_once_for_the_start_repeats_it(endpoint):
    with pytest.raises(NetworkError):
        called(FloodControl(FAST), NetworkError("lost"), "sent", endpoint=endpoint, chat=None)


KEY = UpdateKey(7, 1)


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


def test_what_another_replica_may_have_sent_is_not_sent_while_that_is_not_known(storage):
    class Shut:
        def sent(self, key):
            raise StoreError("the server is down")

    storage.store = replace(storage.store, inbox=Shut())
    storage.shared = object()
    bot = Sender()
    with pytest.raises(StoreError):
        sent(storage, bot, "a")
    assert bot.asked == []


def test_a_customer_of_a_business_account_is_answered_over_its_connection(storage):
    bot = Sender()
    sent(storage, bot, "a", place=Place(5, "private", business="b"))
    assert bot.asked[0]["business_connection_id"] == "b"
    assert "message_thread_id" not in bot.asked[0]


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
