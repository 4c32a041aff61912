import json
import logging
from pathlib import Path

import pytest

from bot.telegram_app.logs import Redacting

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
