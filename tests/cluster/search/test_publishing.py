"""Publishing switches whole generations: under load, in turn, and not at all where it fails."""

import time
from dataclasses import replace

import pytest
from search_asking import Asked, said

from bot.assistant import Assistant
from bot.errors import SearchError
from bot.opensearch import current_generation, open_published, publish, remove_old
from bot.opensearch.documents import KEPT

QUESTION = "Who chaired the tide seminar?"
SECOND = "Where did the tide seminar take place?"
REPORT = """---
title: Tide seminar
date: 2022-05-04
---
The tide seminar was chaired by {chair}.
It took place in {place} on 4 May 2022.
"""
TIMES = 20
VERSIONS = (("Ana Silva", "Suva"), ("Ben Tan", "Apia"))
pytestmark = [pytest.mark.cluster, pytest.mark.timeout(1200)]


@pytest.fixture
def office(search):
    """Writes one of the versions of the report; it is the only one."""
    for file in search.corpus.path.glob("*"):
        file.unlink()

    def write(number):
        chair, place = VERSIONS[number]
        (search.corpus.path / "tide.md").write_text(REPORT.format(chair=chair, place=place))

    write(0)
    return write


def local(search):
    return Assistant(replace(search, search=replace(search.search, urls=())))


def test_under_load_no_answer_mixes_two_generations(search, connection, office, record):
    answers = {QUESTION: set(), SECOND: set()}
    kept = []
    for number in (0, 1):
        office(number)
        here = local(search)
        kept.append(here.snapshot.kept)
        for question, right in answers.items():
            right.add(said(here.ask(question)))
    publish(connection, kept[0])
    assistant = Assistant(search, must_read=True)
    with Asked(assistant, answers) as asked:
        for number in range(1, TIMES + 1):
            publish(connection, kept[number % 2])
            assert assistant.follow()
            asked.more(2)
    record("published under load", TIMES, asked)
    assert (asked.lost, asked.wrong, asked.errors) == (0, 0, [])


def test_a_reload_publishes_and_other_bots_follow(search, office):
    local(search)
    with pytest.raises(SearchError, match="run `rapporteur publish`"):
        Assistant(search, must_read=True)
    one, other = Assistant(search), Assistant(search)
    assert "nothing was published" in one.engine_trouble()
    with pytest.raises(SearchError):
        one.ask(QUESTION)
    assert one.reload().added == ("tide.md",)
    assert one.ask(QUESTION).answer == "Ana Silva"
    assert (other.follow(), other.follow()) == (True, False)
    office(1)
    assert one.reload().changed == ("tide.md",)
    assert other.ask(QUESTION).answer == "Ana Silva"
    assert other.follow()
    assert (one.ask(QUESTION).answer, other.ask(QUESTION).answer) == ("Ben Tan", "Ben Tan")


def test_what_is_no_longer_in_use_goes_after_ten_minutes(search, connection, office):
    kept = local(search).snapshot.kept
    old, new = publish(connection, kept), publish(connection, kept)
    assert current_generation(connection) == new
    assert remove_old(connection) == ()
    open_published(connection, old, search.index.path)
    assert remove_old(connection, time.time() + KEPT + 1) == tuple(sorted(old.all))
    open_published(connection, new, search.index.path / "other")


def test_what_can_t_be_published_leaves_all_as_it_was(search, connection, office, monkeypatch):
    kept = local(search).snapshot.kept
    before = publish(connection, kept)

    def fails(*_):
        raise SearchError("search: the disk is full")

    monkeypatch.setattr("bot.opensearch.publishing._copied", fails)
    with pytest.raises(SearchError, match="disk is full"):
        publish(connection, kept)
    assert current_generation(connection) == before
    client = connection._client
    assert len(client.indices.get(index=f"{search.search.name}-*")) == len(before.all)


def test_what_another_version_published_is_refused_in_one_line(
    search, connection, office, monkeypatch
):
    kept = local(search).snapshot.kept
    monkeypatch.setattr("bot.opensearch.publishing.fingerprint", lambda: "0" * 64)
    publish(connection, kept)
    with pytest.raises(SearchError, match="published by another version of the program"):
        Assistant(search, must_read=True)
