import time

import pytest

from bot.language.grammar import parse, phrase_end
from bot.language.tagging import tag


def verbs(text):
    sentence = tag(text)
    return {sentence.tokens[v.main].text: v for v in parse(sentence).verbs}


def groups(text):
    sentence = tag(text)
    return [sentence.slice(g.first, g.last) for g in parse(sentence).groups]


def test_noun_groups_hold_determiners_adjectives_and_possessives():
    assert groups("The next meeting of Fiji's new group was in Suva.") == [
        "The next meeting",
        "Fiji's new group",
        "Suva",
    ]


def test_a_phrase_goes_on_over_prepositions():
    sentence = tag("They joined the group on crime in the region and left.")
    found = parse(sentence).groups
    group = next(g for g in found if sentence.tokens[g.head].text == "group")
    end = phrase_end(sentence, group, found)
    assert sentence.slice(group.first, end) == "the group on crime in the region"


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("The meeting was chaired by Fiji.", "chaired"),
        ("The meeting, chaired by Fiji, ended.", "chaired"),
        ("They have been invited.", "invited"),
    ],
)
def test_a_participle_with_be_or_by_is_passive(text, verb):
    assert verbs(text)[verb].passive


@pytest.mark.parametrize("text", ["Fiji chaired it.", "Fiji has chaired it."])
def test_a_past_tense_is_active(text):
    assert not verbs(text)["chaired"].passive


@pytest.mark.parametrize(
    "text",
    [
        "Samoa did not attend.",
        "Samoa has never attended.",
        "Samoa hasn't attended.",
        "Samoa hasn’t attended.",
    ],
)
def test_a_denied_verb_is_negated(text):
    assert all(v.negated for v in verbs(text).values())


def test_a_verb_that_nothing_denies_is_not_negated():
    assert not verbs("No delay was known; Samoa attended.")["attended"].negated


@pytest.mark.parametrize("text", ["Tonga will host it.", "Tonga is to host it."])
def test_modals_and_infinitives_tell_plans(text):
    assert verbs(text)["host"].planned


def test_what_has_happened_is_no_plan():
    assert not verbs("Tonga hosted it.")["hosted"].planned


def test_a_participle_after_a_noun_is_not_finite():
    found = verbs("The meeting, chaired by Fiji, ended.")
    assert (found["chaired"].finite, found["ended"].finite) == (False, True)


def test_adverbs_stand_inside_a_verb_group():
    assert verbs("It was very warmly welcomed.")["welcomed"].passive


@pytest.mark.parametrize("unit", ["very ", "not ", "1st-", "a-", "the ", "be ", "big ", "'s "])
def test_a_sentence_of_one_class_takes_linear_time(unit):
    def seconds(size):
        sentence = tag((unit * size)[:size])
        start = time.process_time()
        parse(sentence)
        return time.process_time() - start

    assert seconds(40_000) < 8 * seconds(10_000) + 0.2
