import pytest
from small_library import holding, reading, told, words_of
from told_network import Told

from bot.answering import answer_question, corrected, placed, slot_answer
from bot.config.sections import AnswerSection
from bot.event import Event

ANY = AnswerSection(max_wrong=1.0)  # answers whatever is likeliest
BODY = (
    "The session was opened by Ana Ruiz in Suva. It was chaired by Fiji\nand Niue, with help from "
    "Tonga. It took place from 3 to 5 May 2022. The minister, Tom Kato, closed it."
)


@pytest.mark.parametrize(
    ("slot", "said", "places"),
    [
        ("chair", "Tonga", ["Tonga"]),
        ("chair", "tonga.", ["Tonga"]),
        ("chair", "Fiji and Niue", ["Fiji\nand Niue"]),
        ("chair", "Niue; Tonga", ["Niue", "Tonga"]),
        ("chair", "Tonga, Niue and Fiji", ["Fiji", "Niue", "Tonga"]),
        ("closer", "The minister, Tom Kato", ["The minister, Tom Kato"]),
        ("when", "3 to 5 May 2022", ["3 to 5 May 2022"]),
        ("when", "3, 5 May 2022", []),
        ("chair", "Samoa", []),
        ("chair", "Fiji; Samoa", []),
        ("where", "Suv", []),
        ("where", " . ", []),
        ("where", ";;", []),
        ("where", "(", []),
    ],
)
def test_a_correction_is_found_where_the_report_says_it(slot, said, places):
    read = reading(BODY)
    assert words_of(read, placed(read, slot, said)) == places


def answered(library, slot):
    found = slot_answer(library.readings[0], library.events[0], slot, "?")
    return found and found.text


def test_a_corrected_slot_is_answered_by_the_correction():
    library = holding(told(BODY, chair="Tonga", where="Suva"), told("A b c.", path="b.md"))
    right = corrected(library, {"a.md": {"chair": "Fiji; Niue"}})
    assert answered(right, "chair") == "Fiji, Niue"
    assert answered(right, "where") == "Suva"
    assert answered(library, "chair") == "Tonga"


def test_a_correction_is_answered_by_whatever_the_reader_finds():
    library = holding(told(BODY, chair="Tonga"))
    right = corrected(library, {"a.md": {"chair": "Fiji; Niue"}})
    reader = Told(route="chair", answers=("Tonga",))
    question = "Who chaired the planning session?"
    assert answer_question(library, reader, ANY, question).answer == "Tonga"
    found = answer_question(right, reader, ANY, question)
    assert (found.items, found.slot) == (("Fiji", "Niue"), "chair")


def test_the_passage_that_was_read_is_quoted_rather_than_an_earlier_one():
    body = "Fiji sent a band. The session was chaired by Fiji with Tonga."
    right = corrected(holding(told(body, chair="Tonga")), {"a.md": {"chair": "Fiji"}})
    found = slot_answer(right.readings[0], right.events[0], "chair", "?")
    assert found.quotes[0].passage.text == "The session was chaired by Fiji with Tonga."


def test_a_corrected_date_is_the_first_day_of_the_event():
    library = corrected(holding(told(BODY)), {"a.md": {"when": "3 to 5 May 2022"}})
    assert library.events[0].starts == "2022-05-03"


def test_a_correction_that_the_report_does_not_say_changes_no_answer():
    library = corrected(holding(told(BODY, chair="Tonga")), {"a.md": {"chair": "Samoa"}})
    assert answered(library, "chair") == "Tonga"


def test_a_correction_of_a_report_that_is_gone_is_left_alone():
    library = holding(told(BODY, chair="Tonga"), told("A b c.", path="b.md"))
    right = corrected(library, {"gone.md": {"chair": "Fiji"}})
    assert list(right.events) == list(library.events)
    assert right.events[-1] == Event({})
    assert right.events[:1] == (library.events[0],)
