"""rank_bm25 is the oracle: the same scores to the last bit, on whatever hypothesis invents."""

import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from bot.index import Index, Vocabulary

tokens = st.sampled_from("abcdefgh")
corpora = st.lists(st.lists(tokens, max_size=12), min_size=1, max_size=30).filter(any)
queries = st.lists(st.sampled_from("abcdefghxyz"), max_size=40)
parameters = st.fixed_dictionaries(
    {},
    optional={
        "k1": st.floats(0, 5) | st.integers(0, 3),
        "b": st.floats(0, 1) | st.integers(0, 1),
        "epsilon": st.floats(-1, 2),
    },
)


def oracle_scores(corpus, query, **kw):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return BM25Okapi(corpus, **kw).get_scores(query)


@settings(deadline=None)
@given(corpora, queries, parameters)
def test_scores_are_rank_bm25s_to_the_last_bit(corpus, query, kw):
    assert (
        Index(corpus, **kw).get_scores(query).tobytes()
        == oracle_scores(corpus, query, **kw).tobytes()
    )


@settings(deadline=None)
@given(corpora, queries)
def test_top_holds_the_matching_documents_by_score_then_number(corpus, query):
    scores = oracle_scores(corpus, query).tolist()
    matching = [i for i, document in enumerate(corpus) if set(document) & set(query)]
    best = sorted(matching, key=lambda i: (-scores[i], i))[:5]
    ids, values = Index(corpus).top(query, 5)
    assert ids.tolist() == best
    assert values.tolist() == [scores[i] for i in best]


@pytest.mark.parametrize("corpus", [[], [[]], [[], []]])
def test_a_corpus_without_words_scores_zero(corpus):
    index = Index(corpus)
    assert index.get_scores(["a"]).tolist() == [0.0] * len(corpus)
    assert index.top(["a"])[0].tolist() == []


@given(corpora)
@settings(deadline=None)
def test_attributes_are_rank_bm25s(corpus):
    index, oracle = Index(corpus), BM25Okapi(corpus)
    for name in ("idf", "doc_len", "avgdl", "corpus_size", "average_idf"):
        assert getattr(index, name) == getattr(oracle, name)


@given(corpora, queries, st.data())
@settings(deadline=None)
def test_batch_scores_are_rank_bm25s(corpus, query, data):
    ids = data.draw(st.lists(st.integers(0, len(corpus) - 1)))
    assert Index(corpus).get_batch_scores(query, ids) == BM25Okapi(corpus).get_batch_scores(
        query, ids
    )


@given(st.lists(corpora, max_size=4))
@settings(deadline=None)
def test_encoded_parts_make_the_index_of_their_documents(parts):
    vocabulary = Vocabulary({"z": 0, "y": 1})
    encoded = [vocabulary.encode(part) for part in parts]
    index, whole = Index.of(vocabulary, encoded), Index([d for part in parts for d in part])
    assert index.idf == whole.idf
    assert index.get_scores("abc").tolist() == whole.get_scores("abc").tolist()
