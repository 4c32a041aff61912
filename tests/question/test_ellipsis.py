"""Follow-ups that only name another thing: "and in Georgia?"."""

import pytest

from bot.language.tagging import tag
from bot.language.vocabulary import Vocabulary
from bot.model import Turn
from bot.question import read_question
from bot.question.ellipsis import is_elliptic

VOCABULARY = Vocabulary.of((w, w[0].isupper()) for w in "the meeting in Suva and Apia Bay".split())


def follow_up(question, before):
    return read_question(question, VOCABULARY, Turn(before, "a.md", 7))


@pytest.mark.parametrize(
    "question",
    ["And in Georgia?", "what about Apia", "How about the ninth?", "or in 2019?", "but Fiji?"],
)
def test_a_name_or_date_after_and_leaves_out_what_is_asked(question):
    assert is_elliptic(tag(question))


@pytest.mark.parametrize(
    "question",
    [
        "In Georgia?",
        "And who chaired it?",
        "And when in Georgia?",
        "And did Georgia?",
        "And Georgia joined?",
        "And in the capital of the new republic of Georgia in May?",
    ],
)
def test_a_question_with_a_verb_or_a_word_that_asks_is_whole(question):
    assert not is_elliptic(tag(question))


def test_another_place_is_asked_the_same_about():
    found = follow_up("And in Apia Bay?", "Who chaired the meeting in Suva?")
    assert (found.kind, found.predicate) == ("who", {"chair"})
    assert set(found.terms) == {"chair", "meet", "apia", "bay"}
    assert found.names == (("apia", "bay"),)


def test_a_follow_up_that_is_filled_in_follows_and_keeps_its_own_text():
    found = follow_up("And in Apia?", "Who chaired the meeting in Suva in May 2019?")
    assert (found.follows, found.text) == (True, "And in Apia?")
    assert (found.focus, found.after) == ("a.md", 7)


@pytest.mark.parametrize(
    ("question", "years", "months", "countries"),
    [
        ("And in 2020?", {2020}, {5}, {"FJ"}),
        ("And in June?", {2019}, {6}, {"FJ"}),
        ("And Tonga?", {2019}, {5}, {"TO"}),
    ],
)
def test_what_is_named_anew_replaces_what_was_and_the_rest_stays(
    question, years, months, countries
):
    found = follow_up(question, "Who came from Fiji in May 2019?")
    assert (found.years, found.months, found.countries) == (years, months, countries)


def test_only_the_last_name_is_replaced():
    found = follow_up("And Apia?", "Did Ana Silva chair the meeting in Suva?")
    assert found.names == (("ana", "silva"), ("apia",))
    assert "suva" not in found.terms


def test_what_may_stand_for_the_words_before_still_may():
    found = follow_up("And in Apia?", "Who purchased the boat in Suva?")
    assert "buy" in found.near["purchas"].terms


def test_a_whole_question_is_not_filled_in():
    found = follow_up("And who paid in Apia?", "Who chaired the meeting in Suva?")
    assert "chair" not in found.terms
