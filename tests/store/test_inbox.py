import pytest

from bot.store import Arrival, Key


def arrival(update_id, lane="1", received=100.0):
    return Arrival(Key(7, update_id), lane, f'{{"update_id": {update_id}}}', received)


def ids(items):
    return [item.key.update_id for item in items]


def test_an_update_is_kept_once(store):
    assert store.inbox.add([arrival(1), arrival(2)]) == 2
    assert store.inbox.add([arrival(2), arrival(3)]) == 1


def test_a_done_update_stays_known_and_loses_its_text(store):
    store.inbox.add([arrival(1)])
    store.inbox.done([Key(7, 1)])
    assert store.inbox.add([arrival(1)]) == 0
    assert store.inbox.heads([], 10, 200.0) == ()


def test_each_lane_gives_its_oldest(store):
    store.inbox.add([arrival(1, "a"), arrival(2, "a"), arrival(3, "b")])
    assert ids(store.inbox.heads([], 10, 200.0)) == [1, 3]


def test_a_busy_lane_gives_nothing(store):
    store.inbox.add([arrival(1, "a"), arrival(2, "b")])
    assert ids(store.inbox.heads(["a"], 10, 200.0)) == [2]


def test_a_postponed_update_holds_its_lane_back(store):
    store.inbox.add([arrival(1, "a"), arrival(2, "a"), arrival(3, "b")])
    store.inbox.later(Key(7, 1), 300.0, "flood")
    assert ids(store.inbox.heads([], 10, 200.0)) == [3]
    assert [(i.key.update_id, i.attempts) for i in store.inbox.heads(["b"], 10, 300.0)] == [(1, 1)]
    assert store.inbox.next_due() == 300.0


def test_what_is_set_aside_is_counted_and_not_tried_again(store):
    store.inbox.add([arrival(1), arrival(2)])
    store.inbox.aside(Key(7, 1), "no update")
    assert ids(store.inbox.heads([], 10, 200.0)) == [2]
    assert store.inbox.counts() == {"aside": 1, "pending": 1}


def test_the_updates_of_another_bot_are_left_alone(store):
    store.inbox.add([Arrival(Key(8, 1), "a", "{}", 100.0)])
    assert store.inbox.heads([], 10, 200.0) == ()


def test_a_step_that_went_out_is_known_until_the_update_is_done(store):
    store.inbox.add([arrival(1)])
    store.inbox.record(Key(7, 1), 0, 55)
    store.inbox.record(Key(7, 1), 0, 56)
    assert store.inbox.sent(Key(7, 1)) == {0: 55}
    store.inbox.done([Key(7, 1)])
    assert store.inbox.sent(Key(7, 1)) == {}


@pytest.mark.parametrize(("state", "left"), [("done", 0), ("aside", 1), ("pending", 1)])
def test_purging_keeps_what_waits_and_what_is_recent(store, state, left):
    store.inbox.add([arrival(1)])
    if state == "done":
        store.inbox.done([Key(7, 1)])
    if state == "aside":
        store.inbox.aside(Key(7, 1), "no update")
    assert store.inbox.purge(done_before=150.0, aside_before=50.0) == 1 - left
