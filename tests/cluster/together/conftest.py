"""The sample reports, published once for replicas that search them."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from search_nodes import TIMEOUT

from bot.assistant import Assistant
from bot.config import Config, CorpusSection, IndexSection, SearchSection
from bot.opensearch import connect, publish

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """A copy of the sample reports, since bots keep former reports beside them."""
    return shutil.copytree(ROOT / "corpus", tmp_path_factory.mktemp("corpus") / "reports")


@pytest.fixture(scope="module")
def here(corpus, tmp_path_factory):
    """An assistant that searches the sample reports in this process."""
    index = IndexSection(path=tmp_path_factory.mktemp("here") / "index")
    return Assistant(Config(corpus=CorpusSection(path=corpus), index=index))


@pytest.fixture
def search(nodes, here):
    """The setting under which they are published."""
    nodes.wait()
    section = SearchSection(urls=tuple(nodes.urls), name="together", timeout=TIMEOUT)
    publish(connect(replace(section, timeout=10 * TIMEOUT)), here.snapshot.kept)
    return {"urls": list(section.urls), "name": section.name, "timeout": TIMEOUT}
