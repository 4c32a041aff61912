"""Figures are shares of the questions that they are about."""

from dataclasses import replace

import pytest
from fakes import Replies, found

from bot.evaluation.figures import Figures, as_object, grouped, quantile
from bot.evaluation.questions import Question
from bot.evaluation.recorded import dropped, recorded
from bot.evaluation.runner import evaluate
from bot.evaluation.scoring import score
from bot.evaluation.tables import failures_list, figures_table
from bot.model import Silent, Turn

STATED = Question("q-1", "Who chaired?", None, "chair", ("chat",), ("Fiji",), (), "a.md", "Fiji")
UNSTATED = Question("q-2", "Who closed?", kind="closed", reason="role_not_mentioned")
SCORES = (
    score(STATED, found("Fiji")),
    score(STATED, Silent("?", 0.2)),
    score(replace(STATED, style=("chat", "followup")), found("Tonga")),
    score(UNSTATED, Silent("?")),
)


def test_right_is_a_share_of_all_the_others_of_those_that_they_are_about():
    figures = Figures.of(SCORES)
    assert figures.questions == 4
    assert figures.right == 0.5
    assert figures.answer == pytest.approx(1 / 3, abs=1e-4)
    assert figures.refused == pytest.approx(1 / 3, abs=1e-4)
    assert figures.kept_silent == 1.0


def test_a_group_without_such_questions_has_no_figure():
    assert Figures.of(SCORES[3:]).answer is None
    assert Figures.of(SCORES[:3]).kept_silent is None


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
