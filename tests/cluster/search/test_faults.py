"""A node is killed, frozen or all are gone: questions are answered right, or wait."""

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from search_asking import Asked, said
from search_nodes import TIMEOUT

from bot.assistant import Assistant
from bot.errors import SearchError
from bot.opensearch import publish

ROOT = Path(__file__).parents[3]
QUESTIONS = [
    json.loads(line)["question"]
    for line in (ROOT / "tests/quality/questions.jsonl").read_text().splitlines()[:40]
]
SLOWEST = 6.0 * max(1.0, TIMEOUT)  # seconds that a question may take while a node is gone
AFTER = 12  # questions that are asked after each fault
pytestmark = [pytest.mark.cluster, pytest.mark.timeout(1200)]


@pytest.fixture
def asked(nodes, search, connection):
    nodes.wait()
    here = Assistant(replace(search, search=replace(search.search, urls=())))
    publish(connection, here.snapshot.kept)
    answers = {question: {said(here.ask(question))} for question in QUESTIONS}
    with Asked(Assistant(search, must_read=True), answers) as running:
        running.more(AFTER)
        yield running


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_node_that_is_killed_is_not_missed(nodes, asked, record, number):
    nodes.kill(number)
    try:
        asked.more(AFTER)
        time.sleep(6)  # the cluster takes notice meanwhile
        asked.more(AFTER)
    finally:
        nodes.start(number)
        nodes.wait()
    asked.more(AFTER)
    record(f"node {number} killed", asked)
    assert (asked.failed, asked.wrong, asked.errors) == (0, 0, [])
    assert asked.slowest < SLOWEST


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_node_that_is_frozen_is_not_missed(nodes, asked, record, number):
    nodes.freeze(number)
    try:
        time.sleep(15)
        asked.more(AFTER)
    finally:
        nodes.thaw(number)
        nodes.wait()
    asked.more(AFTER)
    record(f"node {number} frozen 15 s", asked)
    assert (asked.failed, asked.wrong, asked.errors) == (0, 0, [])
    assert asked.slowest < SLOWEST


def test_with_all_nodes_down_questions_fail_at_once_and_work_again_after(nodes, asked, record):
    assistant = asked.assistant
    for number in range(3):
        nodes.kill(number)
    started = time.monotonic()
    while assistant.engine_trouble() is None:
        assistant.probe()
    assert time.monotonic() - started < 3
    before = time.monotonic()
    with pytest.raises(SearchError):
        assistant.ask(QUESTIONS[0])
    assert time.monotonic() - before < 1
    time.sleep(10)
    for number in range(3):
        nodes.start(number)
    nodes.wait()
    while assistant.engine_trouble() is not None:
        assistant.probe()
        time.sleep(0.2)
    failed = asked.failed
    asked.more(3 * AFTER)
    record("all nodes down", asked)
    assert asked.wrong == 0
    assert asked.failed <= failed + 2  # what was under way
