"""Rows of bounds: what they leave out can't be among the best."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.index.build import Rows, bounded, split
from bot.index.postings import EncodedDocuments, invert


def rows_of(seed, documents, count, density=0.3):
    """Rows, and the scores that they bound, (rows, documents)."""
    random = np.random.default_rng(seed)
    weights = np.concatenate(([0.0], random.random(20) * 2 + 0.1))
    codes = random.integers(1, 21, (count, documents)).astype(np.uint16)
    codes[random.random((count, documents)) > density] = 0
    idf = random.random(count) * 2.7 + 0.01
    rows = bounded(np.arange(count, dtype=np.int32), codes, idf, weights)
    return rows, idf[:, None] * weights[codes]


seeds = st.integers(0, 2**32)


@given(seeds, st.integers(1, 500), st.integers(1, 6))
def test_a_bound_is_at_least_the_score_and_less_than_two_steps_above(seed, documents, count):
    rows, scores = rows_of(seed, documents, count)
    bounds = rows.bounds[:, :documents] * rows.step
    assert (bounds >= scores).all()
    assert (bounds <= scores + rows.step * 1.000001).all()
    assert ((bounds > 0) == (scores > 0)).all()


@pytest.mark.parametrize("documents", [1, 100, 5000, 40_000, 300_000])
@settings(max_examples=10)
@given(seed=seeds, count=st.integers(1, 20), n=st.integers(1, 100))
def test_the_best_are_among_the_candidates(documents, seed, count, n):
    rows, scores = rows_of(seed, documents, count, density=0.1)
    total = scores.sum(axis=0)
    least = np.sort(total)[-min(n, documents)]
    best = np.flatnonzero((total >= least) & (total > 0))
    found = rows.stack(list(range(count))).candidates(n, 0.0)
    assert set(best.tolist()) <= set(found.tolist())
    assert (total[found] > 0).all()
    assert len(set(found.tolist())) == len(found)


@given(seeds, st.integers(1, 2000), st.integers(1, 9), st.integers(1, 30), st.floats(0, 30))
def test_the_best_that_reach_a_score_are_among_the_candidates(seed, documents, count, n, least):
    rows, scores = rows_of(seed, documents, count)
    total = scores.sum(axis=0)
    order = np.lexsort((np.arange(documents), -total))[:n]
    wanted = {int(i) for i in order if total[i] >= least and total[i] > 0}
    assert wanted <= set(rows.stack(list(range(count))).candidates(n, least).tolist())


@given(seeds, st.integers(1, 500), st.integers(1, 20), st.integers(1, 50))
def test_scores_as_high_as_their_bounds_are_not_left_out(seed, documents, count, n):
    random = np.random.default_rng(seed)
    bounds = np.zeros((count, 512), np.uint8)
    bounds[:, :documents] = random.integers(0, 64, (count, documents))
    codes = bounds[:, :documents].astype(np.uint16)
    rows = Rows(np.arange(count, dtype=np.int32), codes, bounds, bounds.max(axis=1), 1.0)
    scores = codes.sum(axis=0)
    least = np.sort(scores)[-min(n, documents)]
    found = rows.stack(list(range(count))).candidates(n, float(least))
    assert set(np.flatnonzero((scores >= least) & (scores > 0))) <= set(found)


@given(seeds, st.integers(1, 500), st.integers(1, 9))
def test_no_document_exceeds_the_reach(seed, documents, count):
    rows, scores = rows_of(seed, documents, count)
    assert scores.sum(axis=0).max() <= rows.stack(list(range(count))).reach()


def test_only_common_words_become_rows_and_the_others_stay_lists():
    tokens = np.array([0] * 20 + [1] * 20 + [2], np.int32)  # word 2 in one of 41 documents
    postings, _ = invert(EncodedDocuments(tokens, np.ones(41, np.int32)), 3)
    rest, common, codes = split(postings, 41, np.array([True, False, True]))
    assert common.tolist() == [0]
    assert np.count_nonzero(codes) == 20
    assert np.diff(rest.starts).tolist() == [0, 20, 1]
