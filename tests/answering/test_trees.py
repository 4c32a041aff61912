import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.features import names_of_features
from bot.answering.gate import NAMES, gate
from bot.answering.trees import DIGITS, Trees, ranker, weights

FEATURES = 4


def grown(seed):
    """A few random trees of up to three levels, in the form that is kept."""
    chance = random.Random(seed)

    def node(tree, level):
        number = len(tree["f"])
        for key, value in zip("ftlrv", (0, 0.0, number, number, 0.0), strict=True):
            tree[key].append(value)
        if level == 3 or chance.random() < 0.2:
            tree["v"][number] = chance.uniform(-1, 1)
            return number
        tree["f"][number] = chance.randrange(FEATURES)
        tree["t"][number] = round(chance.uniform(-1, 1), 1)
        tree["l"][number] = node(tree, level + 1)
        tree["r"][number] = node(tree, level + 1)
        return number

    trees = [{key: [] for key in "ftlrv"} for _ in range(chance.randint(1, 5))]
    for tree in trees:
        node(tree, 0)
    names = [f"n{i}" for i in range(FEATURES)]
    return {"features": names, "base": chance.uniform(-1, 1), "trees": trees, "depth": 3}


def walked(data, row):
    """The sum of the leaves that a row comes to, a node at a time."""
    total = data["base"]
    for tree in data["trees"]:
        node = 0
        while tree["l"][node] != node:
            high = round(row[tree["f"][node]], DIGITS) > tree["t"][node]
            node = tree["r" if high else "l"][node]
        total += tree["v"][node]
    return total


ROWS = st.lists(
    st.lists(st.floats(-2, 2), min_size=FEATURES, max_size=FEATURES), min_size=1, max_size=5
)


@given(st.integers(0, 10**6), ROWS)
def test_scores_are_those_of_a_walk_over_the_nodes(seed, rows):
    data = grown(seed)
    assert Trees.of(data).scores(rows).tolist() == pytest.approx([walked(data, r) for r in rows])


STUMP = {
    "features": ["n"], "base": 0.0, "depth": 1,
    "trees": [{"f": [0, 0, 0], "t": [0.5, 0, 0], "l": [1, 1, 2], "r": [2, 1, 2], "v": [0, -1, 1]}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("value", "score"), [(0.4, -1), (0.5, -1), (0.50004, -1), (0.5001, 1), (0.6, 1)]
)
def test_what_differs_by_less_than_was_learned_from_is_the_same(value, score):
    assert Trees.of(STUMP).scores([[value]]).tolist() == [score]


def test_a_probability_is_the_logistic_of_the_score():
    low, high = Trees.of(STUMP).probabilities([[0.0], [1.0]])
    assert (low, high) == pytest.approx((0.268941, 0.731059), abs=1e-6)


@pytest.mark.parametrize("name", ["ranker", "gate"])
def test_learned_trees_score_as_a_walk_over_their_nodes_does(name):
    data = weights()[name]
    chance = random.Random(0)
    rows = [[chance.choice([0, 1, chance.uniform(-5, 5)]) for _ in data["features"]] for _ in "abc"]
    assert Trees.of(data).scores(rows) == pytest.approx([walked(data, row) for row in rows])


def test_the_learned_trees_know_the_features_by_the_same_names_in_the_same_order():
    assert ranker().features == names_of_features()
    assert gate().features == (*NAMES, *names_of_features())


def test_trees_are_built_of_what_json_gives_back():
    data = grown(1)
    rows = [[0.1, -0.2, 0.3, 0.4]]
    again = Trees.of(json.loads(json.dumps(data)))
    assert again.scores(rows).tolist() == Trees.of(data).scores(rows).tolist()
