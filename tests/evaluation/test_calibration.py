"""The threshold keeps wrong answers as rare as was asked, and withholds no more than that."""

import pytest
from fakes import found
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.calibration import (
    brier,
    calibration_error,
    curve,
    reliability,
    threshold_for,
    wrong_share,
)
from bot.evaluation.questions import Question
from bot.evaluation.scoring import score
from bot.evaluation.tables import calibration_tables
from bot.model import Silent

STATED = Question("q", "?", answers=("Fiji",), report="a.md", evidence="Fiji")
UNSTATED = Question("u", "?")


def answered(confidence, right):
    return score(STATED, found("Fiji" if right else "Tonga", confidence=confidence))


LADDER = [answered(0.9, True), answered(0.8, True), answered(0.6, False), answered(0.4, True)]


def test_the_threshold_is_the_lowest_that_keeps_wrong_answers_rare_enough():
    assert threshold_for(LADDER, 0.0) == 0.8
    assert threshold_for(LADDER, 0.25) == 0.4
    assert threshold_for(LADDER, 1.0) == 0.4


def test_without_a_right_answer_there_is_no_such_threshold():
    assert threshold_for([answered(0.9, False)], 0.1) is None


def test_answers_of_one_confidence_are_given_or_withheld_together():
    assert threshold_for([answered(0.9, True), answered(0.9, False)], 0.1) is None


SCORES = st.lists(st.builds(answered, st.sampled_from([0.1, 0.3, 0.5, 0.7, 0.9]), st.booleans()))


@given(SCORES, st.floats(0, 1))
def test_at_the_threshold_no_more_are_wrong_than_was_asked(scores, max_wrong):
    threshold = threshold_for(scores, max_wrong)
    if threshold is not None:
        assert wrong_share(scores, threshold) <= max_wrong


def test_the_curve_counts_what_is_given_and_what_is_withheld():
    scores = [*LADDER, score(UNSTATED, found("Fiji", confidence=0.5)), score(UNSTATED, Silent("?"))]
    (point,) = curve(scores, [0.7])
    assert point.given == pytest.approx(2 / 6)
    assert point.wrong == 0.0
    assert point.refused == 0.5
    assert point.silent == 1.0


def test_confidence_that_is_right_as_often_as_it_says_has_no_error():
    even = [answered(0.5, True), answered(0.5, False)]
    assert calibration_error(even) == 0.0
    assert brier(even) == 0.25


def test_bins_hold_answers_of_similar_confidence_up_to_certainty():
    bins = reliability([answered(1.0, True), answered(0.95, False), answered(0.0, False)])
    assert [(b.answers, b.right) for b in bins] == [(1, 0.0), (2, 0.5)]


def test_the_tables_end_with_the_threshold_for_the_configured_share():
    *_, last = calibration_tables(LADDER, 0.25)
    assert (
        last == "answer.max_wrong 0.25: threshold 0.400, where 25.0% of the answers given are wrong"
    )
    *_, last = calibration_tables([answered(0.9, False)], 0.1)
    assert last == "answer.max_wrong 0.1: no threshold keeps wrong answers so rare"
