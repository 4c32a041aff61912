from http.client import HTTPConnection

import pytest

from bot.trial.page.calls import LARGEST, Fields


@pytest.mark.parametrize("value", [None, 1, ["a"]])
def test_what_is_no_text_is_refused(value):
    with pytest.raises(ValueError, match="name: expected a text"):
        Fields({"name": value}).text("name")


@pytest.mark.parametrize("value", [None, "x", True, 1.5, "9" * 30, {}])
def test_what_is_no_whole_number_is_refused(value):
    with pytest.raises(ValueError, match=r"number|literal"):
        Fields({"name": value}).number("name")


def test_a_form_may_leave_a_number_out():
    assert Fields({"topic": ""}).optional("topic") is None
    assert Fields({"topic": "-12"}).optional("topic") == -12


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"[" * 60_000])
def test_what_is_no_object_is_refused(page, body):
    answer = page.post("/api/send", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()) == (400, {"error": "expected a JSON object"})


def test_a_form_is_no_call(page):
    assert page.post("/api/send", data={"person": "1"}).status_code == 400


def test_more_than_anybody_types_is_refused(page):
    headers = {"content-type": "application/json"}
    answer = page.post("/api/send", content=b" " * 70_000, headers=headers)
    assert answer.json() == {"error": "this is too long"}


def test_a_file_too_large_for_a_bot_is_refused_unread(page):
    connection = HTTPConnection(page.base_url.host, page.base_url.port, timeout=10)
    connection.putrequest("POST", "/api/upload")
    connection.putheader("Content-Type", "multipart/form-data; boundary=x")
    connection.putheader("Content-Length", str(LARGEST * 2))
    connection.endheaders()
    with connection.getresponse() as answer:
        assert b"20 MB at most" in answer.read()
    connection.close()


def test_a_torn_form_is_refused(page):
    headers = {"content-type": "multipart/form-data; boundary=x"}
    answer = page.post("/api/upload", content=b"--y\r\n", headers=headers)
    assert answer.status_code == 400
