"""Lanes of one process; those that several replicas share: tests/cluster/replicas/test_lanes.py."""

from bot.store import Arrival, UpdateKey


def arrived(store, *numbers, lane="a", bot=7):
    store.inbox.add([Arrival(UpdateKey(bot, number), lane, "{}", 100.0) for number in numbers])


def claimed(store, busy=(), limit=10):
    return [item.key.update_id for item in store.lanes.claim(busy, limit, 200.0)]


def test_of_each_lane_that_nobody_works_on_the_first_is_claimed(store):
    arrived(store, 2, 5)
    arrived(store, 3, lane="b")
    assert claimed(store) == [2, 3]
    assert claimed(store, busy=["a"]) == [3]
    assert claimed(store, limit=1) == [2]


def test_a_claim_of_one_process_takes_nothing_from_itself(store):
    arrived(store, 1)
    assert claimed(store) == claimed(store) == [1]


def test_in_one_process_every_lane_is_its_own_and_it_leads(store):
    assert store.lanes.owns("a")
    assert store.lanes.owns("never seen")
    assert store.lanes.leads()
    store.lanes.close()
    assert store.lanes.owns("a")
