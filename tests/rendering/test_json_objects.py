"""Answers and sheets as objects: every field, offsets that point at the words, and valid JSON."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_library import told

from bot.event import UNREAD
from bot.model import Choice, Field, Found, Passage, Quote, Report, Scored, Silent, Span
from bot.rendering.json_objects import answer_object, event_object
from bot.slots import SLOTS

BODY = "Preface.\n“Kia ora”, said Fiji and Tonga, who chaired. More.\n"
REPORT = Report("a/b.md", "Planning session", BODY, "2023-07-31", None, "https://example.org/a")
PASSAGE = Passage(REPORT, 9, 52)
FOUND = Found(
    "Who chaired?",
    "Fiji and Tonga",
    (Quote(PASSAGE, (Span(16, 20), Span(25, 30))),),
    0.93216,
    items=("Fiji", "Tonga"),
    choices=(Choice(Report("c.md", "Another", "x"), "Samoa"),),
    passages=tuple(Scored(PASSAGE, score) for score in (9.0, 7.123456, 5.0, 3.0, 2.0, 1.0)),
)
KEYS = ["id", "question", "answered", "answer", "items", "quote", "quotes"]
KEYS += ["outcome", "kind", "event", "confidence", "choices", "passages"]


def test_an_answer_has_exactly_the_keys_of_the_contract():
    assert list(answer_object(FOUND)) == KEYS
    assert list(answer_object(Silent("Who closed it?"))) == KEYS


def test_an_answer_says_its_outcome_its_kind_and_its_event():
    found = answer_object(replace(FOUND, event=REPORT))
    assert (found["outcome"], found["kind"]) == ("sure", "fact")
    assert found["event"] == {"report": "a/b.md", "title": "Planning session", "date": "2023-07-31"}
    assert answer_object(FOUND)["event"] is None


@pytest.mark.parametrize(
    ("why", "outcome"), [("closest", "closest"), ("not_stated", "not_stated"),
                         ("unknown_event", "not_stated"), ("chatter", "not_stated")],
)  # fmt: skip
def test_silence_shows_the_closest_passage_or_none(why, outcome):
    assert answer_object(Silent("Who closed it?", why=why))["outcome"] == outcome


def test_silence_tells_the_events_that_the_question_fits():
    silent = Silent("Who chaired?", why="closest", choices=FOUND.choices)
    assert answer_object(silent)["choices"] == answer_object(FOUND)["choices"] != []


def test_a_summary_has_its_fields_each_with_the_number_of_its_quote():
    summary = replace(FOUND, kind="summary", fields=(Field("chair", "Fiji", 0),))
    assert answer_object(summary)["fields"] == [{"name": "chair", "value": "Fiji", "quote": 0}]
    assert "fields" not in answer_object(FOUND)


def test_the_quote_is_the_slice_of_the_body_that_its_offsets_name():
    quote = answer_object(FOUND)["quote"]
    assert quote["text"] == BODY[quote["start"] : quote["end"]]
    assert [quote["text"][a:b] for a, b in quote["highlights"]] == ["Fiji", "Tonga"]


def test_the_quote_names_its_report():
    quote = answer_object(FOUND)["quote"]
    assert quote["report"] == "a/b.md"
    assert quote["title"] == "Planning session"
    assert quote["date"] == "2023-07-31"
    assert quote["url"] == "https://example.org/a"


def test_the_quote_is_the_first_of_the_quotes():
    said = answer_object(FOUND)
    assert said["quotes"] == [said["quote"]]


def test_the_id_is_handed_through_whatever_it_is():
    assert answer_object(FOUND, 7)["id"] == 7
    assert answer_object(FOUND, "q-1")["id"] == "q-1"
    assert answer_object(FOUND)["id"] is None


def test_a_yes_is_the_answer_though_other_words_show_it():
    found = Found("Did Fiji chair?", "Fiji", FOUND.quotes, 0.9, verdict="Yes")
    assert answer_object(found)["answer"] == "Yes"


def test_another_event_is_a_choice_with_its_own_answer():
    choice = {"report": "c.md", "title": "Another", "date": None, "answer": "Samoa"}
    assert answer_object(FOUND)["choices"] == [choice]


def test_five_passages_at_most_best_first():
    scores = [passage["score"] for passage in answer_object(FOUND)["passages"]]
    assert scores == [9.0, 7.1235, 5.0, 3.0, 2.0]


def test_silence_has_no_answer_but_keeps_the_nearest_passages():
    said = answer_object(Silent("Who closed it?", 0.2, passages=FOUND.passages[:1]), "q-2")
    assert said["answered"] is False
    assert said["answer"] is said["quote"] is None
    assert said["items"] == said["quotes"] == said["choices"] == []
    assert said["confidence"] == 0.2
    assert said["passages"][0]["text"] == PASSAGE.text


@given(st.text(min_size=1), st.data())
def test_any_slice_of_any_text_comes_back_from_json_unchanged(body, data):
    start = data.draw(st.integers(0, len(body) - 1))
    end = data.draw(st.integers(start + 1, len(body)))
    passage = Passage(Report("r.txt", "t", body), start, end)
    found = Found("?", "", (Quote(passage),), 0.5)
    again = json.loads(json.dumps(answer_object(found), ensure_ascii=False))
    assert again["quote"]["text"] == body[start:end]


def test_only_a_report_with_pages_has_a_page():
    report = Report("a.pdf", "Minutes", "It began.\n\n\fFiji chaired.")
    passage = Passage(report, 12, 25)
    said = answer_object(
        Found("?", "Fiji", (Quote(passage),), 0.9, passages=(Scored(passage, 1.0),))
    )
    assert said["quote"]["page"] == said["passages"][0]["page"] == 2
    assert "page" not in answer_object(FOUND)["quote"]


SHEET_BODY = "It began.\nThe  forum met in Koper,\nSlovenia. Ana Silva and Ben Tan chaired it."
READ, SHEET = told(
    SHEET_BODY,
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


def test_a_sheet_is_json():
    said = event_object(READ, SHEET)
    assert json.loads(json.dumps(said)) == said


def test_a_value_comes_with_its_quote_and_its_place_in_it():
    (where,) = event_object(READ, SHEET)["slots"]["where"]
    quote = where["quote"]
    assert (where["value"], where["probability"]) == ("Koper,\nSlovenia", 0.9312)
    assert quote["text"] == SHEET_BODY[quote["start"] : quote["end"]]
    ((start, end),) = quote["highlights"]
    assert quote["text"][start:end] == where["value"]
    assert (quote["report"], quote["date"], quote["url"]) == ("a.md", "2021-05-03", None)


def test_unlikely_values_are_in_the_object():
    assert len(event_object(READ, SHEET)["slots"]["chair"]) == 2
