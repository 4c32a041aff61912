"""The bot behind the page, by the page's calls."""

import json
import signal
import time

import httpx
import pytest
from bot_process import write_reports
from tried import trying


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tried")
    with trying(folder, write_reports(folder), plain=True) as (_, url):
        yield url


@pytest.fixture
def client(tried):
    with httpx.Client(base_url=tried, timeout=20) as opened:
        yield opened


def state(client):
    return client.get("/api/state").json()


def within(seconds, found):
    """The first true value of `found()`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := found():
            return value
        time.sleep(0.05)
    raise TimeoutError(f"nothing in {seconds} s")


def reply_to(client, chat, message):
    """What the bot said to a message: in reply to it, or right below it."""

    def replies():
        [room] = [c for c in state(client)["chats"] if c["id"] == chat]
        shown = [m["message"] for m in room["messages"] if m["from_bot"]]
        return [m for m in shown if answers(m, message)]

    return within(20, replies)[0]


def answers(shown, message):
    replied = shown.get("reply_to_message", {"message_id": shown["message_id"] - 1})
    return replied["message_id"] == message


def asked(client, person, text, chat=None, **more):
    """The bot's reply to what a person writes, in their private chat where none is named."""
    call = {"person": person["id"], "chat": chat or person["id"], "text": text, **more}
    sent = client.post("/api/send", json=call).json()["message"]
    return reply_to(client, call["chat"], sent)


def test_a_question_is_answered_with_its_passage(client):
    anna = state(client)["people"][0]
    reply = asked(client, anna, "Who chaired the seminar on tide gauges?")
    assert reply["text"].startswith("Tonga")
    assert "blockquote" in {entity["type"] for entity in reply["entities"]}


def test_the_answer_is_explained(client):
    anna = state(client)["people"][0]
    reply = asked(client, anna, "Who opened the seminar on tide gauges?")

    def told():
        fields = {"chat": anna["id"], "message": reply["message_id"]}
        found = client.get("/api/explain", params=fields).json()
        return found if found["question"] else None

    found = within(5, told)
    assert (found["outcome"], found["answer"]) == ("sure", "Anna Lee")
    place = {name: found[name] for name in ("report", "start", "end")}
    parts = client.get("/api/sheet", params=place).json()["parts"]
    quoted = "".join(part["text"] for part in parts if part["quoted"])
    assert quoted == "The seminar on tide gauges was opened by Anna Lee."
    assert "It asks" in {fact["name"] for fact in found["facts"]}
    assert 0 < found["needed"] < 1
    assert len(found["tables"]) == 2


def test_everybody_is_greeted_with_examples(client):
    people = state(client)["people"]
    for person in people:
        greeting = reply_to(client, person["id"], 1)
        assert greeting["reply_markup"]["inline_keyboard"]


def test_admin_commands_are_the_admin_s(client):
    anna, sam = state(client)["people"]
    assert "admins" in asked(client, anna, "/reload")["text"]
    assert "0 added, 0 changed, 0 removed" in asked(client, sam, "/reload")["text"]


def test_an_event_leads_to_its_report(client):
    events = client.get("/api/timeline").json()["events"]
    anna = state(client)["people"][0]
    [gauges] = [event for event in events if event["title"] == "Seminar on tide gauges"]
    assert (gauges["where"], gauges["starts"]) == ("Apia", "2022-05-04")
    call = {"person": anna["id"], "report": gauges["number"]}
    sent = client.post("/api/card", json=call).json()
    assert gauges["title"] in reply_to(client, anna["id"], sent["message"])["text"]


def test_a_report_is_shown_with_what_its_sheet_says(client):
    found = client.get("/api/sheet", params={"report": "gauges.md"}).json()
    text = "".join(part["text"] for part in found["parts"])
    assert "The seminar on tide gauges was chaired by Tonga." in text
    assert "<b>second</b>" in text
    assert isinstance(found["number"], int)


@pytest.mark.parametrize("fields", [{}, {"report": "../config.yaml"}, {"report": "none.md"}])
def test_what_is_no_report_is_not_shown(client, fields):
    answer = client.get("/api/sheet", params=fields)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])


def test_the_events_come_again_only_where_the_reports_are_others(client):
    first = client.get("/api/timeline").json()
    known = {"known": first["stamp"]}
    assert client.get("/api/timeline", params=known).json() == first | {"events": None}
    sam = state(client)["people"][1]
    call = {"person": str(sam["id"]), "chat": str(sam["id"]), "caption": "/add"}
    text = b"# Seminar on kelp\n\nThe seminar on kelp was chaired by Kiribati.\n"
    file = {"file": ("kelp.md", text, "text/markdown")}
    client.post("/api/upload", data=call, files=file)

    def more():
        found = client.get("/api/timeline", params=known).json()
        return found if found["events"] else None

    events = within(20, more)["events"]
    assert len(events) == len(first["events"]) + 1
    assert "kelp.md" in {event["report"] for event in events}


def test_a_button_works(client):
    anna = state(client)["people"][0]
    reply = asked(client, anna, "Who chaired the workshop on harbour pilots?")
    keys = [key for row in reply["reply_markup"]["inline_keyboard"] for key in row]
    [right] = [key["callback_data"] for key in keys if key["text"] == "👍"]
    call = {"person": anna["id"], "chat": anna["id"], "message": reply["message_id"]}
    answer = client.post("/api/press", json=call | {"data": right}).json()["answer"]
    assert "Counted" in answer["text"]


def test_inline_mode_offers_the_answer(client):
    anna = state(client)["people"][0]
    call = {"person": anna["id"], "query": "Who chaired the seminar on tide gauges?", "offset": ""}
    [first, *_] = client.post("/api/inline", json=call).json()["answer"]["results"]
    assert first["title"].startswith("Tonga")


def test_what_happens_is_told_at_once(client):
    anna, last = state(client)["people"][0], state(client)["last"]
    with client.stream("GET", "/api/events", params={"after": last}) as stream:
        lines = stream.iter_lines()
        asked(client, anna, "/help")
        told = (json.loads(line[6:]) for line in lines if line.startswith("data: {"))
        assert next(told)["message"]["text"] == "/help"


def test_it_ends_by_itself_and_leaves_nothing_but_the_index(tmp_path):
    with trying(tmp_path, "--corpus", write_reports(tmp_path)) as (process, line):
        assert line.startswith("Try it at http://127.0.0.1:")
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
        assert (process.returncode, errors) == (0, "")
    assert not [path for path in tmp_path.rglob("*") if path.suffix.startswith(".sqlite")]


def test_without_reports_one_line_says_so(tmp_path):
    with trying(tmp_path, "--corpus", "nowhere") as (process, line):
        _, errors = process.communicate(timeout=20)
        assert (line, process.returncode, len(errors.splitlines())) == ("", 1, 1)


def test_a_port_that_is_taken_is_named(tried, tmp_path):
    port = httpx.URL(tried).port
    with trying(tmp_path, "--port", port, "--corpus", "nowhere") as (process, _):
        _, errors = process.communicate(timeout=20)
        assert process.returncode == 1
        assert errors.startswith(f"--port {port}: ")
