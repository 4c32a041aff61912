from dataclasses import replace

import pytest
from fakes import Replies, found
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation import EvaluationQuestion
from bot.evaluation.metrics import (
    ScoreMetrics,
    as_object,
    brier,
    calibration_error,
    calibration_tables,
    curve,
    dropped,
    failures_list,
    figures_table,
    grouped,
    quantile,
    recorded,
    reliability,
    threshold_for,
    wrong_share,
)
from bot.evaluation.scoring import evaluate, score
from bot.model import Silent, Turn

STATED = EvaluationQuestion(
    "q-1", "Who chaired?", None, "chair", ("chat",), ("Fiji",), (), "a.md", "Fiji"
)
UNSTATED = EvaluationQuestion("q-2", "Who closed?", kind="closed", reason="role_not_mentioned")
SCORES = (
    score(STATED, found("Fiji")),
    score(STATED, Silent("?", 0.2)),
    score(replace(STATED, style=("chat", "followup")), found("Tonga")),
    score(UNSTATED, Silent("?")),
)
SAID = EvaluationQuestion("q", "?", answers=("Fiji",), report="a.md", evidence="Fiji")
UNSAID = EvaluationQuestion("u", "?")


def test_right_is_a_share_of_all_the_others_of_those_that_they_are_about():
    figures = ScoreMetrics.of(SCORES)
    assert figures.questions == 4
    assert figures.right == 0.5
    assert figures.answer == pytest.approx(1 / 3, abs=1e-4)
    assert figures.refused == pytest.approx(1 / 3, abs=1e-4)
    assert figures.kept_silent == 1.0


def test_a_group_without_such_questions_has_no_figure():
    assert ScoreMetrics.of(SCORES[3:]).answer is None
    assert ScoreMetrics.of(SCORES[:3]).kept_silent is None


def test_a_question_counts_in_each_of_its_styles():
    groups = grouped(SCORES)
    assert {name: f.questions for name, f in groups["style"].items()} == {
        "chat": 3,
        "followup": 1,
        "plain": 1,
    }
    assert list(groups["type"]) == ["chair", "closed"]
    assert list(groups["reason"]) == ["role_not_mentioned"]


def test_the_object_names_every_failure_with_its_fault():
    failures = as_object(SCORES, [1.0, 2.0])["failures"]
    assert [failure["fault"] for failure in failures] == ["refused", "evidence not quoted"]


def test_the_table_has_a_row_for_all_and_for_each_group():
    rows = [line.split("|")[1].strip() for line in figures_table(SCORES) if line.startswith("| ")]
    assert rows[2:5] == ["all", "type: chair", "type: closed"]
    assert rows[5:] == [
        "style: chat",
        "style: followup",
        "style: plain",
        "reason: role_not_mentioned",
    ]


def test_the_surest_failures_come_first():
    lines = list(failures_list(SCORES, 1))
    assert lines[0] == "The 1 surest of 2 failures:"
    assert "given Tonga" in lines[2]


def test_no_failures_no_list():
    assert list(failures_list(SCORES[:1], 10)) == []


@pytest.mark.parametrize(("share", "value"), [(0.0, 1), (0.5, 6), (0.95, 10), (1.0, 10)])
def test_a_quantile_is_one_of_the_values(share, value):
    assert quantile(range(1, 11), share) == value


def test_a_figure_that_drops_is_named():
    before = recorded(SCORES)
    worse = recorded((*SCORES[1:], SCORES[1]))
    assert not list(dropped(before, before))
    assert "right: 0.250, was 0.500" in list(dropped(before, worse))


def test_a_figure_that_is_gone_has_dropped():
    assert list(dropped({"right": 0.5}, {})) == ["right: 0.000, was 0.500"]


def test_a_follow_up_is_asked_after_its_context_and_refers_to_its_report():
    replies = Replies({"Who chaired?": found("Fiji")})
    follow_up = replace(STATED, question="When?", context="Who chaired?")
    list(evaluate(replies, [follow_up]))
    assert replies.asked == [
        ("Who chaired?", None),
        ("When?", Turn("Who chaired?", "a.md", 0, "Fiji")),
    ]


def test_a_follow_up_to_silence_refers_to_the_question_alone():
    replies = Replies({})
    list(evaluate(replies, [replace(STATED, question="When?", context="Who?")]))
    assert replies.asked[1] == ("When?", Turn("Who?", None))


def answered(confidence, right):
    return score(SAID, found("Fiji" if right else "Tonga", confidence=confidence))


LADDER = [answered(0.9, True), answered(0.8, True), answered(0.6, False), answered(0.4, True)]


def test_the_threshold_is_the_lowest_that_keeps_wrong_answers_rare_enough():
    assert threshold_for(LADDER, 0.0) == 0.8
    assert threshold_for(LADDER, 0.25) == 0.4
    assert threshold_for(LADDER, 1.0) == 0.4


def test_without_a_right_answer_there_is_no_such_threshold():
    assert threshold_for([answered(0.9, False)], 0.1) is None


def test_answers_of_one_confidence_are_given_or_withheld_together():
    assert threshold_for([answered(0.9, True), answered(0.9, False)], 0.1) is None


CALIBRATED = st.lists(
    st.builds(answered, st.sampled_from([0.1, 0.3, 0.5, 0.7, 0.9]), st.booleans())
)


@given(CALIBRATED, st.floats(0, 1))
def test_at_the_threshold_no_more_are_wrong_than_was_asked(scores, max_wrong):
    threshold = threshold_for(scores, max_wrong)
    if threshold is not None:
        assert wrong_share(scores, threshold) <= max_wrong


def test_the_curve_counts_what_is_given_and_what_is_withheld():
    scores = [*LADDER, score(UNSAID, found("Fiji", confidence=0.5)), score(UNSAID, Silent("?"))]
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
