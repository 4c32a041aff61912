from dataclasses import replace

import pytest
from small_library import candidates

from bot.answering.features import names_of_features
from bot.answering.gate import (
    DATED,
    DEFAULT,
    ELSEWHERE,
    MOST_MISSING,
    NAMES,
    NO_RIVAL,
    STATED,
    UNSTATED,
    confidence_of,
    gate,
    gate_features,
    is_stated,
    is_unstated,
    threshold_for,
)
from bot.answering.trees import weights


def asked(question, answer, *bodies):
    _, read, found = candidates(question, *bodies)
    return read, found[answer]


@pytest.mark.parametrize(
    ("question", "answer", "body"),
    [
        ("Who chaired the session?", "Fiji", "The session was chaired by Fiji."),
        ("Who chaired the session?", "Fiji", "Fiji chaired the session."),
        ("Which country chaired it?", "Fiji", "The session was chaired by Fiji."),
        ("How long was the session?", "two-day", "The two-day session was held in Suva."),
    ],
)
def test_the_asked_verb_with_its_agent_states_the_answer_outright(question, answer, body):
    assert is_stated(*asked(question, answer, body))


@pytest.mark.parametrize(
    ("question", "answer", "body"),
    [
        ("Who chaired the session?", "Fiji", "The session was led by Fiji."),
        ("Who chaired the session?", "Fiji", "The session in Fiji was chaired by Samoa."),
        ("Who chaired the session?", "Fiji", "The chair of the session was Fiji."),
        (
            "How long was the session?",
            "two days",
            "The session ended and they sailed for two days.",
        ),
        ("When was the session held?", "May 2020", "The session was held in May 2020."),
    ],
)
def test_what_is_said_in_other_words_or_ways_is_not_stated_outright(question, answer, body):
    assert not is_stated(*asked(question, answer, body))


def test_nothing_is_stated_outright_in_a_report_that_the_question_fits_less():
    question = "Who chaired the session on kites?"
    read, best = asked(question, "Fiji", "Fiji chaired it.", "Kites flew at the session on kites.")
    assert best.hit.lead < 0
    assert not is_stated(read, best)


def test_who_held_a_role_is_unstated_where_no_word_says_so():
    assert is_unstated(*asked("Who chaired the session?", "Fiji", "Fiji came to the session."))
    assert not is_unstated(*asked("Who chaired the session?", "Fiji", "Fiji chaired it."))
    assert not is_unstated(*asked("Who ate at the session?", "Fiji", "Fiji came to the session."))
    body = "The session was held in Suva."
    assert not is_unstated(*asked("Where did they chair the session?", "Suva", body))


def chance(row):
    return float(gate().probabilities([row])[0])


UNLIKELY = [-5.0] * 5


@pytest.fixture
def row():
    """Features that make the gate doubt."""
    row = [*UNLIKELY, *[0.0] * (len(gate().features) - len(UNLIKELY))]
    assert chance(row) < STATED
    return row


def test_what_is_stated_outright_is_given_a_fair_chance(row):
    stated = asked("Who chaired the session?", "Fiji", "Fiji chaired the session.")
    assert confidence_of(*stated, row) == STATED


def test_a_role_of_which_nothing_is_said_is_given_less(row):
    unstated = asked("Who chaired the session?", "Fiji", "Fiji came to the session.")
    assert confidence_of(*unstated, row) == pytest.approx(chance(row) * UNSTATED)


def test_any_other_answer_has_the_chance_that_the_gate_gives_it(row):
    other = asked("Who chaired the session?", "Fiji", "Fiji led the session.")
    assert confidence_of(*other, row) == pytest.approx(chance(row))


def elsewhere(row, name, value):
    changed = list(row)
    changed[len(NAMES) + names_of_features().index(name)] = value
    return changed


@pytest.mark.parametrize(
    ("name", "value"), [*((name, -1.0) for name in DATED), ("missing", MOST_MISSING + 0.01)]
)
def test_what_is_told_of_another_occasion_is_halved(row, name, value):
    other = asked("Who chaired the session?", "Fiji", "Fiji led the session.")
    changed = elsewhere(row, name, value)
    assert confidence_of(*other, changed) == pytest.approx(chance(changed) * ELSEWHERE)


@pytest.mark.parametrize(
    ("name", "value"), [*((name, 1.0) for name in DATED), ("missing", MOST_MISSING)]
)
def test_what_is_told_of_the_occasion_asked_about_is_not_halved(row, name, value):
    other = asked("Who chaired the session?", "Fiji", "Fiji led the session.")
    changed = elsewhere(row, name, value)
    assert confidence_of(*other, changed) == pytest.approx(chance(changed))


@pytest.mark.parametrize(("focus", "share"), [("a.md", 1), ("b.md", ELSEWHERE)])
def test_a_follow_up_answered_from_another_report_is_halved(row, focus, share):
    question, best = asked("Who chaired the session?", "Fiji", "Fiji led the session.")
    follow_up = replace(question, follows=True, focus=focus)
    assert confidence_of(follow_up, best, row) == pytest.approx(chance(row) * share)


def test_the_best_is_compared_with_other_passages_and_with_its_own():
    _, _, found = candidates(
        "Which country chaired the session?", "Fiji chaired the session of Samoa.", "Tonga chaired."
    )
    best, here, there = found["Fiji"], found["Samoa"], found["Tonga"]
    features = gate_features([here, best, there], [1.0, 4.0, 2.5], [7.0, 8.0], 1)
    assert features == pytest.approx([4.0, 1.5, 3.0, 3.0, 1.5, 7.0, 8.0])


def test_the_same_answer_elsewhere_is_no_rival():
    _, _, found = candidates("Which country chaired it?", "Fiji chaired it.")
    best = found["Fiji"]
    assert gate_features([best, best], [4.0, 3.0], [], 0)[1:3] == [4 - NO_RIVAL, 4 - NO_RIVAL]


def test_who_accepts_any_wrong_answers_gets_every_answer():
    assert threshold_for(1.0) == 0


def test_the_fewer_answers_may_be_wrong_the_more_is_needed():
    shares = [1.0, 0.5, 0.3, DEFAULT, 0.05, 0.02, 0.0]
    needed = [threshold_for(share) for share in shares]
    assert needed == sorted(needed)
    assert len(set(needed)) > 2


def test_from_the_default_on_no_more_is_needed_than_breaks_even():
    assert threshold_for(DEFAULT) <= weights()["break_even"]
    assert threshold_for(0.0) > weights()["break_even"]
