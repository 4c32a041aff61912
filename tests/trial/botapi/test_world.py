"""A bot's queue of updates, its files, and waiting for what changes."""

import asyncio
import struct
import threading
import time

import pytest
from fakes import later

from bot.trial.botapi.world import KINDS, UpdateQueue, Upload, WorldCondition


def queue(*numbers):
    made = UpdateQueue(next_id=10)
    for number in numbers:
        made.put("message", {"text": number})
    return made


def waiting(made):
    return [update["update_id"] for update in made.batch(99)]


def test_updates_stay_until_a_higher_offset_confirms_them():
    made = queue("a", "b", "c")
    assert waiting(made) == waiting(made) == [10, 11, 12]
    assert [update["message"]["text"] for update in made.batch(2)] == ["a", "b"]
    made.confirm(11)
    assert waiting(made) == [11, 12]
    made.confirm(0)
    assert waiting(made) == [11, 12]
    made.confirm(99)
    assert waiting(made) == []


def test_a_negative_offset_keeps_the_last_ones():
    made = queue("a", "b", "c")
    made.confirm(-2)
    assert waiting(made) == [11, 12]
    made.confirm(-9)
    assert waiting(made) == [11, 12]


def test_what_a_bot_does_not_want_takes_no_number():
    made = queue()
    made.allow(["callback_query", "nonsense"])
    assert made.allowed == ("callback_query",)
    assert made.put("message", {}) is None
    assert made.put("callback_query", {}) == 10
    made.allow([])
    assert made.wants("message")
    assert not made.wants("message_reaction")
    assert set(KINDS) > {"message", "message_reaction"}


def test_an_update_of_any_shape_may_say_its_own_number():
    made = queue("a")
    made.put_raw({"update_id": 10, "odd": 1})
    assert waiting(made) == [10, 10]
    made.clear()
    assert waiting(made) == []
    assert made.put_raw({}) == 12


def test_a_file_is_served_under_no_name_that_its_sender_chose():
    file = Upload("f1", b"%PDF", "../../etc/passwd", size=7)
    assert file.path == "documents/f1"
    assert file.document() == {
        "file_id": "f1",
        "file_unique_id": file.unique_id,
        "file_size": 7,
        "file_name": "../../etc/passwd",
    }
    assert Upload("f2", b"%PDF").unique_id == file.unique_id != Upload("f1", b"x").unique_id
    assert Upload("f2", b"%PDF").claimed_size == 4


def test_a_picture_is_known_by_its_first_bytes_and_has_its_size():
    head = b"\x89PNG\r\n\x1a\n" + bytes(8) + struct.pack(">II", 30, 20)
    (size,) = Upload("p", head).photo()
    assert (size["width"], size["height"]) == (30, 20)
    assert Upload("p", head).is_picture
    assert not Upload("p", b"%PDF").is_picture


def test_a_change_wakes_who_waits():
    world, seen = WorldCondition(), []

    def change():
        with world.changing():
            seen.append(1)

    later(change)
    assert world.wait(lambda: list(seen), 10) == [1]
    assert world.wait(lambda: None, 0.01) is None


def test_what_is_no_part_of_the_world_is_looked_at_from_time_to_time():
    world, seen = WorldCondition(), threading.Event()
    later(seen.set)
    began = time.monotonic()
    assert world.wait(seen.is_set, 10)
    assert time.monotonic() - began < 5


def test_a_coroutine_waits_too_and_leaves_nothing_behind():
    world, seen = WorldCondition(), []

    def change():
        with world.changing():
            seen.append(1)

    async def waited():
        later(change)
        found = await world.wait_async(lambda: list(seen), 10)
        return found, await world.wait_async(lambda: None, 0.01)

    assert asyncio.run(waited()) == ([1], None)
    assert not world._sleepers


def test_what_raises_under_the_lock_leaves_it_free():
    world = WorldCondition()
    with pytest.raises(KeyError), world.reading():
        raise KeyError
    with world.changing():
        pass
