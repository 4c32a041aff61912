"""What may stand for a term, and the file that says so."""

from collections import Counter

import pytest

from bot.language.countries import country_of
from bot.language.thesaurus import LEAST, alike, groups
from bot.text.tokens import term

LEAST_WORDS = 3  # of a group; two words would be found together without a thesaurus


@pytest.mark.parametrize(
    ("word", "other"),
    [("purchase", "buy"), ("die", "death"), ("shut", "close"), ("postpone", "delay")],
)
def test_words_of_one_sense_are_alike_either_way(word, other):
    there, back = alike(term(word)).terms[term(other)], alike(term(other)).terms[term(word)]
    assert there == pytest.approx(back, abs=0.002)
    assert 0.3 < there < 1


def test_the_more_senses_two_words_share_the_more_they_are_alike():
    of_shut = alike("shut").terms
    assert of_shut["close"] > of_shut["seal"]
    assert "open" not in of_shut


def test_phrases_may_stand_for_a_word_as_sets_of_terms():
    phrases = dict(alike("cancel").phrases)
    assert phrases[frozenset({"call", "off"})] > LEAST


def test_a_phrase_with_the_word_itself_stands_for_nothing():
    assert any("close_down" in line for line in groups().lines)
    assert not any("close" in parts for parts, _ in alike("close").phrases)


def test_an_irregular_form_counts_with_its_own_groups():
    assert term("began") == "begin"
    assert alike("begin").terms["start"] == alike(term("began")).terms["start"]
    assert "leav" not in alike("leav").terms
    assert alike("leav").terms["left"] > LEAST  # "left" of "what is left", a term of its own


def test_what_is_hardly_alike_is_left_out_and_the_rest_goes_from_most_to_least():
    likeness = list(alike("begin").terms.values())
    assert likeness == sorted(likeness, reverse=True)
    assert min(likeness) >= LEAST


@pytest.mark.parametrize("word", ["zzz", "", "2020", "9th", "é", "begi"])
def test_nothing_stands_for_an_unknown_word(word):
    assert (dict(alike(word).terms), alike(word).phrases) == ({}, ())


def test_what_was_found_is_kept():
    assert alike("begin") is alike("begin")


def test_every_group_has_at_least_three_different_words():
    assert [line for line in groups().lines if len(set(line)) < LEAST_WORDS] == []


def test_no_word_stands_twice_in_a_group():
    assert [line for line in groups().lines if len(set(line)) < len(line)] == []


def test_no_group_stands_twice():
    counts = Counter(frozenset(line) for line in groups().lines)
    assert [sorted(group) for group, count in counts.items() if count > 1] == []


def test_the_thesaurus_is_about_words_not_names():
    words = groups().words
    assert [word for word in words if word != word.lower() or any(map(str.isdigit, word))] == []
    countries = [w for w in words if country_of(w.replace("_", " ").title())]
    assert set(countries) <= {"polish", "reunion", "turkey", "china", "chile", "jersey"}
