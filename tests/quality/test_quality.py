"""Answers over the sample reports get no worse than the figures that were recorded.

`make record` keeps the figures of today.
"""

import json
from pathlib import Path

import pytest

from bot.evaluation import read_questions
from bot.evaluation.metrics import dropped, recorded
from bot.evaluation.scoring import evaluate

pytestmark = pytest.mark.timeout(900)  # hundreds of questions, which a busy machine takes long for
HERE = Path(__file__).parent
RECORDED = json.loads((HERE / "recorded.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def results(sample_assistant):
    return tuple(evaluate(sample_assistant, read_questions(HERE / "questions.jsonl")))


def test_no_figure_drops_below_the_recorded_one(results):
    now = recorded([result.score for result in results])
    assert list(dropped(RECORDED, now)) == []


def test_the_recorded_figures_cover_every_style_of_question(results):
    styles = {style for result in results for style in result.score.question.style}
    assert {f"right, style {style}" for style in styles} <= set(RECORDED)
