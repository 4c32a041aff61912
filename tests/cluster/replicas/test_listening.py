"""A replica hears at once that another changed something, also after its connection was lost."""

import threading

import pytest

from bot.cli import rapporteur
from bot.errors import StoreError
from bot.store import REPORTS, Address, announce

SOON = 20.0  # seconds, for a machine with much else to do


@pytest.fixture
def listen():
    listening = []

    def started(store):
        heard = threading.Semaphore(0)
        listening.append(store.shared.generations.listen(heard.release))
        assert heard.acquire(timeout=SOON)  # that it listens
        return heard

    yield started
    for listener in listening:
        listener.close()


def test_a_change_is_heard_by_the_others(store, opened, listen, url):
    heard = listen(opened())
    assert not heard.acquire(blocking=False)
    store.shared.generations.advance(REPORTS)
    assert heard.acquire(timeout=SOON)
    announce(Address(url), REPORTS)
    assert heard.acquire(timeout=SOON)
    assert store.shared.generations.all()[REPORTS] == 2


def test_who_lost_the_connection_hears_again(store, opened, listen, server):
    heard = listen(opened())
    listening = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ~ '^LISTEN'"
    server.sql(listening, "postgres")
    assert heard.acquire(timeout=SOON)  # it looks for what it missed
    store.shared.generations.advance(REPORTS)
    assert heard.acquire(timeout=SOON)


def test_who_no_longer_listens_hears_nothing(store, opened):
    heard = threading.Semaphore(0)
    listener = opened().shared.generations.listen(heard.release)
    assert heard.acquire(timeout=SOON)
    listener.close()
    store.shared.generations.advance(REPORTS)
    assert not listener._thread.is_alive()
    assert not heard.acquire(blocking=False)


def test_a_database_without_a_store_can_t_be_told(url):
    with pytest.raises(StoreError, match="there is no store yet"):
        announce(Address(url), REPORTS)


def test_publishing_says_so_to_the_bots(store, opened, listen, url, tmp_path, monkeypatch):
    """The engine is another's part: what is published is replaced."""
    monkeypatch.setattr("bot.snapshot.publish", lambda *_: None)
    heard = listen(opened())
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/a.md").write_text("The forum was chaired by Ann Lee.\n")
    settings = f"store: {{url: '{url}'}}\nsearch: {{urls: ['http://127.0.0.1:9']}}\n"
    (tmp_path / "config.yaml").write_text(f"corpus: {{path: reports}}\n{settings}")
    arguments = ["publish", "--config", str(tmp_path / "config.yaml")]
    rapporteur.main(arguments, standalone_mode=False)
    assert heard.acquire(timeout=SOON)
