"""Merging lists: against adding up in a dictionary, at sizes where each way of merging is taken."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.index.engine import (
    Thresholds,
    best,
    best_merged,
    merged,
    nth_at_least,
    united,
)


def lists(seed, size, length, count):
    random = np.random.default_rng(seed)
    parts = [np.sort(random.choice(size, length, replace=False)) for _ in range(count)]
    documents = np.concatenate(parts).astype(np.int32)
    return documents, random.random(len(documents)).round(2) + 0.01


def added(documents, scores):
    sums = {}
    for document, score in zip(documents.tolist(), scores.tolist(), strict=True):
        sums[document] = sums.get(document, 0.0) + score
    return sums


seeds = st.integers(0, 2**32)


@given(seeds)
def test_merging_adds_in_the_order_given(seed):
    documents, scores = lists(seed, 50, 20, 12)
    ids, sums = merged(documents, scores)
    expected = added(documents, scores)
    assert ids.tolist() == sorted(expected)
    assert sums.tolist() == [expected[i] for i in sorted(expected)]


@pytest.mark.parametrize("size", [100, 10_000])
@given(seed=seeds)
def test_uniting_gives_what_merging_gives(size, seed):
    documents, scores = lists(seed, size, 30, 4)
    ids, sums = united(documents, scores, size)
    expected = added(documents, scores)
    assert dict(zip(ids.tolist(), sums.tolist(), strict=True)) == expected


@settings(max_examples=20)
@pytest.mark.parametrize(
    ("size", "length"),
    [(1000, 30), (60_000, 500), (10**6, 20), (10**6, 1000), (10**6, 5000), (10**6, 10_000)],
)
@given(seed=seeds, n=st.integers(1, 30), count=st.integers(1, 8))
def test_the_best_of_the_merged_are_the_best_of_all(size, length, seed, n, count):
    documents, scores = lists(seed, size, length, count)
    ids, sums = best(*best_merged(documents, scores, n * count, size, Thresholds()), n)
    expected = added(documents, scores)
    order = sorted(expected, key=lambda i: (-expected[i], i))[:n]
    assert ids.tolist() == order
    assert sums.tolist() == [expected[i] for i in order]


def test_one_document_in_every_list_does_not_hide_the_next_best():
    documents, scores = lists(1, 10**6, 1000, 8)
    documents, scores = documents.reshape(8, -1), scores.reshape(8, -1)
    anywhere = np.arange(8), np.arange(8) * 37
    documents[anywhere], scores[anywhere] = 7, 100.0
    ids, _ = best_merged(documents.ravel(), scores.ravel(), 5 * 8, 10**6, Thresholds())
    assert len(ids) >= 5


@given(st.lists(st.floats(0, 1), max_size=500), st.integers(1, 20))
def test_the_nth_highest_is_never_overestimated(values, n):
    exact = sorted(values, reverse=True)[n - 1] if n <= len(values) else 0.0
    assert nth_at_least(np.array(values), n) <= exact


def test_equal_scores_are_ordered_by_number():
    ids, _ = best(np.array([7, 3, 5]), np.array([1.0, 1.0, 2.0]), 3)
    assert ids.tolist() == [5, 3, 7]


def test_of_many_equal_scores_the_lowest_numbers_are_kept():
    ids, _ = best(np.arange(1000)[::-1], np.ones(1000), 3)
    assert ids.tolist() == [0, 1, 2]
