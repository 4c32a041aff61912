"""Slips in the words that ask are undone; what names an event stays as it was typed."""

import pytest
from small_library import holding, told

from bot.answering.asking_words import with_asking_words
from bot.text.tokens import terms

ASKING = frozenset(
    terms("chaired opened moderated attended decided hosted organised workshop paid")
)
LIBRARY = holding(
    told("The forum was held in Oulund. Ana Hostad chaired it.", "Forum", "2021-06-01", "a.md")
)


def asked(question):
    return with_asking_words(LIBRARY, question, ASKING)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("who opnd the workshop", "who opened the workshop"),
        ("who opend it?", "who opened it?"),
        ("who chaird it, and whn?", "who chaired it, and when?"),
        ("who orgnised the wrkshop", "who organised the workshop"),
        ("WHO CHAIRD IT", "WHO chaired IT"),
        ("how many atended", "how many attended"),
        ("who payd for it", "who paid for it"),
    ],
)
def test_a_word_that_nothing_knows_is_the_asking_word_that_it_is_near(typed, meant):
    assert asked(typed) == meant


@pytest.mark.parametrize(
    "question",
    [
        "who opened the workshop",
        "who led the Opend forum",  # a capital begins a name
        "who was at oulund",  # a report has it
        "did hostad speak",
        "what of oulunds",  # a slip of what a report has
        "who saw wombats",
        "who oiled it",
        "7th?",
        "",
    ],
)
def test_all_else_stays_as_it_was_typed(question):
    assert asked(question) == question
