"""The gate is fitted on proposals as they are made when a question is asked."""

import random
from dataclasses import replace

import pytest
from small_library import holding, told, workshop
from told_network import Told

from bot.answering.gate import SIZES
from bot.evaluation import EvaluationQuestion
from training.calibrate import curve_of, gate_of, rows_of

LIBRARY = holding(
    told(
        "The forum was held in Suva in June 2021. Ana Silva chaired it. It rained for nine hours.",
        "Forum on seabirds", "2021-06-20", "a.md", name="forum", where="Suva", when="June 2021",
        chair="Ana Silva",
    ),
    workshop(),
)  # fmt: skip
CHAIRED = EvaluationQuestion(
    "1", "Who chaired the forum on seabirds?", answers=("Ana Silva",), report="a.md",
    evidence="Ana Silva chaired it.",
)  # fmt: skip


def rows(question, **said):
    network = Told(**{"route": "chair", **said})
    return list(rows_of(LIBRARY, network, [question], ["series"]))


def test_each_proposal_is_a_row_with_the_numbers_that_the_gate_takes():
    found = rows(CHAIRED, answers=("Ana Silva",))
    assert {row.kind for row in found} == {"sheet", "reader", "both"}
    assert all(len(row.features) + 1 == SIZES[row.kind] for row in found)
    assert all(row.right for row in found if row.kind != "reader")


def test_what_is_wrong_or_not_stated_is_not_right():
    unstated = EvaluationQuestion("2", "Who chaired the forum on seabirds?")
    assert not any(row.right for row in rows(unstated, answers=("Ana Silva",)))
    assert any(not row.right for row in rows(CHAIRED, answers=("nine hours",)))


def test_a_gate_of_few_proposals_is_never_sure():
    found = gate_of(rows(CHAIRED), random.Random(1))
    assert {kind: len(w) for kind, w in found["coefficients"].items()} == SIZES
    assert all(w[-1] < 0 and not any(w[:-1]) for w in found["coefficients"].values())


@pytest.mark.parametrize(("right", "last"), [(True, 0.0), (False, 1.0)])
def test_the_curve_says_which_share_is_wrong(right, last):
    curve = curve_of([(n / 100, right, 1.0) for n in range(100)])
    assert curve[-1][1] == last


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("Who chaired the forum on seabirds?", False),
        ("Who chaired and who opened the forum on seabirds?", True),
        ("Who chaired the forum on seabirds in Lagos?", True),
    ],
)
def test_what_is_never_sure_is_no_answer_of_the_curve(question, never):
    found = rows(replace(CHAIRED, question=question), answers=("Ana Silva",))
    assert [row.never for row in found] == [never] * len(found)
    assert found
    many = [replace(row, question=n, group=str(n)) for n in range(60) for row in found]
    assert bool(gate_of(many, random.Random(1))["curve"]) is not never


def test_what_counts_little_is_little_of_the_share_that_is_wrong():
    some = [(n / 100, n % 2 == 0, 1.0 if n % 2 == 0 else 0.01) for n in range(100)]
    assert 0 < curve_of(some)[0][1] < 0.02


def test_other_sets_change_the_curve_and_not_the_coefficients():
    own = [
        replace(row, question=n, group=str(n), right=n % 3 > 0)
        for n in range(60)
        for row in rows(CHAIRED, answers=("Ana Silva",))
    ]
    others = [replace(row, set="others", right=False) for row in own]
    alone, both = (gate_of(some, random.Random(1)) for some in (own, own + others))
    assert alone["coefficients"] == both["coefficients"]
    assert max(w for _, w in alone["curve"]) < max(w for _, w in both["curve"])
