"""The sample reports as they are answered in this process, and a name of each test's own."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from search_nodes import TIMEOUT

from bot.assistant import Assistant
from bot.config import Config, CorpusSection, IndexSection, SearchSection
from bot.opensearch import connect
from bot.reader.network import Network

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session", autouse=True)
def read_once():
    """Reads each window with each question once: where it comes from is what is tested here."""
    read, known = Network.read, {}

    def remembered(self, rows):
        keys = [tuple(row[n].tobytes() for n in range(3)) for row in rows]
        new = {key: row for key, row in zip(keys, rows, strict=True) if key not in known}
        known.update(zip(new, read(self, list(new.values())), strict=True))
        return [known[key] for key in keys]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Network, "read", remembered)
        yield


@pytest.fixture(scope="session")
def here(tmp_path_factory):
    """An assistant that searches the sample reports in this process."""
    folder = tmp_path_factory.mktemp("here")
    config = Config(
        corpus=CorpusSection(path=ROOT / "corpus"), index=IndexSection(path=folder / "index")
    )
    return Assistant(config)


@pytest.fixture
def search(nodes, here, tmp_path_factory):
    """Settings with a name of the test's own, over a copy of the sample reports."""
    folder = tmp_path_factory.mktemp("search")
    shutil.copytree(ROOT / "corpus", folder / "reports")
    return Config(
        corpus=CorpusSection(path=folder / "reports"),
        index=IndexSection(path=folder / "index"),
        search=SearchSection(
            urls=tuple(nodes.urls), name=folder.name.replace("-", "_"), timeout=TIMEOUT
        ),
    )


@pytest.fixture
def connection(search):
    return connect(replace(search.search, timeout=10 * TIMEOUT))
