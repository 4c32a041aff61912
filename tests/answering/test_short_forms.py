"""What a short form stands for: when that is asked, and what a text says of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_library import holding, told

from bot.answering import answer_question
from bot.answering.short_forms import long_forms, short_form_asked
from bot.config import AnswerSection
from bot.model import Found, Silent
from bot.reader.network import network

ASKING = frozenset("what who doe is the it in".split())


def long(text, short):
    return [text[start:end] for start, end in long_forms(text, short)]


@pytest.mark.parametrize(
    "question",
    [
        "What does KTU stand for?", "what does ktu mean", "KTU meaning?", "ktu = meaning",
        "ktu?", "KTU", "What is KTU short for?", "full name of the KTU", "what do KTUs mean",
    ],
)  # fmt: skip
def test_a_short_form_is_asked_for(question):
    assert short_form_asked(question, ASKING | {"of"}) == "ktu"


@pytest.mark.parametrize(
    "question",
    [
        "What did KTU used to stand for?", "What is the KTU?", "What does the KTU of Fiji mean?",
        "Where do boats stand?", "What does it mean?", "", "?",
        "Who stands for the Kite Union?",
    ],
)  # fmt: skip
def test_something_else_is_asked_for(question):
    assert short_form_asked(question, ASKING) is None


@pytest.mark.parametrize(
    ("text", "short", "words"),
    [
        ("The Kite Trainers' Union (KTU) met.", "ktu", "Kite Trainers' Union"),
        (
            "It was run by the Bureau for Kites and Tides (BKT).",
            "bkt",
            "Bureau for Kites and Tides",
        ),
        ("Kite Safety Rules (KSRs) were read.", "ksr", "Kite Safety Rules"),
        ("They met. Tides, Ropes and Kites (TRK) paid.", "trk", "Tides, Ropes and Kites"),
        ("He spoke for the KTU (Kite Trainers' Union).", "ktu", "Kite Trainers' Union"),
        ("The École de Cerfs-volants (EC) came.", "ec", "École de Cerfs-volants"),
    ],
)
def test_the_words_before_or_in_the_brackets_whose_letters_make_it_are_its_long_form(
    text, short, words
):
    assert long(text, short) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "We went home (KTU).", "The Kite Union. Then (KTU) met.", "The KTU met.",
        "The Kite Trainers' Union (KTX) met.", "Akita umbrella (KTU)", "(KTU)", "",
    ],
)  # fmt: skip
def test_other_words_before_the_brackets_are_not(text):
    assert long(text, "ktu") == []


@given(st.text(alphabet="KTU ktu()ßİé.,-&/", max_size=60))
def test_a_long_form_is_a_part_of_any_text(text):
    for start, end in long_forms(text, "ktu"):
        assert 0 <= start < end <= len(text)


UNION = told("The Kite Trainers' Union (KTU) met in Suva.", "Kites", path="a.md", where="Suva")
OTHER = told("The Knot Tiers of Ulva (KTU) met in Apia.", "Knots", path="b.md", where="Apia")


def answered(*reports, question="What does KTU stand for?"):
    return answer_question(holding(*reports), network(), AnswerSection(), question)


@pytest.mark.parametrize("question", ["What does KTU stand for?", "ktu meaning", "ktu?"])
def test_it_is_answered_with_the_words_of_the_report(question):
    found = answered(UNION, question=question)
    assert isinstance(found, Found)
    assert found.answer == "Kite Trainers' Union"


def test_where_reports_differ_neither_is_taken_for_sure():
    found = answered(UNION, OTHER)
    assert isinstance(found, Silent) or found.confidence < 0.8
