"""What all replicas send together arrives within Telegram's limit, however long each call takes."""

import random
import threading
import time

import pytest

from bot.store import RateLimit

SECOND = RateLimit(3, 1.0)
LONG = 600.0  # seconds that a call may take


@pytest.fixture
def moments(store, opened):
    """Those of two replicas."""
    return store.shared.moments, opened().shared.moments


def test_calls_of_all_replicas_that_are_under_way_count(moments):
    turns = [moments[n % 2].take("calls", SECOND, LONG) for n in range(5)]
    assert [turn.until is not None for turn in turns] == [True, True, True, False, False]
    assert len({turn.until for turn in turns[:3]}) == 3
    assert turns[4].wait == 1.0  # the soonest, where one ends at once


def test_a_call_counts_for_a_second_after_its_end(moments):
    one, other = moments
    first = one.take("calls", SECOND, LONG)
    turns = [one.take("calls", SECOND, LONG) for _ in range(2)]
    ended = time.monotonic()
    other.end("calls", [first], SECOND)
    refused = other.take("calls", SECOND, LONG)
    while (turn := other.take("calls", SECOND, LONG)).until is None:
        time.sleep(turn.wait)
    assert time.monotonic() - ended >= SECOND.seconds
    assert refused.until is None
    assert 0 < refused.wait <= 1.0
    one.end("calls", [turns[0], turns[0]], SECOND)  # told twice, it is one call all the same
    time.sleep(1.0)
    taken = [one.take("calls", SECOND, LONG).until is not None for _ in range(2)]
    assert taken == [True, False]


def test_the_calls_of_a_replica_that_was_killed_count_for_as_long_as_they_may_take(moments):
    assert all(moments[0].take("calls", SECOND, 0.7).until for _ in range(3))
    refused = moments[1].take("calls", SECOND, LONG)
    assert refused.until is None
    assert refused.wait <= 0.7
    time.sleep(0.7)
    assert all(moments[1].take("calls", SECOND, LONG).until is not None for _ in range(3))


@pytest.mark.parametrize("slowest", [0.02, 0.6])
def test_no_second_gets_more_calls_than_the_rate(opened, slowest):
    window, lock, arrived = RateLimit(12, 1.0), threading.Lock(), []

    def send(moments, dice):
        for _ in range(5):
            while (turn := moments.take("calls", window, LONG)).until is None:
                time.sleep(turn.wait)
            took, late = dice.uniform(0, slowest), dice.random()
            time.sleep(late * took)
            with lock:
                arrived.append(time.monotonic())
            time.sleep((1 - late) * took)
            moments.end("calls", [turn], window)

    stores = [opened() for _ in range(3)]
    threads = [
        threading.Thread(target=send, args=(stores[n % 3].shared.moments, random.Random(n)))
        for n in range(18)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    arrived.sort()
    assert len(arrived) == 90
    pairs = zip(arrived, arrived[window.count :], strict=False)
    assert all(later - first >= window.seconds for first, later in pairs)
