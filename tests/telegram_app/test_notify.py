import socket

import pytest

from bot.telegram_app.notify import notify, watchdog_seconds


def test_systemd_is_told(tmp_path, monkeypatch):
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(address))
        monkeypatch.setenv("NOTIFY_SOCKET", str(address))
        notify("READY=1", "STATUS=well")
        assert manager.recv(100) == b"READY=1\nSTATUS=well"


def test_without_systemd_nobody_is_told(monkeypatch, tmp_path):
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    notify("READY=1")
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "gone"))
    notify("READY=1")


@pytest.mark.parametrize(("wanted", "seconds"), [("30000000", 15), ("", None), ("x", None)])
def test_the_watchdog_is_told_twice_as_often_as_it_asks(monkeypatch, wanted, seconds):
    monkeypatch.setenv("WATCHDOG_USEC", wanted)
    assert watchdog_seconds() == seconds
