from http.client import HTTPConnection

import pytest
from starlette.datastructures import Headers

from bot.trial.page.calls import MAX_FILE_BYTES, Fields, refusal


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
    connection.putheader("Content-Length", str(MAX_FILE_BYTES * 2))
    connection.endheaders()
    with connection.getresponse() as answer:
        assert b"20 MB at most" in answer.read()
    connection.close()


def test_a_torn_form_is_refused(page):
    headers = {"content-type": "multipart/form-data; boundary=x"}
    answer = page.post("/api/upload", content=b"--y\r\n", headers=headers)
    assert answer.status_code == 400


HERE = "127.0.0.1:8642"


@pytest.mark.parametrize("host", [HERE, "localhost:8642", "localhost", "127.0.0.1:80"])
def test_this_machine_is_served_by_its_own_names(host):
    assert refusal("GET", Headers({"host": host})) is None


@pytest.mark.parametrize("host", ["", "evil.example", "127.0.0.1.evil.example", "[::1]:8642"])
def test_any_other_name_is_refused(host):
    assert "localhost" in refusal("GET", Headers({"host": host}))


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://127.0.0.1:9000", "null", f"https://{HERE}"]
)
def test_a_foreign_page_may_call_nothing(origin):
    assert "other pages" in refusal("POST", Headers({"host": HERE, "origin": origin}))


def test_the_page_itself_may_call():
    headers = {"host": HERE, "origin": f"http://{HERE}", "sec-fetch-site": "same-origin"}
    assert refusal("POST", Headers(headers)) is None


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_foreign_page_may_read_nothing_but_link_here(site):
    headers = {"host": HERE, "sec-fetch-site": site, "sec-fetch-mode": "no-cors"}
    assert refusal("GET", Headers(headers))
    headers["sec-fetch-mode"] = "navigate"
    assert refusal("GET", Headers(headers)) is None
    assert refusal("POST", Headers(headers))


def test_every_answer_forbids_outside_resources(page):
    for path in ("/", "/static/main.js", "/api/state", "/nothing"):
        policy = page.get(path).headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")


def test_a_refused_call_changes_nothing(page, anna, stage):
    sent = {"person": anna.id, "chat": anna.id, "text": "Who?"}
    answer = page.post("/api/send", json=sent, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert stage.cast.room(anna.id).history() == []
