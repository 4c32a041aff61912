"""What is found and answered in OpenSearch is what is found and answered in this process."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from small_library import told

from bot.assistant import Assistant
from bot.corpus import Corpus
from bot.index_cache import no_reports, updated
from bot.model import Report
from bot.opensearch import current_generation, open_published, publish
from bot.retrieval import Query

ROOT = Path(__file__).parents[3]
QUESTIONS = [
    json.loads(line)["question"]
    for line in (ROOT / "tests/quality/questions.jsonl").read_text().splitlines()
]
MORE = (
    "How many workshops were there?",
    "Which events took place in Fiji?",
    "What is the latest meeting?",
    "Which meetings were held in Africa?",
    "When is the next meeting?",
    "In which towns were workshops held?",
    "Which reports mention Kenya?",
    "How many reports do you have?",
    "Show me the newest report",
    "Who came to the wrokshop?",
    "¿?",
    "nonexistentword",
)
pytestmark = [pytest.mark.cluster, pytest.mark.timeout(1200)]


def same(one, other):
    """Whether two answers say and quote the same."""
    return repr(one) == repr(other).replace("StoredReport(", "Report(")


def published(connection, kept, folder):
    publish(connection, kept)
    return open_published(connection, current_generation(connection), folder)


def test_over_three_hundred_questions_are_answered_alike(search, connection, here):
    publish(connection, here.snapshot.kept)
    patient = replace(search, search=connection.settings)
    there = Assistant(patient, must_read=True)
    asked = [*QUESTIONS, *MORE]
    assert len(asked) > 300
    assert [q for q in asked if not same(here.ask(q), there.ask(q))] == []
    assert [q for q in asked if not same(here.indexed(q), there.indexed(q))] == []


def test_the_same_passages_come_with_the_same_scores_from_several_shards(search, connection):
    """Texts that repeat each other, long ones, empty ones, and words beyond any analysis."""
    words = "kite seabird forum Suva Apia 2021 it's μετρο 東京 O'Neil e.g. naïve".split()
    bodies = {
        f"{number:03}.md": ". ".join(
            " ".join(words[(number * step + place) % len(words)] for place in range(1 + step * 3))
            for step in range(1, 2 + number % 7)
        )
        for number in range(120)
    } | {
        "long.md": "The kite flew over Suva. " * 400,
        "none.md": "",
        "same.md": "kite",
        "x.md": "kite",
    }
    reports = tuple(Report(path, "Kites", body) for path, body in sorted(bodies.items()))
    kept = updated(no_reports(), Corpus(reports, hashes=tuple(r.digest for r in reports)))
    connection.settings = replace(connection.settings, shards=3)
    found = published(connection, kept, search.index.path).library
    for length in (1, 2, 4):
        for start in range(len(words)):
            query = Query.of(" ".join((words * 2)[start : start + length]), "the kite")
            assert found.search(query, 30) == kept.library.search(query, 30)
            for engine in ("by_passage", "by_report"):
                ours, theirs = getattr(kept.library, engine), getattr(found, engine)
                for n in (1, 10, 100):
                    ids, scores = theirs.top(query.terms, n)
                    wanted, exact = ours.top(query.terms, n)
                    assert (ids.tolist(), scores.tolist()) == (wanted.tolist(), exact.tolist())


def test_a_library_in_the_engine_says_the_same_of_each_report(search, connection, here):
    found = published(connection, here.snapshot.kept, search.index.path)
    library, there = here.snapshot.library, found.library
    assert [(r.path, r.title, r.date, r.body) for r in there.reports] == [
        (r.path, r.title, r.date, r.body) for r in library.reports
    ]
    assert list(there.events) == list(library.events)
    assert [p.text for p in there.passages] == [p.text for p in library.passages]
    assert list(there.held) == list(library.held)
    assert list(there.times) == list(library.times)
    assert list(there.starts) == list(library.starts)
    assert dict(there.number_of) == library.number_of
    numbers = range(len(library.reports))
    assert there.table.rows(numbers) == library.table.rows(numbers)
    assert [found.passage(p.key).text for p in library.passages] == [
        p.text for p in library.passages
    ]


def test_reports_are_listed_by_parts_of_words_alike(search, connection, here):
    found = published(connection, here.snapshot.kept, search.index.path)
    asked = ("2021", "workshop", "SUVA", "ork.op", "*", "?", "\\", ".md", "an")
    listed = {words: found.saying(words).tolist() for words in asked}
    assert listed == {words: here.snapshot.saying(words) for words in asked}


def test_a_report_without_anything_to_read_is_published(search, connection):
    (read, _event) = told("", "Nothing")
    reports = (read.report,)
    kept = updated(no_reports(), Corpus(reports, hashes=(read.report.digest,)))
    found = published(connection, kept, search.index.path)
    assert found.library.search(Query.of("Nothing")) == kept.library.search(Query.of("Nothing"))
