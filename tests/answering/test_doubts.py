"""What keeps an answer from being sure: half answers, and what its report lacks."""

from types import SimpleNamespace

import pytest
from small_library import told

from bot.answering.doubts import is_half
from bot.model import Quote, Span


def half(question, text, first, kind="sheet"):
    read, _ = told(text)
    start = text.index(first)
    quote = Quote(read.passages[0], (Span(start, start + len(first)),))
    return is_half(SimpleNamespace(text=question), SimpleNamespace(kind=kind, quotes=(quote,)))


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Who chaired and who opened the forum?", True),
        ("which countries came and what was decided", True),
        ("Who chaired the forum on reefs and kites?", False),
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
