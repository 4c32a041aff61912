"""Lanes side by side, each in order; and what happens with an update that fails."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter
from virtual_time import run_in_virtual_time

from bot.errors import SearchError
from bot.store import InboxItem, UpdateKey
from bot.telegram_app.dispatcher import (
    CONCURRENT,
    ENGINE_PAUSE,
    LOOK_AGAIN,
    Dispatcher,
    pause_after,
)
from bot.telegram_app.monitoring import Health

UPDATE = json.dumps({"update_id": 1})
PASSING = NetworkError("down")


class Settled:
    """Notes what becomes of an update."""

    def __init__(self):
        self.arrived = asyncio.Event()
        self.became = []

    async def done(self, _):
        self.became.append("done")

    async def later(self, _, pause, __, *, counted=True):
        self.became.append(("later" if counted else "waits", pause))

    async def aside(self, *_):
        self.became.append("aside")


def settled(error=None, attempts=0, payload=UPDATE):
    intake, health = Settled(), Health(SimpleNamespace(trouble=None))

    async def process(work):
        work.errors += [error] if error else []

    dispatcher = Dispatcher(intake, Bot("1:secret"), process, health)
    asyncio.run(dispatcher._settle(InboxItem(UpdateKey(1, 1), "a", payload, 0.0, attempts)))
    (became,) = intake.became
    return became


@pytest.mark.parametrize("attempts", range(12))
def test_pauses_double_up_to_five_minutes(attempts):
    full = min(300.0, 2.0 ** (attempts + 1))
    for _ in range(20):
        assert full / 2 <= pause_after(PASSING, attempts) <= full


def test_the_wait_that_telegram_asks_for_is_kept(monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    assert 600 < pause_after(RetryAfter(timedelta(seconds=600)), 0) <= 602


def test_what_may_pass_is_tried_twelve_times_with_pauses_between():
    kinds = [settled(PASSING, attempts) for attempts in range(12)]
    for attempts, (became, pause) in enumerate(kinds[:11]):
        assert became == "later"
        assert min(300.0, 2.0 ** (attempts + 1)) / 2 <= pause <= min(300.0, 2.0 ** (attempts + 1))
    assert kinds[11] == "aside"


def test_an_update_is_put_off_for_as_long_as_telegram_asks(monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    assert settled(RetryAfter(timedelta(seconds=600))) == ("later", 601)


def test_what_waits_for_the_engine_was_no_attempt_but_was_counted_against_the_person():
    assert settled(SearchError("no node answers")) == ("waits", ENGINE_PAUSE)
    tried = []

    async def process(work):
        tried.append(work.item.attempts)

    health = Health(SimpleNamespace(trouble=None))
    dispatcher = Dispatcher(Settled(), Bot("1:secret"), process, health)
    item = InboxItem(UpdateKey(1, 1), "a", UPDATE, 0.0)
    for again in (item, replace(item, due=5.0), replace(item, due=5.0, attempts=3)):
        asyncio.run(dispatcher._settle(again))
    assert tried == [0, 1, 3]


@pytest.mark.parametrize("error", [BadRequest("no"), Forbidden("no"), None])
def test_what_is_answered_or_refused_is_done(error):
    assert settled(error) == "done"


@pytest.mark.parametrize(("error", "payload"), [(ZeroDivisionError(), UPDATE), (None, "[")])
def test_what_breaks_us_is_set_aside(error, payload):
    assert settled(error, payload=payload) == "aside"


class Lanes:
    """An intake of items in lanes, which hands out of each free lane the first."""

    def __init__(self, *lanes):
        self.arrived = asyncio.Event()
        self.asked = 0
        self.items = [
            InboxItem(UpdateKey(1, n), lane, json.dumps({"update_id": n}), 0.0)
            for n, lane in enumerate(lanes)
        ]

    async def heads(self, busy, limit):
        self.asked += 1
        assert self.asked < 1000, "asks without end"
        free = {}
        for item in self.items:
            if item.lane not in busy:
                free.setdefault(item.lane, item)
        return tuple(free.values())[:limit]

    async def done(self, key):
        self.items = [item for item in self.items if item.key != key]

    aside = later = None


class Processing:
    """Notes what is begun and ended; what is in `waits` does not end by itself."""

    def __init__(self, *waits):
        self.begun, self.ended, self.most, self._now = [], [], 0, 0
        self._waits = waits

    async def __call__(self, work):
        number = work.update.update_id
        self.begun.append(number)
        self._now += 1
        self.most = max(self.most, self._now)
        try:
            await (asyncio.Event().wait() if number in self._waits else asyncio.sleep(0))
        finally:
            self._now -= 1
        self.ended.append(number)


def drained(intake, process, seconds=20.0):
    health = Health(SimpleNamespace(trouble=None))
    return asyncio.run(Dispatcher(intake, Bot("1:secret"), process, health).drain(seconds))


def test_all_that_came_is_finished_and_of_a_lane_in_its_order():
    process = Processing()
    assert drained(Lanes("a", "a", "b", "a", "b"), process)
    assert sorted(process.ended) == [0, 1, 2, 3, 4]
    assert [n for n in process.begun if n in (0, 1, 3)] == [0, 1, 3]
    assert [n for n in process.begun if n in (2, 4)] == [2, 4]


def test_a_lane_that_waits_delays_no_other_but_its_own():
    process, intake = Processing(0), Lanes("a", "a", "b", "c")
    assert not drained(intake, process, seconds=0.5)
    assert (sorted(process.begun), sorted(process.ended)) == ([0, 2, 3], [2, 3])
    assert [item.key.update_id for item in intake.items] == [0, 1]


def test_what_other_replicas_changed_is_taken_over_before_the_first_is_begun():
    process, seen = Processing(), []

    async def refresh():
        seen.append(tuple(process.begun))

    health = Health(SimpleNamespace(trouble=None))
    dispatcher = Dispatcher(Lanes("a", "b"), Bot("1:secret"), process, health, refresh)
    assert asyncio.run(dispatcher.drain(20.0))
    assert seen == [()]


def test_no_more_than_sixty_four_run_at_once():
    process = Processing()
    assert drained(Lanes(*(str(n) for n in range(200))), process)
    assert process.most == CONCURRENT == 64
    assert len(process.ended) == 200


def worked(intake, process, then):
    """Whether a cancel ended the work, after `then` of the loop whose time passes at once."""

    async def run():
        health = Health(SimpleNamespace(trouble=None))
        working = asyncio.create_task(Dispatcher(intake, Bot("1:secret"), process, health).run())
        await then(asyncio.get_running_loop())
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        return working.cancelled()

    return run_in_virtual_time(run())


async def all_done(intake):
    while intake.items:
        await asyncio.sleep(0)


def test_what_arrives_later_is_begun_before_any_time_passes_and_a_cancel_ends_the_work():
    process, intake = Processing(), Lanes("a")

    async def then(loop):
        await all_done(intake)
        await asyncio.sleep(0.5)  # by now the dispatcher waits
        began = loop.time()
        intake.items = Lanes("b", "b").items
        intake.arrived.set()
        while intake.items and loop.time() == began:
            await asyncio.sleep(0)
        assert (intake.items, loop.time()) == ([], began)

    assert worked(intake, process, then)
    assert process.ended == [0, 0, 1]


def test_what_is_due_again_is_found_within_a_second_without_anything_arriving():
    process, intake = Processing(), Lanes()

    async def then(loop):
        await asyncio.sleep(0.5)
        intake.items = Lanes("a").items
        await asyncio.sleep(LOOK_AGAIN)
        assert intake.items == []

    assert worked(intake, process, then)
    assert process.ended == [0]


def test_without_work_the_store_is_asked_once_a_second():
    intake = Lanes()

    async def then(loop):
        await asyncio.sleep(10.5)

    assert worked(intake, Processing(), then)
    assert intake.asked == 11
