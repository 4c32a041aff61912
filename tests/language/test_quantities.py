import time

import pytest

from bot.language.quantities import counts_in, money_in, percents_in
from bot.language.tagging import tag


def money(text):
    return [text[start:end] for start, end in money_in(text)]


def counts(text):
    return [(text[c.start : c.end], c.value) for c in counts_in(tag(text))]


@pytest.mark.parametrize(
    "amount",
    [
        "US$1.5 million",
        "€20,000",
        "NZD 40",
        "40 NAD",
        "3 million baht",
        "fifty dollars",
        "two million Australian dollars",
        "20 000 euros",
        "3,000 South Korean won",
        "100 €",
    ],
)
def test_a_sum_of_money_is_found_as_written(amount):
    assert money(f"It cost {amount}.") == [amount]


@pytest.mark.parametrize(
    "text", ["two won prizes", "ISO 9001", "COP 26", "TOP 10", "a PDF 3", "5 tonnes"]
)
def test_what_only_looks_like_money_is_none(text):
    assert money(text) == []


@pytest.mark.parametrize("share", ["40%", "3 per cent", "3.5 percent", "forty-five per cent"])
def test_a_percentage_is_found_as_written(share):
    text = f"It was {share} of them."
    assert [text[start:end] for start, end in percents_in(text)] == [share]


@pytest.mark.parametrize(
    ("count", "value"),
    [
        ("12", "12"),
        ("twelve", "12"),
        ("some 150", "150"),
        ("more than twenty-five", "25"),
        ("a hundred", ""),
        ("at least two", "2"),
        ("well over 40", "40"),
    ],
)
def test_a_count_has_the_words_that_round_it_and_its_digits(count, value):
    assert counts(f"There came {count} officers.") == [(count, value)]


@pytest.mark.parametrize("digit", ["²", "٣", "½", "1" * 5000])
def test_odd_digits_break_nothing(digit):
    assert counts(f"It had {digit} rooms.") is not None


@pytest.mark.parametrize("unit", ["1", "1 ", "111 ", "1,111,", "US$", "$1 ", "one ", "a hundred "])
def test_hostile_text_takes_linear_time(unit):
    def seconds(size):
        text = (unit * size)[:size]
        start = time.process_time()
        money_in(text)
        percents_in(text + "%")
        return time.process_time() - start

    assert seconds(40_000) < 8 * seconds(10_000) + 0.2
