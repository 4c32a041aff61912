import shutil

import pytest
from bot_process import report, write_reports
from tried import trying
from visitor import Visitor, browser


@pytest.fixture(scope="session")
def corpus(tmp_path_factory):
    folder = write_reports(tmp_path_factory.mktemp("reports"))
    long = "It dealt with tides, moorings, dredging, pilots, buoys, charts and silt. " * 6
    text = report(
        "Seminar on floating moorings",
        f"Vanuatu, which {long.strip().lower()}",
        "Suva",
        "1 May 2020",
    )
    (folder / "long.md").write_text(text)
    return folder


@pytest.fixture(scope="session")
def address(corpus, tmp_path_factory):
    """Where the page is; one process for all tests."""
    with trying(tmp_path_factory.mktemp("tried"), corpus, plain=True) as (_, url):
        yield url


@pytest.fixture(scope="session")
def chromium():
    found = shutil.which("chromium"), shutil.which("chromedriver")
    if not all(found):
        pytest.fail("these tests need Chromium and its driver (Debian: chromium chromium-driver)")
    with browser(*found) as driver:
        yield driver


@pytest.fixture
def visitor(chromium, address):
    """Somebody who opens the page for the first time, on a desktop."""
    fresh = Visitor(chromium, address)
    fresh.size(1440, 900)
    fresh.arrive()
    yield fresh
    assert fresh.complaints() == []
