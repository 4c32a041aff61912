"""A store as a whole: opened, closed and opened again; whom a lane belongs to in one process."""

import pytest

from bot.errors import StoreError
from bot.store import Arrival, UpdateKey, open_store


def test_a_store_is_one_bot_s_and_shared_with_no_other_process(store):
    assert (store.shared, store.threads) == (None, 1)


def test_all_parts_are_of_the_same_file(tmp_path):
    opened = open_store(tmp_path / "state.sqlite3", bot_id=7)
    opened.inbox.add([Arrival(UpdateKey(7, 1), "a", "{}", 100.0)])
    number = opened.numbers.assign(["a.md"])["a.md"]
    opened.close()
    again = open_store(tmp_path / "state.sqlite3", bot_id=7)
    try:
        assert again.inbox.pending() == 1
        assert again.numbers.assign(["a.md"])["a.md"] == number
    finally:
        again.close()


def test_what_is_closed_can_be_opened_and_what_is_open_can_t(tmp_path):
    first = open_store(tmp_path / "state.sqlite3", bot_id=7)
    with pytest.raises(StoreError):
        open_store(tmp_path / "state.sqlite3", bot_id=7)
    first.close()
    open_store(tmp_path / "state.sqlite3", bot_id=7).close()
