"""A PostgreSQL for the tests of several replicas: `make cluster`."""

import itertools
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from postgres_server import PostgresServer, programs

from bot.store import Address, open_shared_store

TABLE = pytest.StashKey[list]()
LINE = "{:44} {:>6} {:>9} {:>5} {:>6} {:>10} {:>8}"
HEAD = ("fault", "times", "questions", "lost", "twice", "disordered", "slowest")
COUNT = pytest.StashKey[itertools.count]()


def pytest_configure(config):
    config.stash[TABLE] = []


def pytest_terminal_summary(terminalreporter, config):
    if rows := config.stash.get(TABLE, []):
        terminalreporter.section("replicas")
        for row in (HEAD, *rows):
            terminalreporter.line(LINE.format(*row))


@pytest.fixture
def record(request):
    """Adds a row to the table."""

    def add(fault, times, counts):
        row = (counts.asked, counts.lost, counts.twice, counts.disordered)
        request.config.stash[TABLE].append((fault, times, *row, f"{counts.slowest:.1f} s"))

    return add


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.cluster)


@pytest.fixture(scope="session")
def folder():
    """A folder that the server's user can get into, as it can't into those of root."""
    with tempfile.TemporaryDirectory(prefix="rapporteur-") as name:
        os.chmod(name, 0o755)
        yield Path(name)


@pytest.fixture(scope="session")
def server(folder):
    if programs() is None:
        pytest.skip("PostgreSQL can't be had here; install it: apt-get install postgresql")
    opened = PostgresServer(folder / "server").init()
    yield opened
    opened.stop("immediate")


@pytest.fixture
def url(server, request):
    count = request.config.stash.setdefault(COUNT, itertools.count())
    return server.make_database(f"office{next(count)}")


@pytest.fixture
def opened(url):
    """Opens the store once more, as another replica does."""
    stores = []

    def open_(bot_id=7):
        stores.append(open_shared_store(Address(url), bot_id))
        return stores[-1]

    yield open_
    for store in stores:
        store.close()


@pytest.fixture
def store(opened):
    return opened()


@pytest.fixture
def fresh_server(folder):
    """A server of a test's own, which may break it."""
    if programs() is None:
        pytest.skip("PostgreSQL can't be had here; install it: apt-get install postgresql")
    place = Path(tempfile.mkdtemp(dir=folder))
    place.chmod(0o755)
    opened = PostgresServer(place / "first").init()
    opened.make_database("rapporteur")
    yield opened
    opened.thaw()
    opened.stop("immediate")
    shutil.rmtree(place, ignore_errors=True)
