import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram_app.raw import arrival, lane

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


@pytest.mark.parametrize("number", [None, "1", True, -1, 2**70, 1.5])
def test_without_a_usable_id_there_is_nothing_to_keep(number):
    assert arrival({"update_id": number, "message": {}}, 7, 0.0) is None
