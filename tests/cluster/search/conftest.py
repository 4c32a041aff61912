"""Three nodes of OpenSearch for `make cluster`, with copies of their own of the sample reports."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from search_nodes import TIMEOUT, SearchNodes, UnavailableError, built

from bot.config import Config, CorpusSection, IndexSection, SearchSection
from bot.opensearch import connect

ROOT = Path(__file__).parents[3]
BUILT = ROOT / ".venv/cluster/search"
TABLE = pytest.StashKey[list]()


def pytest_configure(config):
    config.stash[TABLE] = []


def pytest_terminal_summary(terminalreporter, config):
    rows = config.stash[TABLE]
    if not rows:
        return
    terminalreporter.section("cluster")
    line = "{:44} {:>10} {:>7} {:>7} {:>9}"
    terminalreporter.line(line.format("fault", "questions", "failed", "wrong", "slowest"))
    for row in rows:
        terminalreporter.line(line.format(*row))


@pytest.fixture
def record(request):
    """Adds a row to the table."""

    def add(fault, asked):
        row = (fault, asked.count, asked.failed, asked.wrong, f"{asked.slowest:.1f} s")
        request.config.stash[TABLE].append(row)

    return add


@pytest.fixture(scope="session")
def nodes(tmp_path_factory):
    try:
        with SearchNodes(tmp_path_factory.mktemp("nodes"), built(BUILT)) as started:
            yield started
    except UnavailableError as error:
        pytest.fail(f"The search part of the cluster can't be tested: {error}", pytrace=False)


@pytest.fixture
def search(nodes, tmp_path_factory):
    """Settings with a name of the test's own, over a copy of the sample reports."""
    folder = tmp_path_factory.mktemp("search")
    shutil.copytree(ROOT / "corpus", folder / "reports")
    urls = tuple(nodes.urls)
    return Config(
        corpus=CorpusSection(path=folder / "reports"),
        index=IndexSection(path=folder / "index"),
        search=SearchSection(urls=urls, name=folder.name.replace("-", "_"), timeout=TIMEOUT),
    )


@pytest.fixture
def connection(search):
    return connect(replace(search.search, timeout=10 * TIMEOUT))
