"""A hundred replicas share the lanes of one office, and some of them are lost meanwhile."""

import itertools
import random
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from office import Counts

from bot.errors import StoreError
from bot.store import Address, open_shared_store
from bot.store.lanes import SharedLanes

REPLICAS = 100
CHATS = 400
UPDATES = 3000
AT_ONCE = 8  # updates that a replica works on
KILLS = 40
NOW = 1_800_000_000.0
ARRIVED = f"""INSERT INTO inbox (bot_id, update_id, lane, state, received, due, attempts, payload)
    SELECT 7, n, 'chat ' || n * 31 % {CHATS}, 'pending', {NOW}, 0, 0, '{{}}'
    FROM generate_series(1, {UPDATES}) AS n"""
pytestmark = pytest.mark.timeout(900)


@dataclass
class Simulated:
    """Lanes of a hundred replicas, each with a session of its own; updates are done in no time."""

    store: object
    replicas: list
    done: list = field(default_factory=list)  # (lane, update, when)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def work(self, lanes):
        """Does what this replica gets, until nothing is left."""
        left = True
        while left:
            with suppress(StoreError):  # its session was lost; what it had is others' by now
                items = lanes.claim([], AT_ONCE, NOW)
                for item in items:
                    if lanes.owns(item.lane):
                        with self.lock:
                            self.done.append((item.lane, item.key.update_id))
                        self.settle(item.key)
                if not items:
                    left = self.store.inbox.pending() > 0
                    time.sleep(left)  # as a replica looks now and then for work

    def settle(self, key):
        """Records that an update is done, before anything else, as a replica does."""
        while True:
            with suppress(StoreError):
                return self.store.inbox.done([key])

    def counts(self, slowest):
        numbers = [number for _, number in self.done]
        order = sorted(dict.fromkeys(self.done), key=lambda one: one[0])  # stable: as it was done
        lanes = itertools.groupby(order, key=lambda one: one[0])
        orders = [[number for _, number in own] for _, own in lanes]
        return Counts(
            asked=UPDATES,
            lost=UPDATES - len(set(numbers)),
            twice=len(numbers) - len(set(numbers)),
            disordered=sum(own != sorted(own) for own in orders),
            slowest=slowest,
        )


@pytest.fixture
def office(fresh_server):
    """A server that takes a hundred sessions, with updates of some hundred chats."""
    fresh_server.restart_with({"max_connections": str(REPLICAS + 40)})
    store = open_shared_store(Address(fresh_server.url()), 7)
    fresh_server.sql(ARRIVED)
    database = store.answers._database
    yield Simulated(store, [SharedLanes(database, 7) for _ in range(REPLICAS)])
    store.close()


def test_a_hundred_replicas_share_the_lanes(office, fresh_server, record):
    began, dice, killed = time.monotonic(), random.Random(5), 0
    threads = [threading.Thread(target=office.work, args=(lanes,)) for lanes in office.replicas]
    for thread in threads:
        thread.start()
    while killed < KILLS and any(thread.is_alive() for thread in threads):
        held = "SELECT DISTINCT pid FROM pg_locks WHERE locktype = 'advisory'"
        pids = fresh_server.sql(held)
        if pids:
            fresh_server.sql(f"SELECT pg_terminate_backend({dice.choice(pids)[0]})")
            killed += 1
        time.sleep(dice.uniform(0, 0.1))
    for thread in threads:
        thread.join()
    for lanes in office.replicas:
        lanes.close()
    counts = office.counts(time.monotonic() - began)
    record(f"lanes of {REPLICAS} replicas, sessions ended", killed, counts)
    assert killed > KILLS / 4
    assert (counts.lost, counts.disordered) == (0, 0)
    assert counts.twice <= killed * AT_ONCE
