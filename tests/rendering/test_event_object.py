"""The sheet as an object has every slot of the contract, and as lines what people need."""

import json

from small_library import told

from bot.event import UNREAD
from bot.rendering.event_object import event_lines, event_object
from bot.slots import SLOTS

BODY = "It began.\nThe  forum met in Koper,\nSlovenia. Ana Silva and Ben Tan chaired it."
READ, SHEET = told(
    BODY,
    "Forum on seabirds",
    "2021-05-03",
    where=("Koper,\nSlovenia", 0.9312),
    chair=["Ana Silva", ("Ben Tan", 0.2)],
)


def test_every_slot_is_there_though_it_may_be_empty():
    for event in (SHEET, UNREAD):
        said = event_object(READ, event)
        assert list(said) == ["report", "title", "slots"]
        assert list(said["slots"]) == list(SLOTS)
    assert said["slots"]["chair"] == []


def test_it_is_json():
    said = event_object(READ, SHEET)
    assert json.loads(json.dumps(said)) == said


def test_a_value_comes_with_its_quote_and_its_place_in_it():
    (where,) = event_object(READ, SHEET)["slots"]["where"]
    quote = where["quote"]
    assert (where["value"], where["probability"]) == ("Koper,\nSlovenia", 0.9312)
    assert quote["text"] == BODY[quote["start"] : quote["end"]]
    ((start, end),) = quote["highlights"]
    assert quote["text"][start:end] == where["value"]
    assert (quote["report"], quote["date"], quote["url"]) == ("a.md", "2021-05-03", None)


def test_unlikely_values_are_in_the_object_but_not_shown_to_people():
    assert len(event_object(READ, SHEET)["slots"]["chair"]) == 2
    assert not any("20%" in line for line in event_lines(READ, SHEET))


def test_a_person_reads_a_line_for_each_value_with_what_shows_it():
    first, *lines = event_lines(READ, SHEET)
    assert first.startswith("Forum on seabirds · ")
    assert lines == [
        "where: Koper, Slovenia (93%)",
        "  > The forum met in Koper, Slovenia.",
        "chair: Ana Silva (90%)",
        "  > Ana Silva and Ben Tan chaired it.",
    ]


def test_an_empty_sheet_is_told():
    assert list(event_lines(READ, UNREAD))[1:] == ["The report states none of the slots."]


def test_what_a_terminal_would_obey_is_made_harmless():
    read, event = told("Ana\x1b[31m Silva spoke.", "A\x1b[2Jtitle", speakers="Ana\x1b[31m Silva")
    assert not any("\x1b" in line for line in event_lines(read, event))
