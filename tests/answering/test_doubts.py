"""What keeps an answer from being sure: words that answer another question, or half of it."""

from types import SimpleNamespace

import pytest
from small_library import holding, told

from bot.answering.doubts import misses, says_nothing
from bot.model import Quote, Span


def half(question, text, first, kind="sheet", slot="participants"):
    read, _ = told(text)
    start = text.index(first)
    quote = Quote(read.passages[0], (Span(start, start + len(first)),))
    asked = SimpleNamespace(text=question, route=SimpleNamespace(slot=slot))
    return misses(asked, SimpleNamespace(kind=kind, quotes=(quote,)))


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Who chaired and who opened the forum?", True),
        ("which countries came and what was decided", True),
        ("forum in Suva: when + where", True),
        ("when/where was it", True),
        ("Who chaired the forum on reefs and kites?", False),
        ("What did R & D say?", False),
        ("And who opened it?", False),
        ("Who chaired and closed it?", False),
    ],
)
def test_one_answer_to_two_questions_is_half_an_answer(question, wanted):
    assert half(question, "Ana Silva was in the chair.", "Ana Silva") is wanted


@pytest.mark.parametrize(
    ("text", "first", "wanted"),
    [
        ("Experts from the WCO and from Japan Customs led it.", "Japan Customs", True),
        ("Fiji, Samoa and Tonga came.", "Tonga", True),
        ("Fiji, Samoa and Tonga came.", "Fiji", False),
        ("It rained, and on Monday Fiji came.", "Fiji", False),
        ("And Fiji came.", "Fiji", False),
    ],
)
def test_a_list_whose_beginning_is_lacking_is_half_an_answer(text, first, wanted):
    assert half("Who came?", text, first) is wanted
    assert not half("Who came?", text, first, "reader")


@pytest.mark.parametrize("kind", ["sheet", "reader"])
def test_a_vice_chair_is_no_chair_wherever_that_was_read(kind):
    text = "Hilda Heine acted as vice-chair."
    assert half("Who chaired it?", text, "Hilda Heine", kind, "chair")
    assert not half("Who was vice-chair?", text, "Hilda Heine", kind, "chair")
    assert not half("Who chaired it?", "Ana Silva led it.", "Ana Silva", kind, "chair")


def test_a_number_of_all_is_none_of_those_from_a_country():
    text = "In all 40 delegates came."
    assert half("How many came from Samoa?", text, "40", "sheet", "count")
    assert not half("How many came?", text, "40", "sheet", "count")
    assert not half("How many came from Samoa?", "Samoa sent 40 delegates.", "40", "sheet", "count")


@pytest.mark.parametrize(
    ("text", "before", "slot", "wanted"),
    [
        ("asdf qwer", "Who chaired it?", None, True),
        ("Xyzzy plugh?", "Who chaired it?", None, True),
        ("asdf qwer", "", None, False),  # the router sees to that
        ("asdf qwer", "Who chaired it?", "chair", False),
        ("the asdf", "Who chaired it?", None, False),
        ("buoys?", "Who chaired it?", None, False),
        ("price?", "Who chaired it?", None, False),
        ("wich", "Who chaired it?", None, False),
    ],
)
def test_noise_after_a_question_asks_for_nothing(text, before, slot, wanted):
    library = holding(told("Ana Silva was in the chair. Ten buoys were bought."))
    asked = SimpleNamespace(text=text, before=before, route=SimpleNamespace(slot=slot))
    assert says_nothing(library, asked) is wanted
