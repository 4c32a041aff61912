import pytest
from starlette.datastructures import Headers

from bot.trial.page.calls import refusal

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
