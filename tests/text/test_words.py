"""Numbers in digits and words, and words that a slip or two make another one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.words import Spelling, number_in, slips


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("64", 64),
        ("1,040 people", 1040),
        ("some 190 of", 190),
        ("2.500", 2500),
        ("nineteen", 19),
        ("Thirty-five", 35),
        ("a hundred", 100),
        ("More than a hundred guests", 100),
        ("two hundred and six", 206),
        ("two thousand three hundred and twelve", 2312),
        ("three dozen", 36),
        ("nine people and two dogs", 9),
        ("hundreds of people", None),
        ("many", None),
        ("", None),
    ],
)
def test_the_first_whole_number_is_read(text, number):
    assert number_in(text) == number


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
