"""A value of the sheet leads to its place in the report's text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_library import told

from bot.event import Event, Value
from bot.try_page.sheet import sheet_of

TEXT = "It began 🙂. The forum met in Koper,\nSlovenia. Italy chaired the forum."


def shown(**slots):
    return sheet_of(*told(TEXT, "Forum", "2021-11-28", **slots))


def test_slots_have_labels_and_values_in_one_line():
    found = shown(where="Koper,\nSlovenia", chair="Italy", next_when=("began", 0.4))
    assert (found["report"], found["title"], found["date"]) == ("a.md", "Forum", "28 November 2021")
    assert [slot["label"] for slot in found["slots"]] == ["Where", "Chair", "Next, when"]
    assert found["slots"][0]["values"] == [
        {"number": 0, "text": "Koper, Slovenia", "probability": 0.9}
    ]


def test_what_is_hardly_likely_is_not_shown():
    assert shown(chair=("Italy", 0.2))["slots"] == []


def test_the_parts_are_the_whole_text_and_know_their_values_and_passages():
    parts = shown(where="Koper,\nSlovenia", chair="Italy")["parts"]
    assert "".join(part["text"] for part in parts) == TEXT

    def joined(kind, number):
        return "".join(part["text"] for part in parts if number in part[kind])

    assert joined("values", 0) == "Koper,\nSlovenia"
    assert joined("passages", 0) == "The forum met in Koper,\nSlovenia."
    assert joined("values", 1) == "Italy"
    assert joined("passages", 1) == "Italy chaired the forum."


def test_without_values_the_text_is_one_part():
    part = {"text": TEXT, "values": [], "passages": [], "quoted": False}
    assert shown()["parts"] == [part]


@pytest.mark.parametrize("quoted", [(3, 12), (0, 0), (9, 2), (-50, 10**9), (70, 10**9)])
def test_a_passage_is_pointed_out_wherever_it_is_said_to_be(quoted):
    parts = sheet_of(*told(TEXT, chair="Italy"), quoted)["parts"]
    assert "".join(part["text"] for part in parts) == TEXT
    said = "".join(part["text"] for part in parts if part["quoted"])
    assert said == TEXT[max(0, quoted[0]) : max(0, quoted[1])]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 60), st.integers(1, 30)), max_size=8))
def test_values_that_overlap_leave_the_text_whole(places):
    reading, _ = told(TEXT)
    last = len(reading.passages) - 1
    values = tuple(
        Value(min(number, last), start, min(start + size, len(TEXT)), 0.9)
        for number, start, size in places
    )
    parts = sheet_of(reading, Event({"chair": values}))["parts"]
    assert "".join(part["text"] for part in parts) == TEXT
    for number, value in enumerate(values):
        piece = "".join(part["text"] for part in parts if number in part["values"])
        assert piece == TEXT[value.start : value.end]


@pytest.mark.parametrize("text", ["", "One."])
def test_a_short_report_is_shown(text):
    assert "".join(part["text"] for part in sheet_of(*told(text))["parts"]) == text
