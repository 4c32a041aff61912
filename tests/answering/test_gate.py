"""How sure an answer is, and what is made of it: a regression and a curve, built by hand."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.gate import CLOSEST, ODDS, SIZES, Gate, gate, gate_of, odds, resources
from bot.errors import WeightsError

CURVE = ((0.2, 0.3), (0.5, 0.1), (0.8, 0.02))
JUDGE = Gate({"sheet": (2.0, -1.0, 0.5)}, CURVE)
shares = st.floats(0, 1)
numbers = st.floats(-1e6, 1e6)


def test_the_last_coefficient_is_the_constant():
    assert JUDGE.probability("sheet", (0.0, 0.5)) == 0.5
    assert JUDGE.probability("sheet", (1.0, 0.0)) > 0.9


@given(numbers, numbers)
def test_a_probability_lies_between_none_and_all(one, other):
    assert 0 < JUDGE.probability("sheet", (one, other)) < 1


@given(st.floats(-5, 5), st.floats(0.01, 5), st.floats(-5, 5))
def test_the_more_speaks_for_an_answer_the_likelier_it_is(feature, more, other):
    less = JUDGE.probability("sheet", (feature, other))
    assert JUDGE.probability("sheet", (feature + more, other)) > less


@pytest.mark.parametrize("features", [(), (1.0,), (1.0, 2.0, 3.0)])
def test_another_number_of_features_is_refused(features):
    with pytest.raises(ValueError, match="zip"):
        JUDGE.probability("sheet", features)


@pytest.mark.parametrize(
    ("max_wrong", "least"),
    [(1.0, 0.0), (0.5, 0.2), (0.3, 0.2), (0.29, 0.5), (0.1, 0.5), (0.05, 0.8), (0.02, 0.8)],
)
def test_as_much_is_needed_as_the_curve_says(max_wrong, least):
    assert JUDGE.threshold(max_wrong) == least


@pytest.mark.parametrize("max_wrong", [0.0, 0.01])
def test_who_accepts_fewer_wrong_answers_than_there_were_gets_none(max_wrong):
    assert JUDGE.threshold(max_wrong) > 1
    assert JUDGE.outcome(1.0, max_wrong) == "closest"


@given(shares, shares)
def test_the_fewer_answers_may_be_wrong_the_more_is_needed(one, other):
    few, many = sorted((one, other))
    assert JUDGE.threshold(few) >= JUDGE.threshold(many)


@pytest.mark.parametrize(
    ("probability", "outcome"),
    [(0.9, "sure"), (0.5, "sure"), (0.49, "closest"), (0.25, "closest"), (0.24, "not_stated")],
)
def test_what_is_not_sure_enough_is_shown_as_closest_or_withheld(probability, outcome):
    assert JUDGE.outcome(probability, 0.1) == outcome
    assert CLOSEST == 0.5


ORDER = ("not_stated", "closest", "sure")


@given(shares, shares, shares)
def test_a_likelier_answer_never_has_a_worse_outcome(one, other, max_wrong):
    less, more = (ORDER.index(JUDGE.outcome(p, max_wrong)) for p in sorted((one, other)))
    assert less <= more


@given(shares)
def test_who_accepts_any_wrong_answer_gets_every_answer(probability):
    assert JUDGE.outcome(probability, 1.0) == "sure"


def test_a_gate_is_what_its_file_describes():
    known = {"coefficients": {"sheet": [2, -1, 0.5]}, "curve": [list(pair) for pair in CURVE]}
    assert gate_of(known) == JUDGE


def test_the_gate_of_this_program_judges_every_kind_of_answer():
    judge = gate()
    assert set(judge.coefficients) >= {"sheet", "reader", "yes_no"}
    leasts = [least for least, _ in judge.curve]
    assert leasts == sorted(leasts)
    assert all(0 <= least <= 1 and 0 <= wrong <= 1 for least, wrong in judge.curve)


WHOLE = {"coefficients": {kind: [0] * size for kind, size in SIZES.items()}, "curve": [[0.5, 0]]}


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """What the gate is with this text for its file."""

    def read(text):
        monkeypatch.setattr(resources, "files", lambda _: tmp_path)
        (tmp_path / "weights").mkdir()
        if text is not None:
            (tmp_path / "weights/gate.json").write_bytes(text)
        return gate.__wrapped__()

    return read


def test_a_gate_of_this_version_is_read(kept):
    assert kept(json.dumps(WHOLE).encode()) == gate_of(WHOLE)


@pytest.mark.parametrize(
    "text",
    [
        None, b"", b"{", b"\xff\xfe", b"[]", b"{}", b'{"coefficients": [], "curve": []}',
        b'{"coefficients": {"sheet": 1}, "curve": []}', b'{"coefficients": {}, "curve": [[1]]}',
        b'{"coefficients": {}, "curve": [["a", "b"]]}',
    ],
)  # fmt: skip
def test_a_damaged_gate_is_told_in_one_line(kept, text):
    with pytest.raises(WeightsError, match=r"gate\.json: can't be read, install again \(.+\)$"):
        kept(text)


@pytest.mark.parametrize("kind", SIZES)
@pytest.mark.parametrize("size", [None, 1, 99])
def test_a_gate_of_another_version_is_told_in_one_line(kept, kind, size):
    others = {k: weights for k, weights in WHOLE["coefficients"].items() if k != kind}
    changed = others if size is None else {**others, kind: [0] * size}
    with pytest.raises(WeightsError, match=r"gate\.json: is of another version, install again"):
        kept(json.dumps({**WHOLE, "coefficients": changed}).encode())


@given(shares)
def test_odds_are_within_bounds_and_of_both_sides(share):
    assert abs(odds(share)) <= odds(1 - ODDS) + 1e-9
    assert odds(share) == pytest.approx(-odds(1 - share), abs=1e-6)


def test_even_odds_are_none():
    assert odds(0.5) == 0
