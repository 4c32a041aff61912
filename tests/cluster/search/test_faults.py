"""A node is killed, frozen, cut off, or all are gone: questions are answered right, or wait."""

import json
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from search_asking import Asked, said
from search_nodes import TIMEOUT

from bot.assistant import Assistant
from bot.config import Config, CorpusSection, IndexSection, SearchSection
from bot.errors import SearchError
from bot.opensearch import connect, publish

ROOT = Path(__file__).parents[3]
QUESTIONS = [
    json.loads(line)["question"]
    for line in (ROOT / "tests/quality/questions.jsonl").read_text().splitlines()[:40]
]
LONGER = 6.0  # seconds that a question may take while a node is gone, over the slowest before
GONE = 15.0  # seconds
AFTER = 12  # questions that are asked after each fault
pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def settings(nodes, here, tmp_path_factory):
    """Settings under which the sample reports are published."""
    nodes.wait()
    search = SearchSection(urls=tuple(nodes.urls), name="faults", timeout=TIMEOUT)
    publish(connect(replace(search, timeout=10 * TIMEOUT)), here.snapshot.kept)
    index = IndexSection(path=tmp_path_factory.mktemp("faults") / "index")
    return Config(corpus=CorpusSection(path=ROOT / "corpus"), index=index, search=search)


@pytest.fixture(scope="module")
def answers(here):
    return {question: {said(here.ask(question))} for question in QUESTIONS}


@pytest.fixture
def asked(nodes, settings, answers):
    nodes.wait()
    with Asked(Assistant(settings, must_read=True), answers) as running:
        running.more(AFTER)
        yield running


@contextmanager
def killed(nodes, *numbers):
    for number in numbers:
        nodes.kill(number)
    try:
        yield
    finally:
        for number in numbers:
            nodes.start(number)


@contextmanager
def frozen(nodes, number):
    nodes.freeze(number)
    try:
        yield
    finally:
        nodes.thaw(number)


@contextmanager
def cut_off(nodes, number):
    if not nodes.separate:
        pytest.skip("network namespaces may not be made here, so no node can be cut off")
    nodes.cut_off(number)
    try:
        yield
    finally:
        nodes.join(number)


@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize("fault", [killed, frozen, cut_off])
def test_a_node_that_is_gone_is_not_missed(nodes, asked, record, fault, number):
    before = asked.slowest
    with fault(nodes, number):
        time.sleep(GONE)  # the others take notice, and go on
        asked.more(AFTER)
    nodes.wait()
    asked.more(AFTER)
    name = fault.__name__.replace("_", " ")
    record(f"search: node {number} {name} {GONE:.0f} s", 1, asked)
    assert (asked.lost, asked.wrong, asked.errors) == (0, 0, [])
    assert asked.slowest < before + LONGER


def test_with_all_nodes_down_questions_fail_at_once_and_work_again_after(nodes, asked, record):
    assistant = asked.assistant
    with killed(nodes, 0, 1, 2):
        started = time.monotonic()
        while assistant.engine_trouble() is None:
            assistant.probe()
        assert time.monotonic() - started < 3
        before = time.monotonic()
        with pytest.raises(SearchError):
            assistant.ask(QUESTIONS[0])
        assert time.monotonic() - before < 2
    nodes.wait()
    while assistant.engine_trouble() is not None:
        assistant.probe()
        time.sleep(0.2)
    lost = asked.lost
    asked.more(3 * AFTER)
    record("search: all nodes down, no bot waits", 1, asked)
    assert asked.wrong == 0
    assert asked.lost <= lost + 2  # what was under way
