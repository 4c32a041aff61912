"""What `make cluster` starts: a PostgreSQL, three nodes of OpenSearch; and what it prints.

What can't be had is skipped with a line that says so, and fails where `CI` is set.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from postgres_server import PostgresServer, programs
from search_nodes import SearchNodes, UnavailableError, built
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[2]
BUILT = ROOT / ".venv/cluster/search"
NO_POSTGRES = "PostgreSQL can't be had here; install it: apt-get install postgresql"
LINE = "{:36} {:>5} {:>9} {:>5} {:>5} {:>10} {:>5} {:>8}"
HEAD = ("fault", "times", "questions", "lost", "twice", "disordered", "wrong", "slowest")
ROW = "row of the table"


@pytest.hookimpl(wrapper=True)  # before all others
def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.cluster)
    return (yield)


class ByServers(LoadScopeScheduling):
    """One process has the tests over PostgreSQL, one those over nodes, one those over both."""

    def _split_scope(self, nodeid):
        return next(p for p in ("replicas", "search", "together") if f"/{p}/" in nodeid)


def pytest_xdist_make_scheduler(config, log):
    return ByServers(config, log)


def pytest_terminal_summary(terminalreporter):
    reports = [report for some in terminalreporter.stats.values() for report in some]
    noted = [dict(getattr(report, "user_properties", ())) for report in reports]
    if rows := {tuple(properties[ROW]) for properties in noted if ROW in properties}:
        terminalreporter.section("cluster")
        for row in (HEAD, *sorted(rows)):
            terminalreporter.line(LINE.format(*row))


@pytest.fixture
def record(request):
    """Adds the test's row to the table; `counts` says of some columns nothing."""

    def add(fault, times, counts):
        row = [getattr(counts, column, "") for column in HEAD[3:7]]
        row = [fault, times, counts.asked, *row, f"{counts.slowest:.1f} s"]
        request.node.user_properties.append((ROW, [str(cell) for cell in row]))

    return add


def unavailable(line):
    """Ends the test: what it needs can't be had."""
    if os.environ.get("CI"):
        pytest.fail(line, pytrace=False)
    pytest.skip(line)


@pytest.fixture(scope="session")
def folder():
    """A folder that the server's user can get into, as it can't into those of root."""
    with tempfile.TemporaryDirectory(prefix="rapporteur-") as name:
        os.chmod(name, 0o755)
        yield Path(name)


@pytest.fixture(scope="session")
def server(folder):
    if programs() is None:
        unavailable(NO_POSTGRES)
    opened = PostgresServer(folder / "server").init()
    yield opened
    opened.stop("immediate")


@pytest.fixture
def fresh_server(folder):
    """A server of a test's own, which may break it."""
    if programs() is None:
        unavailable(NO_POSTGRES)
    place = Path(tempfile.mkdtemp(dir=folder))
    place.chmod(0o755)
    opened = PostgresServer(place / "first").init()
    opened.make_database("rapporteur")
    yield opened
    opened.thaw()
    opened.stop("immediate")
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="session")
def nodes(tmp_path_factory):
    try:
        with SearchNodes(tmp_path_factory.mktemp("nodes"), built(BUILT)) as started:
            yield started
    except UnavailableError as error:
        unavailable(f"OpenSearch can't be had here: {error}")
