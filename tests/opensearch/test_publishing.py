"""What is published is found again, generation by generation, without the reports."""

import time

import pytest
from fake_engine import FakeConnection
from some_reports import ASKED, BODIES, corpus

from bot.errors import SearchError
from bot.index_cache import no_reports, updated
from bot.opensearch import current_generation, open_published, publish, remove_old
from bot.opensearch.documents import KEPT
from bot.retrieval import Query

ALL = {f"{name}.md": body for name, body in zip("abcde", BODIES, strict=True)}


def indexed(bodies=ALL):
    return updated(no_reports(), corpus(bodies))


@pytest.fixture
def connection():
    return FakeConnection(retries=0)


@pytest.fixture
def opened(connection, tmp_path):
    """Publishes reports and opens them."""

    def made(kept):
        publish(connection, kept)
        return open_published(connection, current_generation(connection), tmp_path)

    return made


def test_a_published_library_says_what_the_reports_say(opened):
    kept = indexed()
    here, there = kept.library, opened(kept).library
    assert [(r.path, r.body, r.digest) for r in there.reports] == [
        (r.path, r.body, r.digest) for r in here.reports
    ]
    for name in ("events", "held", "times", "starts"):
        assert list(getattr(there, name)) == list(getattr(here, name))
    assert (dict(there.number_of), there.newest) == (here.number_of, here.newest)
    assert [p.text for p in there.passages] == [p.text for p in here.passages]
    numbers = range(len(here.reports))
    assert there.table.rows(numbers) == here.table.rows(numbers)
    for word in ASKED:
        assert there.search(Query.of(word)) == here.search(Query.of(word))
        held = frozenset({word})
        assert there.holding(held).tolist() == here.holding(held).tolist()
    columns, exact = there.table.columns, here.table.columns
    assert (list(columns.days), columns.stated.tolist()) == (
        list(exact.days),
        exact.stated.tolist(),
    )
    assert (columns.counts, columns.read) == (exact.counts, exact.read)
    assert {code: n.tolist() for code, n in columns.countries.items()} == {
        code: n.tolist() for code, n in exact.countries.items()
    }


def test_sets_of_reports_are_looked_up_alike(opened):
    kept = indexed()
    here, there = kept.library, opened(kept).library
    numbers = list(range(len(here.reports)))
    for words in ({"session"}, {"FJ"}, {"nowhere"}, set()):
        assert there.table.named(frozenset(words), numbers) == here.table.named(
            frozenset(words), numbers
        )
    for codes in ({"FJ"}, {"FJ", "KE"}, set()):
        assert there.table.mentioning(frozenset(codes), numbers) == here.table.mentioning(
            frozenset(codes), numbers
        )
    assert there.holding(frozenset()).tolist() == numbers
    assert there.holding(frozenset({"suva", "nowhere"})).tolist() == []


def test_mistyped_words_are_near_the_same_words(opened):
    kept = indexed()
    here, there = kept.library, opened(kept).library
    for word in ("offiser", "networt", "chiared", "offic", "xyzzy"):
        assert there.spelling.near(word) == here.spelling.near(word)


def test_a_report_is_one_object_as_long_as_somebody_has_it(opened):
    library = opened(indexed()).library
    report = library.reports[1]
    assert library.reports[1] is report
    assert library.readings[1].report is report
    assert library.reports[-1].path == "e.md"
    with pytest.raises(IndexError):
        library.reports[5]


def test_a_report_is_equal_to_the_same_of_the_next_generation(opened):
    first, second = opened(indexed()).reports, opened(indexed()).reports
    changed = opened(indexed(ALL | {"a.md": "It rained."})).reports
    assert first[0] == second[0]
    assert hash(first[0]) == hash(second[0])
    assert first[0] != changed[0]
    assert first[0] != "a.md"


def test_a_passage_is_found_by_its_key(opened):
    published = opened(indexed())
    passage = published.library.passages[2]
    assert published.passage(passage.key) == passage
    assert published.passage("0" * 12) is None


def test_reports_are_found_by_parts_of_words(opened):
    published = opened(indexed())
    paths = [r.path for r in published.reports]
    found = {words: [paths[n] for n in published.saying(words).tolist()] for words in (
        "SUVA", "etwor", "suva fiji", "2020", "c.md", "*", "sess",
    )}  # fmt: skip
    assert found["SUVA"] == ["a.md", "e.md"]
    assert found["etwor"] == ["d.md"]
    assert found["suva fiji"] == ["a.md"]
    assert found["2020"] == []
    assert found["c.md"] == ["c.md"]
    assert found["*"] == []
    assert found["sess"] == paths


def test_the_head_is_fetched_once(connection, tmp_path):
    publish(connection, indexed())
    names = current_generation(connection)
    open_published(connection, names, tmp_path)
    calls = connection.client.calls
    open_published(connection, names, tmp_path)
    assert connection.client.calls == calls
    publish(connection, indexed())
    open_published(connection, current_generation(connection), tmp_path)
    assert len(list(tmp_path.glob("tested-*-head"))) == 1


def test_a_generation_goes_ten_minutes_after_the_next_came_into_use(connection):
    old = publish(connection, indexed())
    assert remove_old(connection, time.time() + 2 * KEPT) == ()
    new = publish(connection, indexed())
    assert remove_old(connection) == ()
    assert remove_old(connection, time.time() + KEPT + 1) == tuple(sorted(old.all))
    assert current_generation(connection) == new
    assert sorted(connection.client.documents) == sorted(new.all)


@pytest.mark.parametrize("calls", range(8))
def test_where_publishing_fails_the_generation_before_stays_in_use(connection, calls):
    before = publish(connection, indexed())
    connection.client.works = connection.client.calls + calls
    with pytest.raises(SearchError):
        publish(connection, indexed())
    connection.client.works, connection.trouble = -1, None
    assert current_generation(connection) == before


def test_nothing_is_in_use_before_anything_was_published(connection):
    assert current_generation(connection) is None
    assert remove_old(connection) == ()


def test_what_another_version_published_is_not_opened(connection, tmp_path, monkeypatch):
    monkeypatch.setattr("bot.opensearch.publishing.fingerprint", lambda: "0" * 64)
    publish(connection, indexed())
    with pytest.raises(SearchError, match="published by another version of the program"):
        open_published(connection, current_generation(connection), tmp_path)


def test_no_reports_can_be_published(opened):
    library = opened(no_reports()).library
    assert (len(library.reports), library.search(Query.of("suva"))) == (0, [])
