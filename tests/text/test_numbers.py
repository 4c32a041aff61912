"""Numbers in digits and words."""

import pytest

from bot.text.numbers import number_in


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
