import time

import pytest

from bot.language.vocabulary import Vocabulary

REPORTS = "The delegates of Iraq and Suva met at the conference in Guyana and talked on malaria"


def vocabulary(text=REPORTS):
    return Vocabulary.of((word, word[0].isupper()) for word in text.split())


@pytest.mark.parametrize(
    ("typo", "meant"),
    [
        ("delgates", "delegates"),
        ("confernece", "conference"),
        ("Confrence", "conference"),
        ("suav", "suva"),
        ("chairpreson", "chairperson"),
        ("organisd", "organise"),
        ("conf", "conference"),
    ],
)
def test_a_typo_becomes_the_nearest_word(typo, meant):
    assert vocabulary().corrected(typo) == meant


@pytest.mark.parametrize("name", ["Iran", "iran", "Ghana", "Suriname", "John", "faso"])
def test_a_name_that_exists_becomes_no_other(name):
    assert vocabulary().corrected(name) == name


def test_a_nationality_may_become_its_country():
    assert vocabulary().corrected("iraqi") == "iraq"


@pytest.mark.parametrize(
    "word", ["met", "the", "hosted", "organisations", "abc", "x9z", "Zzzzzzzz"]
)
def test_a_word_that_is_known_or_resembles_none_stays(word):
    assert vocabulary().corrected(word) == word


def test_the_word_that_the_reports_use_most_is_meant():
    assert vocabulary("forms fords fords").corrected("fores") == "fords"


def test_names_are_what_is_always_written_with_a_capital():
    found = vocabulary("Suva met Met suvan Koro koro")
    assert found.names == {"suva"}


def test_the_first_letter_is_never_corrected():
    assert vocabulary("Bali bali").corrected("Zali") == "Zali"


def test_an_empty_vocabulary_corrects_by_english():
    assert Vocabulary.of(()).corrected("moderatr") == "moderator"


def test_a_large_vocabulary_is_searched_quickly():
    words = (
        f"{a}{b}{c}{d}ing" for a in "abcde" for b in "aeiou" for c in "bcdfg" for d in "lmnrst"
    )
    found = vocabulary(" ".join(f"{word} {word}er {word}ly {word}s" for word in words))
    start = time.process_time()
    for n in range(100):
        found.corrected(f"abcde{chr(97 + n % 26)}lyng")
    assert time.process_time() - start < 0.5
