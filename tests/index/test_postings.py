"""Inversion against the plainest way to do it."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.index import Index
from bot.index.postings import EncodedDocuments, Vocabulary, first_appearance, invert

documents = st.lists(st.lists(st.integers(0, 9), max_size=8), max_size=20)


def encoded(documents):
    tokens = [token for document in documents for token in document]
    lengths = [len(document) for document in documents]
    return EncodedDocuments(np.array(tokens, np.int32), np.array(lengths, np.int32))


@given(documents)
def test_each_term_lists_its_documents_with_frequency_and_length(documents):
    postings, pairs = invert(encoded(documents), 10)
    for term in range(10):
        where = slice(*postings.starts[term : term + 2])
        codes = postings.codes[where]
        found = zip(
            postings.documents[where].tolist(),
            pairs.frequencies[codes].tolist(),
            pairs.lengths[codes].tolist(),
            strict=True,
        )
        assert list(found) == [
            (i, Counter(d)[term], len(d)) for i, d in enumerate(documents) if term in d
        ]


def test_more_tokens_than_are_sorted_at_once_give_the_same():
    random = np.random.default_rng(3)
    lengths = random.integers(0, 60, 40_000).astype(np.int32)
    tokens = np.exp(random.random(lengths.sum()) * np.log(100_000)).astype(np.int32)
    postings, pairs = invert(EncodedDocuments(tokens, lengths), 100_000)
    keys = tokens.astype(np.int64) << 32 | np.repeat(np.arange(len(lengths)), lengths)
    distinct, frequency = np.unique(keys, return_counts=True)
    assert (postings.documents == distinct & 0xFFFFFFFF).all()
    assert (pairs.frequencies[postings.codes] == frequency).all()
    assert (pairs.lengths[postings.codes] == lengths[postings.documents]).all()
    assert (np.diff(postings.starts) == np.bincount(distinct >> 32, minlength=100_000)).all()


def test_a_document_of_one_word_many_times_is_counted_right():
    postings, pairs = invert(encoded([[0] * 3000, [0, 1]]), 2)
    assert pairs.frequencies[postings.codes].tolist() == [3000, 1, 1]


def test_more_pairs_than_two_bytes_tell_apart_keep_their_codes_apart():
    lengths = np.arange(1, 370)  # a document of each length holds term t up to t times
    corpus = [[t for t in range(370) for _ in range(t)][: n * 180] for n in lengths]
    postings, pairs = invert(encoded(corpus), 370)
    assert postings.codes.dtype == np.uint32
    assert (pairs.lengths[postings.codes] == lengths[postings.documents] * 180).all()


def test_terms_are_ordered_by_their_first_occurrence():
    assert first_appearance(np.array([3, 1, 3, 0], np.int32), 5).tolist() == [3, 1, 0]


def test_terms_of_many_tokens_are_ordered_by_their_first_occurrence():
    tokens = np.tile(np.arange(1000, dtype=np.int32)[::-1], 1100)
    assert first_appearance(tokens, 1001).tolist() == list(range(999, -1, -1))


@given(st.lists(st.lists(st.text(max_size=2))))
def test_numbers_are_given_in_order_of_first_appearance(texts):
    vocabulary = Vocabulary()
    vocabulary.encode(texts)
    assert list(vocabulary) == list(dict.fromkeys(token for text in texts for token in text))
    assert list(vocabulary.values()) == list(range(len(vocabulary)))


def test_a_copied_vocabulary_grows_apart():
    vocabulary = Vocabulary()
    vocabulary.encode(["a"])
    vocabulary.copy().encode(["b"])
    assert vocabulary == {"a": 0}


def test_many_pairs_score_as_few_do():
    random = np.random.default_rng(5)
    corpus = [random.integers(0, 40, n * 7).tolist() for n in range(1, 300)]
    index = Index(corpus)
    assert index.top([3, 30])[0].tolist() == index.top_plainly([3, 30])[0].tolist()
