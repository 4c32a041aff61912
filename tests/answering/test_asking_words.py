"""Slips in the words that ask are undone; what names an event stays as it was typed."""

import pytest
from small_library import holding, told, workshop
from told_network import Told

from bot.answering.asking_words import routed_again, with_asking_words, with_generic_event
from bot.answering.events_named import events_named
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


WATCH = holding(
    told(
        "The Harbour Watch met in Walvis Bay in 2021. Ana Silva chaired it. Kenya came.",
        "Harbour Watch of the North", "2021-06-01", "a.md", name="Harbour Watch",
        where="Walvis Bay",
    ),
    workshop(),
)  # fmt: skip
WHO = frozenset(terms("chaired opened came decided signed"))


@pytest.mark.parametrize(
    ("question", "generic"),
    [
        ("who chaired the harbour watch in walvis bay", "who chaired the meeting"),
        ("who chaired harbour watch", "who chaired the meeting"),
        ("who opened the harbour watch forum in Walvis Bay?", "who opened the forum ?"),
        ("who opened the Harbour Watch of the North?", "who opened the meeting ?"),
        ("how many came to walvis bay", "how many came to the meeting"),
        ("who chaired the workshop on kites", "who chaired the workshop"),
        ("who chaired the meeting", "who chaired the meeting"),
        ("who came from walvis bay", "who came from walvis bay"),
        ("who signed the treaty of oslo", "who signed the treaty of oslo"),
        ("", ""),
    ],
)
def test_an_event_has_a_name_that_tells_the_router_nothing(question, generic):
    named = events_named(WATCH, WHO, question)
    assert with_generic_event(WATCH, question, named) == generic


@pytest.mark.parametrize(("route", "slot"), [("chair", "chair"), ("fact", None)])
def test_a_question_is_routed_again_where_its_event_has_a_name(route, slot):
    network = Told(route=route)
    question = "who chaired harbour watch"
    found = routed_again(WATCH, network, question, "", events_named(WATCH, WHO, question))
    assert (found.slot if found else None) == slot
    question = "who chaired it"
    assert routed_again(WATCH, network, question, "", events_named(WATCH, WHO, question)) is None
