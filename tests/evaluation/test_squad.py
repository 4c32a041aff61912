"""Short answers are compared as SQuAD compares them."""

import pytest

from bot.evaluation.squad import exact_match, f1, normalise, token_f1


def test_case_articles_punctuation_and_spaces_do_not_count():
    assert normalise(" The U.K.,  and a\nFiji! ") == ("uk", "and", "fiji")
    assert exact_match("the Broncos", "Broncos.")


def test_an_article_inside_a_word_stays():
    assert normalise("Theatre") == ("theatre",)


@pytest.mark.parametrize(
    ("given", "expected", "value"),
    [
        ("Fiji", "Fiji", 1.0),
        ("Fiji", "Tonga", 0.0),
        ("New Zealand and Fiji", "New Zealand", 2 * 2 / (4 + 2)),
        ("no no", "no", 2 * 1 / (2 + 1)),
        ("the", "a", 1.0),
        ("the", "Fiji", 0.0),
    ],
)
def test_token_f1_is_the_harmonic_mean_over_words(given, expected, value):
    assert token_f1(given, expected) == pytest.approx(value)


def test_f1_counts_each_thing_as_often_as_it_stands():
    assert f1([("a",), ("a",)], [("a",), ("b",)]) == pytest.approx(0.5)
