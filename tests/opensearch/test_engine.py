"""What an engine that rounds finds is scored once more: exactly what an index finds."""

import numpy as np
import pytest
from fake_engine import FakeConnection
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.index import EncodedDocuments, Index, Parameters, Vocabulary
from bot.opensearch.engine import RemoteIndex, Weighing, together

WORDS = [f"w{number}" for number in range(8)]
BY = Parameters(k1=0.9, b=0.4, formula="lucene")
DOCUMENTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=90), min_size=1, max_size=25)


def both(documents):
    """An index in this process, and the same in an engine."""
    vocabulary = Vocabulary()
    encoded = vocabulary.encode(documents)
    here = Index.of(vocabulary, [encoded], BY)
    connection = FakeConnection()
    similarity = {"ours": {"k1": BY.k1, "b": BY.b}}
    body = {"settings": {"index": {"similarity": similarity}}}
    connection.client.indices.create(index="t", body=body)
    numbers = [np.array([vocabulary[word] for word in words], np.int32) for words in documents]
    connection.write(
        {"_index": "t", "_id": n, "n": n, "t": " ".join(map(str, tokens.tolist()))}
        for n, tokens in enumerate(numbers)
    )
    words = list(vocabulary)
    weighing = Weighing(
        parameters=BY,
        average=here.avgdl,
        size=here.corpus_size,
        filled=sum(map(bool, documents)),
        idf=np.array([here.idf_of(word) for word in words]),
        counts=np.array([here.count_of(word) for word in words], np.int32),
    )

    def tokens(ids) -> EncodedDocuments:
        return together([numbers[n] for n in ids.tolist()])

    return here, RemoteIndex(connection, "t", vocabulary, weighing, tokens, lambda _: None)


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, st.lists(st.sampled_from([*WORDS, "other"]), max_size=6), st.integers(0, 12))
def test_the_best_documents_and_their_scores_are_those_of_an_index(documents, query, n):
    here, there = both(documents)
    (ids, scores), (found, exact) = here.top(query, n), there.top(query, n)
    assert (found.tolist(), exact.tolist()) == (ids.tolist(), scores.tolist())
    every = np.arange(len(documents))
    assert there.scores_of(query, every).tolist() == here.scores_of(query, every).tolist()
    for word in query:
        assert there.count_of(word) == here.count_of(word)
        assert there.idf_of(word) == here.idf_of(word)


def test_where_rounding_might_hide_a_better_one_more_are_asked_for():
    long = [["w0"] * 3 + ["w1"] * (200 + number) for number in range(80)]
    here, there = both(long)
    found, _ = there.top(["w0"], 2)
    assert found.tolist() == here.top(["w0"], 2)[0].tolist()
    assert there.connection.client.calls > 2


def test_what_nobody_asks_for_costs_no_call():
    _, there = both([["w0"]])
    before = there.connection.client.calls
    for query, n in ((["w0"], 0), (["other"], 5), ([], 5)):
        ids, scores = there.top(query, n)
        assert (len(ids), len(scores)) == (0, 0)
    assert there.connection.client.calls == before


@pytest.mark.parametrize("count", [1, 3])
def test_documents_without_words_are_counted_by_us_and_not_by_the_engine(count):
    here, there = both([["w0", "w1"], ["w0"], *[[]] * count])
    assert there.top(["w0", "w1"], 9)[1].tolist() == here.top(["w0", "w1"], 9)[1].tolist()
