"""A lane is one replica's at a time, and what limits count is counted by all together."""

import itertools
import threading
import time

import pytest

from bot.errors import StoreError, StoreUnreachableError
from bot.store import Address, Arrival, RateLimit, UpdateKey, open_shared_store

NOW = 1_800_000_000.0
SOON = 3.0  # seconds in which a frozen server is given up


def arrived(store, *numbers, lane="chat 1"):
    store.inbox.add([Arrival(UpdateKey(7, number), lane, "{}", NOW) for number in numbers])


def numbers(items):
    return [item.key.update_id for item in items]


def lane_backend(server, name):
    rows = server.sql(
        "SELECT pid FROM pg_locks JOIN pg_database d ON d.oid = database "
        f"WHERE locktype = 'advisory' AND datname = '{name}'",
        name,
    )
    return {row[0] for row in rows}


def test_the_oldest_update_comes_first_whatever_came_first(store):
    arrived(store, 5, 4)
    arrived(store, 3, lane="chat 2")
    assert numbers(store.lanes.claim([], 10, NOW)) == [3, 4]


def test_a_lane_is_another_replica_s_once_it_is_left(store, opened):
    other = opened()
    arrived(store, 1, 2)
    assert numbers(store.lanes.claim([], 10, NOW)) == [1]
    assert (store.lanes.owns("chat 1"), other.lanes.owns("chat 1")) == (True, False)
    assert other.lanes.claim([], 10, NOW) == ()
    store.inbox.done([UpdateKey(7, 1)])
    assert store.lanes.claim(["chat 1"], 10, NOW) == ()
    assert other.lanes.claim([], 10, NOW) == ()
    store.inbox.later(UpdateKey(7, 2), NOW + 5, "down")
    assert store.lanes.claim([], 10, NOW) == ()
    assert not store.lanes.owns("chat 1")
    assert other.lanes.claim([], 10, NOW) == ()
    assert numbers(other.lanes.claim([], 10, NOW + 6)) == [2]


def test_no_more_lanes_are_taken_than_can_be_worked_on(store, opened):
    other = opened()
    for number in range(6):
        arrived(store, number, lane=f"chat {number}")
    assert numbers(store.lanes.claim([], 2, NOW)) == [0, 1]
    assert numbers(other.lanes.claim([], 2, NOW)) == [2, 3]
    assert numbers(store.lanes.claim(["chat 0", "chat 1"], 9, NOW)) == [4, 5]


def test_updates_of_another_bot_hold_up_nothing(store, opened):
    store.inbox.add([Arrival(UpdateKey(6, 1), "chat 1", "{}", NOW)])
    arrived(store, 2)
    assert numbers(store.lanes.claim([], 10, NOW)) == [2]
    assert numbers(opened(bot_id=6).lanes.claim([], 10, NOW)) == [1]


def test_one_replica_leads_until_it_ends(store, opened):
    other = opened()
    assert (store.lanes.leads(), other.lanes.leads()) == (True, False)
    assert opened(bot_id=8).lanes.leads()
    store.lanes.close()
    assert (other.lanes.leads(), store.lanes.leads()) == (True, False)


def test_who_loses_the_session_has_lost_its_lanes(store, server, url):
    arrived(store, 1)
    store.lanes.claim([], 10, NOW)
    assert store.lanes.leads()
    (backend,) = lane_backend(server, url.rpartition("/")[2])
    server.sql(f"SELECT pg_terminate_backend({backend})", "postgres")
    with pytest.raises(StoreUnreachableError):
        store.lanes.owns("chat 1")
    assert not store.lanes.owns("chat 1")
    assert numbers(store.lanes.claim([], 10, NOW)) == [1]


