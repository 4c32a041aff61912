"""Words that a slip or two make another one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.spelling import Spelling, slips

WORDS = ("kinabalu", "session", "suva", "symposium", "kite", "planning", "2019")
SPELLING = Spelling(WORDS)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("kinabulu", "kinabalu"),
        ("kinablau", "kinabalu"),
        ("kinabelo", "kinabalu"),
        ("sesion", "session"),
        ("sesssion", "session"),
        ("simposium", "symposium"),
        ("simposum", "symposium"),
        ("plannign", "planning"),
    ],
)
def test_a_mistyped_word_is_near_the_one_that_is_meant(typed, word):
    assert set(SPELLING.near(typed)) == {word}


@pytest.mark.parametrize(
    "typed", ["siva", "kate", "", "2018", "kinabalu", "zession", "sxxsion", "kxnxbxlu", "kinbulu"]
)
def test_short_words_other_first_letters_and_too_many_slips_are_near_none(typed):
    assert SPELLING.near(typed) == {}


def test_words_that_are_added_before_the_first_question_are_known():
    words = {"suva": 0}
    spelling = Spelling(words)
    words["kinabalu"] = 1
    assert spelling.near("kinabulu") == {"kinabalu": 1}


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [("ab", "ab", 0), ("ab", "ba", 1), ("abc", "ac", 1), ("abc", "abxc", 1), ("abc", "xyz", 3)],
)
def test_slips_are_counted(one, other, number):
    assert slips(one, other, 9) == number


@given(st.text("abc", max_size=8), st.text("abc", max_size=8), st.integers(0, 3))
def test_more_slips_than_asked_for_are_only_said_to_be_more(one, other, most):
    exact = slips(one, other, 99)
    assert exact == slips(other, one, 99)
    assert slips(one, other, most) == exact or (slips(one, other, most) > most < exact)
