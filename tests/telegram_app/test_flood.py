import asyncio
from datetime import timedelta

import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.config import Rate
from bot.telegram_app.flood import FloodControl, Window, seconds_of

FAST = Rate(total_per_second=100_000, chat_per_second=100_000, group_per_minute=100_000)


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
    ],
)
def test_a_window_holds_its_rate(rate, unit, taken, now, wait):
    window = Window.of(rate, unit)
    for _ in range(taken):
        window.take(0.0)
    assert window.wait(now) == wait


def test_an_event_counts_from_when_it_ended():
    window = Window.of(1)
    window.take(0.0)
    window.settle(0.0, 0.5)
    assert window.wait(0.5) == pytest.approx(1.0)


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


def test_many_chats_leave_no_growing_memory():
    control = FloodControl(FAST)
    for chat in range(7000):
        control._turn(chat)
    assert len(control._chats) <= 5000