def test_no_update_is_handed_out_twice_and_none_overtakes(store, opened):
    for number in range(300):
        arrived(store, number, lane=f"chat {number % 7}")
    done, lock = [], threading.Lock()

    def work(replica):
        idle = 0
        while idle < 20:
            items = replica.lanes.claim([], 3, NOW)
            idle = 0 if items else idle + 1
            for item in items:
                with lock:
                    done.append(item)
                replica.inbox.done([item.key])
            time.sleep(0 if items else 0.01)

    threads = [threading.Thread(target=work, args=(opened(),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers(done)) == list(range(300))
    for _, own in itertools.groupby(sorted(done, key=lambda i: i.lane), key=lambda i: i.lane):
        assert (found := numbers(own)) == sorted(found)


def test_a_limit_counts_what_all_replicas_saw(store, opened):
    first, second = store.shared.moments, opened().shared.moments
    said = [
        m.count("asked 9", NOW + n, RateLimit(3, 60.0)) for n, m in enumerate((first, second) * 3)
    ]
    assert said == [True, True, True, False, False, False]
    assert second.count("asked 9", NOW + 60.5, RateLimit(3, 60.0))
    assert first.count("told 9 hello", NOW, RateLimit(1, 600.0), same=True)
    assert second.count("told 9 hello", NOW, RateLimit(1, 600.0), same=True)
    assert not second.count("told 9 hello", NOW + 1, RateLimit(1, 600.0), same=True)


def test_messages_to_a_chat_are_spaced_by_all_its_windows(store):
    windows = (RateLimit(1, 1.0), RateLimit(3, 60.0))
    began = time.monotonic()
    waits = [store.shared.moments.reserve("chat -5", windows) for _ in range(4)]
    took = time.monotonic() - began
    slots = (0, 1, 2, 60)  # seconds after the first
    assert all(max(0, at - took) <= wait <= at for at, wait in zip(slots, waits, strict=True))


def test_a_chat_s_next_message_waits_from_when_the_one_before_was_sent(store):
    moments, windows = store.shared.moments, (RateLimit(1, 600.0),)
    moments.settle("chat -5")  # nothing was reserved
    assert moments.reserve("chat -5", windows) == 0
    assert moments.reserve("chat -6", windows) == 0
    first = time.monotonic()
    while time.monotonic() < first + 0.5:  # it was waited for another limit
        time.sleep(0.01)
    moments.settle("chat -6")
    moments.settle("chat -6")
    waits = {chat: moments.reserve(f"chat {chat}", windows) for chat in (-5, -6)}
    assert 0.4 < waits[-6] - waits[-5] < 100
    moments.settle("chat -6")
    assert moments.reserve("chat -6", windows) > 1100  # what is still to come stays


def test_what_counts_no_more_is_forgotten(store):
    store.shared.moments.count("asked 9", NOW, RateLimit(1, 60.0))
    assert store.shared.moments.purge(NOW + 60) == 0
    assert store.shared.moments.purge(NOW + 4000) == 1


def test_a_frozen_server_is_given_up_and_found_again(fresh_server):
    store = open_shared_store(Address(fresh_server.url()), 7)
    arrived(store, 1)
    store.lanes.claim([], 10, NOW)
    fresh_server.freeze()
    for call in (store.inbox.pending, lambda: store.lanes.owns("chat 1"), store.lanes.leads):
        began = time.monotonic()
        with pytest.raises(StoreUnreachableError):
            call()
        assert time.monotonic() - began < SOON
    fresh_server.thaw()
    began = time.monotonic()
    while time.monotonic() - began < 5:
        try:
            assert store.inbox.pending() == 1
            break
        except StoreUnreachableError:
            time.sleep(0.1)
    assert numbers(store.lanes.claim([], 10, NOW)) == [1]
    store.close()


def test_while_the_server_is_down_only_one_call_waits_for_it(fresh_server):
    store = open_shared_store(Address(fresh_server.url()), 7)
    fresh_server.freeze()
    with pytest.raises(StoreUnreachableError):
        store.inbox.pending()
    waited = []

    def call():
        began = time.monotonic()
        with pytest.raises(StoreUnreachableError):
            store.inbox.pending()
        waited.append(time.monotonic() - began)

    threads = [threading.Thread(target=call) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(seconds > 1 for seconds in waited) == 1
    fresh_server.thaw()
    store.close()


def test_what_is_wrong_with_the_address_is_one_line(server):
    with pytest.raises(StoreUnreachableError, match=r"^127\.0\.0\.1:1/none: [^\n]+$"):
        open_shared_store(Address("postgresql+psycopg://postgres@127.0.0.1:1/none", "secret"), 7)
    with pytest.raises(StoreError, match=r'database "nowhere" does not exist'):
        open_shared_store(Address(server.url("nowhere")), 7)


def test_tables_of_a_newer_release_are_refused(store, server, url):
    server.sql("UPDATE store_version SET version = 99", url.rpartition("/")[2])
    with pytest.raises(StoreError, match="newer release"):
        open_shared_store(Address(url), 7)
