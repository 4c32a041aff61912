from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_library import holding, told

from bot.event import UNREAD, Event, SlotValue
from bot.reader.network import ROUTES
from bot.trial.page.explaining import THINGS, event_of, events, in_plain_words, laid_out, sheet_of

LINES = (
    "asks for: chair (93% sure)",
    "follows: Where was it?",
    "event: Planning session",
    "sure: 75% that it is right, needed 60%: answered",
    "answers considered (how sure; the answer; where from):",
    "    0.75  'Tonga', by the event's sheet in a.md",
    '    0.10  "Samoa\'s, it said", read in the passage in b in c.md',
    "passages found (score by BM25; the words (all)):",
    "    4.00  'Tonga chaired it.'",
    "    1.00  'It\\'s over.'",
    "   -0.50  'Third.'",
    "   nothing scored",
)


@pytest.fixture
def said():
    return in_plain_words(**laid_out(LINES))


def test_what_is_asked_and_of_which_event_is_said_in_words(said):
    assert said["facts"] == [
        {"name": "It asks", "value": "who chaired it (93% sure)"},
        {"name": "About", "value": "Planning session"},
    ]
    assert said["needed"] == 0.6


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("asks for: participants countries, as yes or no (70% sure)",
         "which countries took part, yes or no (70% sure)"),
        ("asks for: opener", "who opened it"),
        ("asks for: something new (1% sure)", "something new (1% sure)"),
    ],
)  # fmt: skip
def test_how_it_is_asked_stays(line, value):
    assert in_plain_words(**laid_out([line]))["facts"][0]["value"] == value


def test_everything_that_a_question_can_ask_for_has_words():
    assert {route.replace("_", " ") for route in ROUTES} <= set(THINGS)


def test_answers_that_were_weighed_say_how_likely_they_are_and_where_they_stand(said):
    weighed, _ = said["tables"]
    assert weighed["title"].startswith("Answers that were weighed")
    first, second = weighed["rows"]
    assert first == {
        "share": 0.75,
        "figure": "75%",
        "text": "Tonga",
        "where": "noted when the report was read, a.md",
    }
    assert (second["text"], second["where"]) == (
        "Samoa's, it said",
        "read in the passage, b in c.md",
    )


def test_passages_show_their_order_and_no_scores(said):
    _, passages = said["tables"]
    assert [row["text"] for row in passages["rows"]] == [
        "Tonga chaired it.", "It's over.", "Third.", "nothing scored",
    ]  # fmt: skip
    assert [row["share"] for row in passages["rows"]] == [1.0, 0.25, 0.0, 0.0]
    assert {row["figure"] for row in passages["rows"]} == {""}


def test_what_was_cut_ends_in_dots():
    lines = ("passages found (score):", f"   1.00  {'a' * 80!r}", f"   0.50  {'a' * 79!r}")
    [table] = in_plain_words(**laid_out(lines))["tables"]
    assert [row["text"] for row in table["rows"]] == ["a" * 80 + "…", "a" * 79]


def test_no_word_of_its_makers_is_left(said):
    assert not any(word in str(said) for word in ("BM25", "sheet", "score by", "fit x"))


def test_a_lone_line_is_a_note():
    found = in_plain_words(**laid_out(["No reports are indexed."]))
    assert found == {
        "needed": None,
        "facts": [{"name": "Note", "value": "No reports are indexed."}],
        "tables": [],
    }


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
        SlotValue(min(number, last), start, min(start + size, len(TEXT)), 0.9)
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


FORUM = "It began. The forum met from 13 to 15 October 2021 in Koper, Slovenia."
WHEN, WHERE = "from 13 to 15 October 2021", "Koper, Slovenia"
PUBLISHED = "2021-11-28"


def event(title="Forum", date=PUBLISHED, path="a.md", **slots):
    return event_of(*told(FORUM, title, date, path, **slots))


def test_an_event_was_when_and_where_its_sheet_says():
    found = event(when=WHEN, where=WHERE)
    assert (found.starts, found.stated) == ("2021-10-13", True)
    assert (found.when, found.where) == (WHEN, WHERE)
    assert found.quote == "The forum met from 13 to 15 October 2021 in Koper, Slovenia."
    assert (found.report, found.title) == ("a.md", "Forum")


def test_without_a_date_the_report_s_own_stands():
    found = event(where=WHERE)
    assert (found.starts, found.stated) == (PUBLISHED, False)
    assert (found.when, found.quote, found.where) == (None, None, WHERE)


@pytest.mark.parametrize("slots", [{"when": (WHEN, 0.4)}, {"where": (WHERE, 0.4)}])
def test_what_is_not_likely_is_not_shown(slots):
    found = event(**slots)
    assert (found.starts, found.stated, found.when, found.where) == (PUBLISHED, False, None, None)


def test_a_time_that_is_no_date_leaves_that_of_the_report():
    assert event(when="It began").starts == PUBLISHED


def test_an_undated_report_without_a_sheet_has_no_start():
    read, _ = told(FORUM)
    assert event_of(read, UNREAD).starts is None


def test_events_come_the_earliest_first_and_the_undated_last():
    library = holding(
        told(FORUM, "B", None, "b.md"),
        told(FORUM, "A", None, "a.md"),
        told(FORUM, "D", PUBLISHED, "d.md"),
        told(FORUM, "C", PUBLISHED, "c.md", when=WHEN),
    )
    found = events(SimpleNamespace(library=library))
    assert [event.title for event in found] == ["C", "D", "A", "B"]
