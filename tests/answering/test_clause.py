import pytest
from small_library import read

from bot.answering.clause import LONGEST, asked_clause


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("Who closed the session?", "who closed the session"),
        ("and who  closed it ?!", "who closed it"),
        ("Which countries came?", "which countries came"),
        ("What was agreed?", "what was agreed"),
    ],
)
def test_a_question_about_the_subject_is_a_clause_as_it_stands(question, clause):
    assert asked_clause(read(question)) == clause


@pytest.mark.parametrize(
    "question",
    [
        "When did it end?",
        "Where was it held?",
        "When will they meet?",
        "In which city did they meet?",
        "Did Fiji come?",
        "budget?",
        "Who closed " + "the long " * (LONGEST // 9) + "session?",
    ],
)
def test_a_question_whose_verb_would_have_to_change_is_no_clause(question):
    assert asked_clause(read(question)) is None
