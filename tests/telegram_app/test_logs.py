import json
import logging

from bot.telegram_app.logs import Redacting


def line(message, *, as_json=False, error=None):
    info = (type(error), error, None) if error else None
    record = logging.LogRecord("bot.x", logging.INFO, "f", 1, message, (), info)
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
