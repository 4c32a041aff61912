import time

import pytest

from bot.language.abbreviations import capitalised_before, short_forms_in


def long_forms(text):
    return [text[f.long : f.start] for f in short_forms_in(text) if f.long is not None]


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("United Nations Office on Drugs and Crime", "UNODC"),
        ("International Organization for Migration", "IOM"),
        ("Search and Rescue", "SAR"),
        ("Pacific Islands Chiefs of Police", "PICP"),
        ("Ministry of Health", "MoH"),
        ("Lusaka Agreement Task Force", "LATF"),
    ],
)
def test_the_words_before_the_bracket_are_the_long_form(long, short):
    assert long_forms(f"It was run by the {long} ({short}) in Suva.") == [long]


@pytest.mark.parametrize("text", ["as shown (AB)", "met (USA)", "the Bank of Fiji (XYZ)"])
def test_words_that_the_letters_do_not_spell_are_no_long_form(text):
    assert long_forms(text) == []


def test_brackets_with_a_sentence_are_no_short_form():
    assert list(short_forms_in("It ended (after three days) early (2019).")) == []


def test_a_run_of_capitalised_words_stands_in_where_letters_do_not_fit():
    text = "the Global Action Plan (XYZ)"
    assert text[capitalised_before(text, text.index(" (")) :].startswith("Global Action Plan")


def test_no_capitalised_word_before_the_bracket_stands_for_nothing():
    assert capitalised_before("a plan (XYZ)", 6) is None


@pytest.mark.parametrize("unit", ["(AB) ", "Aa Bb (AB) ", "(", " ", "Aa ", "(A"])
def test_hostile_text_takes_linear_time(unit):
    def seconds(size):
        text = (unit * size)[:size]
        start = time.process_time()
        list(short_forms_in(text))
        return time.process_time() - start

    assert seconds(20_000) < 8 * seconds(5_000) + 0.3
