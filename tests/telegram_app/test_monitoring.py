import json
import logging
import socket
from pathlib import Path

import pytest

from bot.errors import lost
from bot.telegram_app.monitoring import Losses, Metrics, Redacting, notify, watchdog_seconds

TOKEN = "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def line(message, *, as_json=False, error=None, fields=None):
    info = (type(error), error, None) if error else None
    record = logging.LogRecord("bot.x", logging.INFO, "f", 1, message, (), info)
    if fields is not None:
        record.fields = fields
    return Redacting(["s3cret"], as_json=as_json).format(record)


def test_secrets_and_whatever_looks_like_a_token_are_left_out():
    said = line("s3cret at https://h/bot123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/getMe")
    assert "s3cret" not in said
    assert "AAAA" not in said


def test_an_event_is_one_line_without_a_traceback():
    said = line("first\nsecond", error=ValueError("s3cret"))
    assert said.endswith("first second (ValueError: ***)")


def test_json_lines_are_json():
    assert json.loads(line('it\'s "quoted"', as_json=True))["message"] == 'it\'s "quoted"'


@pytest.mark.parametrize("secret", ["s3cret", TOKEN])
@pytest.mark.parametrize(
    "hidden",
    [
        "{}",
        ["a", "at {} here"],
        {"inner": ({"deep": "{}"},)},
        {"{}": 1},
        Path("{}"),
        ValueError("{}"),
    ],
    ids=["text", "list", "nested", "name", "path", "error"],
)
def test_secrets_are_left_out_of_the_fields_of_json_too(secret, hidden):
    said = line("asked", as_json=True, fields={"event": "asked", "where": filled(hidden, secret)})
    assert secret not in said
    assert "***" in said
    assert json.loads(said)["event"] == "asked"


def filled(value, secret):
    if isinstance(value, dict):
        return {filled(name, secret): filled(item, secret) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [filled(item, secret) for item in value]
    if isinstance(value, str | int):
        return str(value).replace("{}", secret)
    return type(value)(str(value).replace("{}", secret))


def test_fields_keep_their_numbers():
    said = json.loads(line("asked", as_json=True, fields={"ms": 1.5, "n": 2, "report": None}))
    assert (said["ms"], said["n"], said["report"]) == (1.5, 2, None)


@pytest.fixture
def metrics():
    made = Metrics()
    handler = Losses(made)
    logging.getLogger("bot").addHandler(handler)
    yield made
    logging.getLogger("bot").removeHandler(handler)


def test_a_lost_passage_is_counted_as_an_error_of_its_kind(metrics):
    log = logging.getLogger("bot.answering.reading")
    lost(log, "a.md", 3, ValueError("secret words"))
    log.warning("something else")
    assert b'rapporteur_errors_total{kind="passage"} 1.0' in metrics.text()


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
