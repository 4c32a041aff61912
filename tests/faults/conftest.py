"""The fault suite: `make faults`. Prints what was lost and what was answered twice."""

import pytest
from fault_site import made

TABLE = pytest.StashKey[list]()


def pytest_configure(config):
    config.stash[TABLE] = []


def pytest_terminal_summary(terminalreporter, config):
    rows = config.stash[TABLE]
    if not rows:
        return
    terminalreporter.section("faults")
    line = "{:42} {:>6} {:>10} {:>6} {:>8} {:>9}"
    terminalreporter.line(line.format("fault", "runs", "questions", "lost", "twice", "rejected"))
    for row in rows:
        terminalreporter.line(line.format(*row))


@pytest.fixture
def site(tmp_path):
    with made(tmp_path) as opened:
        yield opened


@pytest.fixture
def record(request):
    """Adds a row to the table."""

    def add(fault, runs, site):
        row = (fault, runs, len(site.asked), site.lost, site.twice, site.rejected)
        request.config.stash[TABLE].append(row)

    return add
