import sqlite3

import pytest

from bot.store import Arrival, UpdateKey


def arrival(update_id, lane="1", received=100.0):
    return Arrival(UpdateKey(7, update_id), lane, f'{{"update_id": {update_id}}}', received)


def ids(items):
    return [item.key.update_id for item in items]


def test_an_update_is_kept_once(store):
    assert store.inbox.add([arrival(1), arrival(2)]) == 2
    assert store.inbox.add([arrival(2), arrival(3)]) == 1


def test_a_done_update_stays_known_and_loses_its_text(store):
    store.inbox.add([arrival(1)])
    store.inbox.done([UpdateKey(7, 1)])
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
    store.inbox.later(UpdateKey(7, 1), 300.0, "flood")
    assert ids(store.inbox.heads([], 10, 200.0)) == [3]
    assert [(i.key.update_id, i.attempts) for i in store.inbox.heads(["b"], 10, 300.0)] == [(1, 1)]
    assert store.inbox.next_due() == 300.0


def test_an_update_that_waits_for_something_else_uses_up_no_attempt(store):
    store.inbox.add([arrival(1)])
    [new] = store.inbox.heads([], 10, 200.0)
    store.inbox.later(UpdateKey(7, 1), 300.0, "no node", counted=False)
    [waited] = store.inbox.heads([], 10, 300.0)
    assert (new.attempts, new.due) == (0, 0.0)
    assert (waited.attempts, waited.due) == (0, 300.0)


def test_what_is_set_aside_is_counted_and_not_tried_again(store):
    store.inbox.add([arrival(1), arrival(2)])
    store.inbox.aside(UpdateKey(7, 1), "no update")
    assert ids(store.inbox.heads([], 10, 200.0)) == [2]
    assert store.inbox.counts() == {"aside": 1, "pending": 1}


def test_the_updates_of_another_bot_are_left_alone(store):
    store.inbox.add([Arrival(UpdateKey(8, 1), "a", "{}", 100.0)])
    assert store.inbox.heads([], 10, 200.0) == ()


def test_a_step_that_went_out_is_known_until_the_update_is_done(store):
    store.inbox.add([arrival(1)])
    store.inbox.record(UpdateKey(7, 1), 0, 55)
    store.inbox.record(UpdateKey(7, 1), 0, 56)
    assert store.inbox.sent(UpdateKey(7, 1)) == {0: 55}
    store.inbox.done([UpdateKey(7, 1)])
    assert store.inbox.sent(UpdateKey(7, 1)) == {}


@pytest.mark.parametrize(("state", "left"), [("done", 0), ("aside", 1), ("pending", 1)])
def test_purging_keeps_what_waits_and_what_is_recent(store, state, left):
    store.inbox.add([arrival(1)])
    if state == "done":
        store.inbox.done([UpdateKey(7, 1)])
    if state == "aside":
        store.inbox.aside(UpdateKey(7, 1), "no update")
    assert store.inbox.purge(done_before=150.0, aside_before=50.0) == 1 - left


def of_another(update_id, lane="a", received=100.0, payload="{}"):
    """An update of the bot whose token was in use before."""
    return Arrival(UpdateKey(8, update_id), lane, payload, received)


def test_what_waits_for_a_former_bot_holds_no_chat_back(store):
    store.inbox.add([of_another(1), arrival(2, "a")])
    assert ids(store.inbox.heads([], 10, 200.0)) == [2]


def test_the_updates_of_a_former_bot_are_not_counted(store):
    store.inbox.add([of_another(1), of_another(2), arrival(3)])
    store.inbox.later(UpdateKey(8, 1), 150.0, "flood")
    assert store.inbox.counts() == {"pending": 1}
    assert store.inbox.pending() == 1
    assert store.inbox.next_due() is None


def test_purging_leaves_the_updates_of_another_bot_until_they_are_as_old_as_all_else(store):
    store.inbox.add([of_another(1), of_another(2), arrival(3)])
    store.inbox.record(UpdateKey(8, 2), 0, 55)
    store.inbox.done([UpdateKey(8, 1), UpdateKey(7, 3)])
    assert store.inbox.purge(done_before=150.0, aside_before=150.0) == 1
    assert store.inbox.purge_others(before=50.0) == 0
    assert store.inbox.sent(UpdateKey(8, 2)) == {0: 55}
    assert store.inbox.purge_others(before=150.0) == 2
    assert store.inbox.sent(UpdateKey(8, 2)) == {}


def payloads(tmp_path):
    with sqlite3.connect(tmp_path / "state.sqlite3") as connection:
        rows = connection.execute("SELECT update_id, payload FROM inbox ORDER BY seq").fetchall()
    connection.close()
    return dict(rows)


@pytest.mark.parametrize(
    "written",
    [
        '{"message": {"from": {"id": 5, "is_bot": false}}}',
        '{"message":{"from":{"is_bot":false,"id":5}}}',
        '{"message": {"from" : {"first_name": "\\u0041", "id" : 5}}}',
        '{"message": {"from": {"id": 6}, "reply_to_message": {"from": {"language": 0, "id": 5}}}}',
        '{"message": {"sender_chat": {"title": "T", "id": 5}}}',
    ],
)
def test_what_was_set_aside_of_a_person_is_forgotten_however_its_json_is_written(
    store, tmp_path, written
):
    store.inbox.add([Arrival(UpdateKey(7, 1), "a", written, 100.0)])
    store.inbox.aside(UpdateKey(7, 1), "no update")
    store.inbox.forget_user(5)
    assert payloads(tmp_path) == {1: ""}


@pytest.mark.parametrize(
    "written",
    [
        '{"message": {"from": {"id": 55}}}',
        '{"message": {"from": {"id": 6}, "text": "\\"from\\": {\\"id\\": 5, "}}',
        '{"message": {"from": {"id": 6}, "message_id": 5, "entities": [{"id": 5}]}}',
    ],
)
def test_what_was_set_aside_of_others_is_kept(store, tmp_path, written):
    store.inbox.add([Arrival(UpdateKey(7, 1), "a", written, 100.0)])
    store.inbox.aside(UpdateKey(7, 1), "no update")
    store.inbox.forget_user(5)
    assert payloads(tmp_path) == {1: written}


def test_what_waits_for_a_former_bot_is_forgotten_and_never_answered(store, tmp_path):
    mine = '{"message": {"from": {"id": 5}}}'
    store.inbox.add([of_another(1, payload=mine), Arrival(UpdateKey(7, 2), "a", mine, 100.0)])
    store.inbox.forget_user(5)
    assert payloads(tmp_path) == {1: "", 2: mine}
    assert store.inbox.add([of_another(1, payload=mine)]) == 0


def test_purging_never_takes_what_waits_for_this_bot(store):
    store.inbox.add([arrival(1, received=10.0), of_another(2, received=10.0)])
    assert store.inbox.purge(done_before=150.0, aside_before=150.0) == 0
    assert store.inbox.purge_others(before=150.0) == 1
    assert ids(store.inbox.heads((), 9, now=200.0)) == [1]


def test_what_is_as_old_as_the_limit_is_kept(store):
    store.inbox.add([arrival(1, received=100.0), arrival(2, lane="b", received=100.0)])
    store.inbox.done([UpdateKey(7, 1)])
    store.inbox.aside(UpdateKey(7, 2), "no update")
    assert store.inbox.purge(done_before=100.0, aside_before=100.0) == 0
    assert store.inbox.purge(done_before=100.1, aside_before=100.1) == 2
