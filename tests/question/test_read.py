import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.vocabulary import Vocabulary
from bot.model import Turn
from bot.question import read_question

WORDS = "the 9th meeting of the network was chaired by Fiji and held in Suva and Walvis Bay"
VOCABULARY = Vocabulary.of((word, word[0].isupper()) for word in WORDS.split())


def read(text, **more):
    return read_question(text, VOCABULARY, **more)


def test_terms_are_without_stop_words_and_what_the_kind_says():
    assert read("How many people attended the meeting in Suva?").terms == (
        "person",
        "attend",
        "meet",
        "suva",
    )


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who chaired the meeting in Walvis Bay?", [("walvi", "bay")]),
        ("who chaired the meeting in walvis bay", [("walvi", "bay")]),
        ("Did Ben Quinn meet Ana Silva?", [("ben", "quinn"), ("ana", "silva")]),
        ("Who came in July?", []),
        ("who came from the US", [("us",)]),
    ],
)
def test_names_are_found_in_any_case_where_the_reports_know_them(question, names):
    assert list(read(question).names) == names


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("Did Canada join?", {"CA"}),
        ("did sri lanka and viet nam join", {"LK", "VN"}),
        ("Was a Thai officer there?", {"TH"}),
        ("was turkey eaten", set()),
        ("who told us", set()),
    ],
)
def test_countries_are_found_in_any_case(question, codes):
    assert read(question).countries == codes


@pytest.mark.parametrize(
    ("question", "years", "months"),
    [
        ("Who chaired it in July 2019?", {2019}, {7}),
        ("suva july who chaired", set(), {7}),
        ("who came in 2019 and 2020", {2019, 2020}, set()),
        ("who met in may", set(), {5}),
        ("who may come", set(), set()),
        ("what novel was read in march", set(), {3}),
        ("mtg in sept", set(), {9}),
    ],
)
def test_years_and_months_are_read(question, years, months):
    found = read(question)
    assert (found.years, found.months) == (years, months)


@pytest.mark.parametrize(
    "question", ["Who chaired the 9th meeting?", "who chaired the ninth meeting"]
)
def test_ordinals_are_read_in_words_and_digits(question):
    assert read(question).ordinals == {"9th"}


def test_the_predicate_is_what_somebody_does_not_the_event():
    found = read("Which countries attended the training?")
    assert found.predicate == {"attend"}
    assert "attend" in found.classes
    assert found.events == {"train"}


@pytest.mark.parametrize(
    ("question", "implied"),
    [("How long was it?", "last"), ("What was the cost?", "cost"), ("Where was it?", "locate")],
)
def test_a_kind_implies_what_no_verb_says(question, implied):
    assert implied in read(question).classes


@pytest.mark.parametrize(
    ("question", "plural"),
    [
        ("Which countries came?", True),
        ("Which country came?", False),
        ("Who were the panellists?", True),
        ("Who was the chair?", False),
        ("what people came", True),
        ("Which process was it?", False),
    ],
)
def test_several_answers_are_asked_for_by_plurals(question, plural):
    assert read(question).plural is plural


@pytest.mark.parametrize(
    "question",
    ["And who opened it?", "Who opened it?", "What did she say?", "what about Fiji", "When?"],
)
def test_a_follow_up_is_known_by_pronouns_and_and(question):
    assert read(question).follows


def test_a_question_that_names_its_event_is_no_follow_up():
    assert not read("Who chaired the ninth meeting of the network in Walvis Bay?").follows


def test_the_turn_before_gives_terms_report_and_place():
    found = read("Who opened it?", turn=Turn("Who chaird the meeting in Suva?", "a.md", 7))
    assert (found.before, found.focus, found.after) == (("chair", "meet", "suva"), "a.md", 7)


@pytest.mark.parametrize("pronoun", ["she", "her", "he", "him", "his"])
def test_she_is_the_one_person_who_was_just_named(pronoun):
    turn = Turn("Who chaired it?", "a.md", 7, "Ana Silva")
    found = read(f"What did {pronoun} say?", turn=turn)
    assert found.names == (("ana", "silva"),)
    assert found.terms[-2:] == ("ana", "silva")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What did they say?", "Ana Silva"),
        ("What did she say?", None),
        ("What did she say?", "Ana Silva and Ben Quinn"),
        ("What did she say?", "a judge of the court"),
        ("What did she say?", "Ana Silva of the large and old court of the isles"),
    ],
)
def test_she_is_nobody_where_not_just_one_person_was_named(question, answer):
    turn = Turn("Who chaired it?", "a.md", 7, answer)
    assert read(question, turn=turn).terms == read(question).terms


def test_a_name_that_the_question_has_already_is_not_added_twice():
    turn = Turn("Who chaired it?", "a.md", 7, "Ana Silva")
    assert read("Did Ana say her name?", turn=turn).terms.count("ana") == 1


def test_other_words_may_stand_for_a_question_s_own_but_not_for_names():
    found = read("Who purchased the boat of Ben Quinn?")
    assert "buy" in found.near["purchas"].terms
    assert not {"ben", "quinn"} & set(found.near)


def test_a_question_keeps_its_text_as_typed():
    assert read("hi who chaird it pls").text == "hi who chaird it pls"


@given(st.text(max_size=80))
def test_any_question_is_read(text):
    found = read(text, turn=Turn(text))
    assert set(found.events) <= set(found.terms)


@pytest.mark.parametrize(
    "unit", ["x", "a ", "Aa ", "1-", "what is ", "(AB) ", "1 May ", "New ", "😀", "of the ", "?"]
)
def test_a_long_question_takes_linear_time(unit):
    def seconds(size):
        start = time.process_time()
        read((unit * size)[:size])
        return time.process_time() - start

    assert seconds(20_000) < 8 * seconds(5_000) + 0.3
