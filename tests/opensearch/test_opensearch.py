"""A published library says what the reports say, without them."""

import pytest
from some_reports import ASKED, indexed

from bot.index_cache import no_reports
from bot.retrieval import Query


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


def test_a_report_is_one_object_as_long_as_somebody_has_it(opened):
    library = opened(indexed()).library
    report = library.reports[1]
    assert library.reports[1] is report
    assert library.readings[1].report is report
    assert library.reports[-1].path == "e.md"
    with pytest.raises(IndexError):
        library.reports[5]


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


def test_no_reports_can_be_published(opened):
    library = opened(no_reports()).library
    assert (len(library.reports), library.search(Query.of("suva"))) == (0, [])
