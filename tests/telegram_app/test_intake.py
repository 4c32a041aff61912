"""Updates while the store fails: none is lost, none is taken for another's end."""

import asyncio
import json
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot
from telegram.error import NetworkError

from bot.errors import StoreError
from bot.store import OwnLanes, UpdateKey, open_store
from bot.telegram_app.dispatcher import Dispatcher
from bot.telegram_app.intake import (
    MOST_IN_MEMORY,
    Intake,
    NewestMessages,
    Outcome,
    arrival,
    lane,
)
from bot.telegram_app.monitoring import Health
from bot.telegram_app.storage import Storage

WRITES = ("add", "done", "aside", "later", "record")


class Failing:
    """An inbox whose writes, or all of it, can be made to fail."""

    def __init__(self, inbox):
        self._inbox = inbox
        self.fails = ()

    def __getattr__(self, name):
        if name in self.fails:
            return self._refuse
        return getattr(self._inbox, name)

    def _refuse(self, *_, **__):
        raise StoreError("the disk is full")


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "state.sqlite3", bot_id=7)
    yield opened
    opened.close()


@pytest.fixture
def inbox(store):
    return Failing(store.inbox)


@pytest.fixture
def intake(store, inbox):
    failing = replace(store, inbox=inbox, lanes=OwnLanes(inbox), close=lambda: None)
    storage = Storage(failing)
    yield Intake(storage, 7, NewestMessages())
    storage.close()


@pytest.fixture
def sharing(store, inbox):
    """An intake over a store that other replicas use too."""
    lanes = OwnLanes(inbox)
    storage = Storage(replace(store, inbox=inbox, lanes=lanes, shared=object(), close=lambda: None))
    yield Intake(storage, 7, NewestMessages())
    storage.close()


@pytest.fixture
def clock(monkeypatch):
    """The time that the intake goes by, as a list of one number to change."""
    now = [time.time()]
    monkeypatch.setattr("bot.telegram_app.intake.time", SimpleNamespace(time=lambda: now[0]))
    return now


def update(number, chat=1):
    about = {"message_id": number, "date": 1, "chat": {"id": chat, "type": "private"}}
    return {"update_id": number, "message": {**about, "text": "Who?"}}


def numbers(items):
    return [item.key.update_id for item in items]


def test_what_is_set_aside_while_the_store_fails_is_no_done_update(intake, inbox):
    async def life():
        await intake.accept([update(1)])
        [item] = await intake.heads((), 9)
        inbox.fails = WRITES
        await intake.aside(item.key, "no update")
        assert await intake.heads((), 9) == ()
        assert await intake.waiting() == 0
        inbox.fails = ()
        assert await intake.heads((), 9) == ()

    asyncio.run(life())
    assert inbox.counts() == {"aside": 1}


def test_an_update_in_memory_that_fails_is_tried_again_after_its_pause(intake, inbox, clock):
    async def life():
        inbox.fails = (*WRITES, "heads")
        await intake.accept([update(1), update(2), update(3, chat=2)])
        first, other = await intake.heads((), 9)
        await intake.done(other.key)
        await intake.later(first, 60, "flood")
        assert await intake.heads((), 9) == ()  # what came after it in its chat waits too
        assert await intake.waiting() == 2
        clock[0] += 59
        assert await intake.heads((), 9) == ()
        clock[0] += 2
        [again] = await intake.heads((), 9)
        await intake.done(again.key)
        return first, again, await intake.heads((), 9)

    first, again, rest = asyncio.run(life())
    assert (again.key, first.attempts, again.attempts) == (first.key, 0, 1)
    assert numbers(rest) == [2]


def test_whoever_waits_for_updates_is_woken(intake):
    async def life():
        waiting = asyncio.create_task(intake.arrived.wait())
        await intake.accept([update(1)])
        async with asyncio.timeout(20):
            await waiting

    asyncio.run(life())


def test_in_memory_an_update_is_kept_once_and_waits_for_its_lane(intake, inbox):
    async def life():
        inbox.fails = (*WRITES, "heads")
        await intake.accept([update(1), update(2, chat=2)])
        free, every = await intake.heads(("chat 1",), 9), await intake.heads((), 9)
        assert (numbers(free), numbers(every)) == ([2], [1, 2])
        await intake.done(every[0].key)
        await intake.accept([update(1)])  # which Telegram delivers again
        assert numbers(await intake.heads((), 9)) == [2]

    asyncio.run(life())


def test_what_memory_has_no_room_for_is_not_accepted(intake, inbox):
    async def life():
        inbox.fails = (*WRITES, "heads")
        await intake.accept([update(number) for number in range(MOST_IN_MEMORY)])
        with pytest.raises(StoreError):
            await intake.accept([update(MOST_IN_MEMORY)])
        assert await intake.waiting() == MOST_IN_MEMORY

    asyncio.run(life())


def test_what_is_set_aside_in_memory_takes_no_more_room_than_what_waits(intake, inbox):
    async def life():
        inbox.fails = (*WRITES, "heads")
        for first in (0, MOST_IN_MEMORY):
            await intake.accept([update(first + n, chat=n) for n in range(1, MOST_IN_MEMORY + 1)])
            for item in await intake.heads((), MOST_IN_MEMORY):
                await intake.aside(item.key, "no update")
                if first:
                    break
        return len(intake._unwritten)

    assert asyncio.run(life()) == MOST_IN_MEMORY


def test_where_another_replica_may_keep_it_nothing_is_taken_into_memory(sharing, inbox):
    async def life():
        inbox.fails = WRITES
        with pytest.raises(StoreError):
            await sharing.accept([update(1)])
        assert await sharing.waiting() == 0

    asyncio.run(life())


