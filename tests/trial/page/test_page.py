import socket
from dataclasses import replace

import pytest

from bot.config import Config, HttpSection, StoreSection, TelegramSection
from bot.errors import StartError
from bot.trial import page
from bot.trial.page import PORT, open_browser, run, settings_of


def test_what_runs_elsewhere_is_left_alone(stage, tmp_path):
    telegram = TelegramSection(mode="webhook", access="listed", admins=(5,), groups="all")
    office = StoreSection(url="postgresql+psycopg://host/office")
    config = Config(telegram=telegram, http=HttpSection(port=9000), store=office)
    tried = settings_of(config, stage, "http://127.0.0.1:1", tmp_path / "state")
    assert (tried.store.path, tried.http.port) == (tmp_path / "state", None)
    assert tried.store.url is None
    assert (tried.telegram.mode, tried.telegram.access) == ("polling", "everyone")
    assert 5 not in tried.telegram.admins


def test_what_is_configured_else_holds(stage, tmp_path):
    config = Config(telegram=TelegramSection(groups="all"))
    tried = settings_of(config, stage, "http://127.0.0.1:1", tmp_path / "state")
    assert tried.telegram.groups == "all"
    assert replace(tried.corpus) == config.corpus


def test_a_port_of_one_s_own_is_not_replaced():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StartError, match=f"--port {port}: Address already in use"):
            run(Config(), _never, _never, port)


def test_where_the_usual_port_is_taken_another_one_serves(stage):
    with page._served(stage, None) as first, page._served(stage, None) as second:
        assert first != second
        assert str(PORT) not in second or str(PORT) not in first


def test_without_a_screen_no_browser_is_opened(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("webbrowser.open", _never)
    assert open_browser("http://127.0.0.1:1/") is None


def _never(*_):
    raise AssertionError("this is not to be called")
