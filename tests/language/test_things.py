import pytest

from bot.language.things import COLLECTIVE, HUMAN, PLACES, members_of, members_of_all
from bot.text.tokens import term


@pytest.mark.parametrize(
    ("noun", "member"),
    [
        ("vehicle", "lorry"),
        ("vehicles", "bus"),
        ("aircraft", "helicopter"),
        ("fuel", "diesel"),
        ("instrument", "flute"),
    ],
)
def test_a_kind_has_members_that_may_be_named_instead(noun, member):
    assert term(member) in members_of(term(noun))


def test_a_kind_of_several_names_has_the_same_members_under_each():
    assert members_of(term("ship")) & members_of(term("vessel")) >= {"ferri", "yacht"}


def test_a_noun_of_several_senses_has_the_members_of_all():
    assert {"ferri", "bucket"} <= members_of(term("vessel"))
    assert "bucket" not in members_of(term("ship"))


def test_of_a_phrase_the_last_word_names_the_thing():
    assert "engin" in members_of(term("truck"))  # "fire engine"
    assert "fire" not in members_of(term("truck"))


@pytest.mark.parametrize("noun", ["zzz", "", "quorum", "means_of_transport", "9th"])
def test_a_noun_that_names_no_kind_has_no_members(noun):
    assert members_of(noun) == frozenset()


def test_what_was_found_is_kept():
    assert members_of(term("fuel")) is members_of(term("fuel"))


def test_kinds_together_have_their_own_names_and_their_members():
    assert {"vehicl", "lorri", "fuel", "diesel"} <= members_of_all(("vehicle", "fuel"))
    assert "head_of_state" not in members_of_all(("head_of_state",))


def test_people_bodies_and_places_are_told_apart():
    people, bodies, places = map(members_of_all, (HUMAN, COLLECTIVE, PLACES))
    assert term("surgeon") in people - bodies - places
    assert term("charity") in bodies - people - places
    assert term("hotel") in places - people
    assert term("fuel") not in people | bodies | places
