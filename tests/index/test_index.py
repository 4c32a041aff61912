"""rank_bm25 is the oracle: the same scores to the last bit, on whatever hypothesis invents."""

import math
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from bot.errors import StoredIndexError
from bot.index import Index, Parameters, Vocabulary
from bot.index.build import build
from bot.index.engine import Engine, Thresholds

tokens = st.sampled_from("abcdefgh")
corpora = st.lists(st.lists(tokens, max_size=12), min_size=1, max_size=30).filter(any)
queries = st.lists(st.sampled_from("abcdefghxyz"), max_size=40)
sizes = st.integers(0, 40)
numbers = st.floats(allow_nan=False, width=32) | st.integers(-3, 3)
odd_parameters = st.fixed_dictionaries(
    {}, optional={"k1": numbers, "b": numbers, "epsilon": numbers}
)
usual_parameters = st.fixed_dictionaries(
    {},
    optional={
        "k1": st.floats(0, 3),
        "b": st.floats(0, 1) | st.integers(0, 1),
        "epsilon": st.floats(-1, 1),
    },
)


@st.composite
def large(draw):
    """A corpus with words of all frequencies, and a query of many kinds of them."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    words = draw(st.integers(1, 3000))
    lengths = random.integers(0, draw(st.integers(2, 40)), draw(st.integers(1, 1500)))
    ranks = np.exp(random.random(lengths.sum()) * math.log(words)).astype(int)
    ends = np.cumsum(lengths)
    corpus = [ranks[e - n : e].tolist() for n, e in zip(lengths, ends, strict=True)]
    assume(any(corpus))
    asked = np.exp(random.random(draw(st.integers(1, 12))) * math.log(words + 2)).astype(int)
    return corpus, asked.tolist()


def oracle(corpus, **parameters):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return BM25Okapi(corpus, **parameters)
        except OverflowError:
            assume(False)  # rank_bm25 doesn't return


def oracle_scores(corpus, query, **parameters):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return oracle(corpus, **parameters).get_scores(query)


def assert_best(index, corpus, query, n, scores):
    matching = [i for i, document in enumerate(corpus) if set(document) & set(query)]
    best = sorted(matching, key=lambda i: (-scores[i], i))[:n]
    ids, values = index.top(query, n)
    assert ids.tolist() == best
    assert values.tolist() == [scores[i] for i in best]


@given(corpora, queries, odd_parameters)
def test_scores_are_rank_bm25s_to_the_last_bit(corpus, query, parameters):
    scores = Index(corpus, **parameters).get_scores(query)
    expected = oracle_scores(corpus, query, **parameters)
    np.testing.assert_array_equal(scores.view(np.int64), expected.view(np.int64))


@settings(max_examples=60)
@given(large(), st.integers(1, 20))
def test_scores_and_order_are_rank_bm25s_in_larger_corpora(made, n):
    corpus, query = made
    index, scores = Index(corpus), oracle_scores(corpus, query)
    assert index.get_scores(query).tobytes() == scores.tobytes()
    assert_best(index, corpus, query, n, scores.tolist())


@given(corpora, queries, sizes, usual_parameters)
def test_top_holds_the_matching_documents_by_score_then_number(corpus, query, n, parameters):
    scores = oracle_scores(corpus, query, **parameters).tolist()
    assume(not any(map(math.isnan, scores)))
    assert_best(Index(corpus, **parameters), corpus, query, n, scores)


@given(corpora, queries, sizes, odd_parameters, st.sampled_from(["okapi", "lucene"]))
def test_the_fast_path_gives_what_the_plain_one_gives(corpus, query, n, parameters, formula):
    assert_plain(Index(corpus, **parameters, formula=formula), query, n)


@settings(max_examples=60)
@given(large(), st.integers(1, 40), st.sampled_from(["okapi", "lucene"]))
def test_the_fast_path_gives_what_the_plain_one_gives_in_larger_corpora(made, n, formula):
    corpus, query = made
    assert_plain(Index(corpus, formula=formula), query, n)


thresholds = st.builds(
    Thresholds,
    tiny=st.sampled_from([0, 100, 10**6]),
    small=st.sampled_from([0, 10**6]),
    few=st.sampled_from([0, 50, 10**6]),
    long=st.sampled_from([2, 40, 1000]),
)


@settings(max_examples=200)
@given(large(), st.integers(1, 40), thresholds)
def test_what_is_found_does_not_depend_on_the_way_to_search(made, n, thresholds):
    corpus, query = made
    vocabulary = Vocabulary()
    arrays = build(vocabulary.encode(corpus), len(vocabulary), Parameters())
    engine, terms = Engine.of(arrays, thresholds), [vocabulary.get(t, 0) for t in query]
    ids, scores = engine.top(terms, n)
    plain_ids, plain_scores = engine.top_plainly(terms, n)
    assert ids.tolist() == plain_ids.tolist()
    assert scores.tobytes() == plain_scores.tobytes()


def assert_plain(index, query, n):
    ids, scores = index.top(query, n)
    plain_ids, plain_scores = index.top_plainly(query, n)
    assert ids.tolist() == plain_ids.tolist()
    assert scores.tobytes() == plain_scores.tobytes()


@given(corpora, queries, odd_parameters, st.data())
def test_scores_of_some_documents_are_those_among_all(corpus, query, parameters, data):
    ids = data.draw(st.lists(st.integers(-len(corpus), len(corpus) - 1)))
    index = Index(corpus, **parameters)
    assert index.scores_of(query, ids).tobytes() == index.get_scores(query)[ids].tobytes()


@given(corpora, queries, st.data())
def test_batch_scores_are_rank_bm25s(corpus, query, data):
    ids = data.draw(st.lists(st.integers(0, len(corpus) - 1)))
    expected = BM25Okapi(corpus).get_batch_scores(query, ids)
    assert Index(corpus).get_batch_scores(query, ids) == expected


@given(corpora, queries, st.integers(0, 40))
def test_top_n_are_documents_by_score_also_such_that_do_not_match(corpus, query, n):
    documents = [f"document {i}" for i in range(len(corpus))]
    scores = oracle_scores(corpus, query).tolist()
    best = sorted(range(len(corpus)), key=lambda i: (-scores[i], i))[:n]
    assert Index(corpus).get_top_n(query, documents, n) == [documents[i] for i in best]


def test_scores_too_small_for_a_number_still_find_their_documents():
    corpus = [["a"], ["a", "b"], ["c"], []]
    index = Index(corpus, epsilon=1e-323)
    assert index.top(["a", "c"])[0].tolist() == index.top_plainly(["a", "c"])[0].tolist()


@settings(max_examples=30)
@given(large(), st.integers(0, 2000))
def test_top_n_are_documents_by_score_in_larger_corpora(made, n):
    corpus, query = made
    scores = oracle_scores(corpus, query)
    best = np.lexsort((np.arange(len(corpus)), -scores))[:n]
    assert Index(corpus).get_top_n(query, range(len(corpus)), n) == best.tolist()


@given(corpora, usual_parameters)
def test_attributes_are_rank_bm25s(corpus, parameters):
    index, expected = Index(corpus, **parameters), oracle(corpus, **parameters)
    for name in ("idf", "doc_len", "avgdl", "corpus_size", "average_idf", "k1", "b", "epsilon"):
        assert getattr(index, name) == getattr(expected, name)
    assert list(index.idf) == list(expected.idf)
    assert {token: index.idf_of(token) for token in index.idf} == index.idf


def test_it_is_a_rank_bm25_okapi():
    assert isinstance(Index([["a"]]), BM25Okapi)


def test_a_tokenizer_is_applied_to_each_document():
    index = Index(["one two", "three"], lambda text: text.split())
    assert index.doc_len == [2, 1]
    assert index.top(["three"])[0].tolist() == [1]


def test_documents_may_come_from_a_generator():
    assert Index(list(word) for word in ("ab", "c")).corpus_size == 2


@pytest.mark.parametrize("corpus", [[], [[]], [[], []]])
def test_a_corpus_without_words_scores_zero(corpus):
    index = Index(corpus)
    assert index.get_scores(["a"]).tolist() == [0.0] * len(corpus)
    assert index.top(["a"])[0].tolist() == []
    assert index.idf == {}


def test_a_single_document_is_found_though_its_score_is_negative():
    ids, scores = Index([["a", "b"]]).top(["a"])
    assert ids.tolist() == [0]
    assert scores[0] < 0


def test_a_word_in_half_of_the_documents_finds_them_though_their_score_is_zero():
    ids, scores = Index([["a"], ["b"]]).top(["b"])
    assert (ids.tolist(), scores.tolist()) == ([1], [0.0])


def test_lucenes_formula_gives_every_word_a_positive_weight():
    assert Index([["a"]], formula="lucene").idf_of("a") == math.log(1 + 0.5 / 1.5)


@pytest.mark.parametrize("n", [0, -1])
def test_none_wanted_gives_none(n):
    assert Index([["a"]]).top(["a"], n)[0].tolist() == []


@pytest.mark.parametrize("ids", [[1], [-2]])
def test_a_document_that_is_not_there_is_refused(ids):
    with pytest.raises(AssertionError):
        Index([["a"]]).scores_of(["a"], ids)


def test_documents_that_are_not_the_corpus_are_refused():
    with pytest.raises(AssertionError):
        Index([["a"]]).get_top_n(["a"], [])


@given(st.lists(corpora, max_size=4))
def test_encoded_parts_make_the_index_of_their_documents(parts):
    vocabulary = Vocabulary({"z": 0, "y": 1})
    encoded = [vocabulary.encode(part) for part in parts]
    index, whole = Index.of(vocabulary, encoded), Index([d for part in parts for d in part])
    assert index.idf == whole.idf
    assert index.average_idf == whole.average_idf
    assert index.get_scores("abcz").tobytes() == whole.get_scores("abcz").tobytes()


def test_an_index_does_not_see_what_its_vocabulary_learns_later():
    vocabulary = Vocabulary()
    index = Index.of(vocabulary, [vocabulary.encode([["a"], ["b"], ["c"]])], Parameters(k1=1))
    vocabulary.encode([["d", "e"]])
    assert index.top(["d", "e", "a"])[0].tolist() == [0]
    assert set(index.idf) == {"a", "b", "c"}


@settings(max_examples=40)
@given(large(), usual_parameters, st.sampled_from(["okapi", "lucene"]))
def test_a_saved_index_comes_back_the_same(tmp_path_factory, made, parameters, formula):
    corpus, query = [[str(n) for n in d] for d in made[0]], [str(n) for n in made[1]]
    index = Index(corpus, **parameters, formula=formula)
    folder = tmp_path_factory.mktemp("kept")
    index.save(folder)
    kept = Index.load(folder)
    for name in ("idf", "doc_len", "avgdl", "average_idf", "corpus_size", "k1", "b", "formula"):
        assert getattr(kept, name) == getattr(index, name)
    assert kept.get_scores(query).tobytes() == index.get_scores(query).tobytes()
    assert kept.top(query)[0].tolist() == index.top(query)[0].tolist()


@given(st.lists(st.lists(st.text(st.characters(), max_size=3)), max_size=5))
def test_any_text_may_be_a_token_of_a_saved_index(tmp_path_factory, corpus):
    folder = tmp_path_factory.mktemp("kept")
    Index(corpus).save(folder)
    assert Index.load(folder).idf == Index(corpus).idf


def test_an_index_of_other_things_than_text_is_not_saved(tmp_path):
    with pytest.raises(TypeError, match="text"):
        Index([[1, 2]]).save(tmp_path)


def test_loading_from_an_empty_folder_says_that_no_index_is_there(tmp_path):
    with pytest.raises(StoredIndexError, match="no index"):
        Index.load(tmp_path)


def million_postings():
    random = np.random.default_rng(1)
    ranks = np.exp(random.random(1_200_000) * math.log(50_000)).astype(int).tolist()
    return [ranks[i : i + 30] for i in range(0, len(ranks), 30)]


@pytest.fixture(scope="module")
def million():
    return Index(million_postings())


def asked(count):
    random = np.random.default_rng(2)
    return [np.exp(random.random(6) * math.log(50_000)).astype(int).tolist() for _ in range(count)]


def test_a_million_postings_give_the_same_fast_and_plainly(million):
    for query in asked(50):
        assert_plain(million, query, 10)


def test_queries_from_several_threads_give_what_they_give_one_after_another(million):
    queries = asked(200)
    expected = [million.top(query)[0].tolist() for query in queries]
    start = threading.Barrier(4)

    def ask(_):
        start.wait()
        return [million.top(query)[0].tolist() for query in queries]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(4))) == [expected] * 4