def test_while_a_shared_store_does_not_know_of_an_answer_no_lane_is_left(sharing, inbox):
    async def life():
        await sharing.accept([update(1), update(2, chat=2)])
        [first] = await sharing.heads((), 1)
        inbox.fails = WRITES
        await sharing.done(first.key)
        assert await sharing.heads((), 9) == ()
        inbox.fails = ()
        assert numbers(await sharing.heads((), 9)) == [2]

    asyncio.run(life())


def test_what_came_while_the_store_failed_waits_for_what_the_store_has_of_its_chat(intake, inbox):
    async def life():
        await intake.accept([update(1)])
        inbox.fails = WRITES
        await intake.accept([update(2), update(3, chat=2)])
        assert numbers(await intake.heads((), 9)) == [1, 3]
        assert numbers(await intake.heads((), 1)) == [1]

    asyncio.run(life())


def test_what_became_of_an_update_while_the_store_wrote_is_written_too(intake, inbox):
    async def life():
        await intake.accept([update(1)])
        [item] = await intake.heads((), 9)
        written = inbox.later

        def answered_meanwhile(key, *args, **kwargs):
            written(key, *args, **kwargs)
            intake._unwritten[key] = Outcome()

        inbox.later = answered_meanwhile
        await intake.later(item, 60, "flood")
        assert await intake.heads((), 9) == ()

    asyncio.run(life())
    assert inbox.pending() == 0


def test_what_is_set_aside_in_memory_is_none_of_those_that_wait_in_the_store(intake, inbox):
    async def life():
        await intake.accept([update(1)])
        inbox.fails = WRITES
        await intake.accept([update(2, chat=2)])
        [_, second] = await intake.heads((), 9)
        await intake.aside(second.key, "no update")
        assert await intake.waiting() == 1

    asyncio.run(life())


def test_a_pause_that_cannot_be_written_is_kept_and_counted_all_the_same(intake, inbox, clock):
    async def life():
        await intake.accept([update(1), update(2)])
        [item] = await intake.heads((), 9)
        inbox.fails = WRITES
        await intake.later(item, 60, "flood")
        assert await intake.heads((), 9) == ()
        clock[0] += 59
        assert await intake.heads((), 9) == ()
        clock[0] += 2
        [again] = await intake.heads((), 9)
        await intake.later(again, 60, "flood")
        inbox.fails = ()
        assert await intake.heads((), 9) == ()
        return again

    began = clock[0]
    again = asyncio.run(life())
    assert (again.key, again.attempts, again.due) == (UpdateKey(7, 1), 1, began + 60)
    assert inbox.next_due() is not None


def test_what_was_set_aside_in_memory_is_kept_once_the_store_works(intake, inbox):
    async def life():
        inbox.fails = WRITES
        await intake.accept([update(1)])
        [item] = await intake.heads((), 9)
        await intake.aside(item.key, "no update")
        assert await intake.waiting() == 0
        inbox.fails = ()
        assert await intake.heads((), 9) == ()

    asyncio.run(life())
    assert inbox.counts() == {"aside": 1}


def test_a_passing_error_on_an_update_in_memory_is_counted_and_the_reply_sent(intake, inbox):
    health, tried = Health(intake._storage), []

    async def process(work):
        tried.append(json.loads(work.item.payload)["update_id"])
        if len(tried) == 1:
            work.errors.append(NetworkError("reset"))

    async def life():
        inbox.fails = (*WRITES, "heads")
        await intake.accept([update(1)])
        dispatcher = Dispatcher(intake, Bot("1:secret"), process, health)
        running = asyncio.create_task(dispatcher.run())
        async with asyncio.timeout(20):
            while await intake.waiting():
                await asyncio.sleep(0.02)
        running.cancel()

    asyncio.run(life())
    assert tried == [1, 1]
    how = {sample.labels["how"]: sample.value for sample in samples(health) if sample.value}
    assert (how["later"], how["done"]) == (1, 1)


def samples(health):
    [updates] = health.metrics.updates.collect()
    return [sample for sample in updates.samples if sample.name.endswith("_total")]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


KINDS = st.sampled_from(["message", "callback_query", "inline_query", "my_chat_member", "x"])


FIELDS = st.sampled_from(["chat", "from", "message", "text", "id", "date"])


@given(JSON | st.dictionaries(KINDS, JSON | st.dictionaries(FIELDS, JSON)), st.integers())
def test_no_shape_of_an_update_breaks_the_intake(raw, number):
    if isinstance(raw, dict):
        raw["update_id"] = number
    kept = arrival(raw, 7, 0.0)
    if kept:
        assert json.loads(kept.payload) == raw
        kept.payload.encode("ascii")


def test_a_chat_is_a_lane_and_its_buttons_too():
    message = {"update_id": 1, "message": {"chat": {"id": 5}, "text": "Who?"}}
    press = {"update_id": 2, "callback_query": {"from": {"id": 9}, "message": {"chat": {"id": 5}}}}
    assert lane(message) == lane(press)


def test_a_reload_holds_no_lane_up():
    message = {"update_id": 1, "message": {"chat": {"id": 5}, "text": "/reload"}}
    assert lane(message) != lane({"update_id": 2, "message": {"chat": {"id": 5}, "text": "Who?"}})


@pytest.mark.parametrize("number", [0, 2**62 - 1])
def test_the_least_and_the_largest_id_can_be_kept(number):
    assert arrival({"update_id": number, "message": {}}, 7, 0.0).key == UpdateKey(7, number)


@pytest.mark.parametrize("number", [None, "1", True, -1, 2**70, 1.5])
def test_without_a_usable_id_there_is_nothing_to_keep(number):
    assert arrival({"update_id": number, "message": {}}, 7, 0.0) is None
