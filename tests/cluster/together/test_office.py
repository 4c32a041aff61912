"""Replicas over PostgreSQL that search in OpenSearch answer as one bot in one process does."""

import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from office import opened

from bot.rendering.telegram_messages import act_html
from bot.rendering.telegram_texts import texts_for
from bot.store import Address, open_shared_store
from bot.store.schema import answers
from bot.talk import act_on
from bot.telegram_app.questions import kept_act, kept_of

ROOT = Path(__file__).parents[3]
QUESTIONS = [
    json.loads(line)["question"]
    for line in (ROOT / "tests/quality/questions.jsonl").read_text().splitlines()[:300]
]
KILLS = 6
WAITING = 6  # questions at most that wait for an answer, whatever the machine can do
NEAR = 1.0  # seconds between an answer in doubt and the kill that left it so
READ = re.compile(r"Read \d+ reports? for another replica")
SAME = ("why", "answer", "report", "event", "slot", "confidence")
pytestmark = pytest.mark.timeout(1800)


def wanted(assistant, question):
    """What is kept of the answer, and its message where that is the answer alone."""
    found = assistant.ask(question)
    act = act_on(found, assistant)
    kept = kept_act(act, kept_of(act.answer or found, question, None))
    html = act_html(act, texts_for("en")) if act.kind == "answer" else None
    return (*(getattr(kept, name) for name in SAME), " ".join(kept.passages)), html


def differing(assistant, question, found):
    """What of an answer differs from the one in this process, a line each."""
    kept, html = wanted(assistant, question)
    pairs = list(zip((*SAME, "passages"), found[question][0], kept, strict=True))
    if html is not None:
        pairs.append(("html", found[question][1], html))
    return [f"{question}: {name}: {a!r}, not {b!r}" for name, a, b in pairs if a != b]


def kept_by(store):
    """Question → what is kept of its answer, and its message."""
    with store.answers._database.reading() as connection:
        rows = connection.execute(answers.select()).all()
    return {
        row.question: ((*(getattr(row, name) for name in SAME), row.passages), row.html)
        for row in rows
    }


def test_three_hundred_questions_are_answered_alike_while_replicas_are_killed(
    tmp_path, fresh_server, here, corpus, search, record
):
    url, kills = fresh_server.url(), []
    settings = {"search": search, "chats": len(QUESTIONS), "corpus": corpus}
    with opened(tmp_path, url, **settings) as office:
        for number, question in enumerate(QUESTIONS):
            office.wait_for_answers(600, left=WAITING - 1)
            office.put(office.chats[number], f"/ask {question}")
            if number % (len(QUESTIONS) // KILLS) == 20:
                replica = office.replicas[len(kills) % len(office.replicas)]
                kills.append(time.time())
                replica.kill()
                replica.start()
        office.settle(1200)
        counts = office.counts()
        record("both: replica killed", KILLS, counts)
        assert (counts.lost, counts.disordered) == (0, 0)
        assert office.copies_outside(kills, NEAR) == []
        assert "Traceback" not in office.logs()
    store = open_shared_store(Address(url), 7)
    found = kept_by(store)
    store.close()
    assert [line for question in QUESTIONS for line in differing(here, question, found)] == []


def publish(folder, reports, url, search):
    """Publishes these reports as an operator does."""
    config = {
        "corpus": {"path": str(reports)}, "index": {"path": str(folder / "index")},
        "store": {"url": url}, "search": search | {"timeout": 10 * search["timeout"]},
    }  # fmt: skip
    (folder / "publish.yaml").write_text(yaml.safe_dump(config))
    command = [sys.executable, "-m", "bot", "publish", "--config", folder / "publish.yaml"]
    return subprocess.run(command, capture_output=True, text=True, check=True)


def test_what_is_published_is_answered_from_by_all_replicas(
    tmp_path, fresh_server, corpus, search, record
):
    url = fresh_server.url()
    with opened(tmp_path, url, chats=9, search=search, corpus=corpus) as office:
        reports = tmp_path / "reports"
        reports.mkdir()
        (reports / "tide.md").write_text("The tide seminar was chaired by Ana Silva.\n")
        assert "warning" not in publish(tmp_path, reports, url, search).stderr
        published = time.monotonic()
        waiting = list(office.replicas)
        while waiting and time.monotonic() < published + 60:
            waiting = [r for r in waiting if "Now answers from 1 report" not in r.log.read_text()]
            time.sleep(0.02)
        assert not waiting
        took = time.monotonic() - published
        for chat in office.chats:
            office.put(chat, "/ask Who chaired the tide seminar?")
        office.settle(120)
        replies = [chat.replies(question)[0].text for chat, question, _ in office.asked]
        assert [reply for reply in replies if not reply.startswith("Ana Silva")] == []
        followed = SimpleNamespace(asked=len(replies), slowest=took)
        record("both: from published to followed", len(office.replicas), followed)


def test_new_reports_are_read_by_all_replicas_and_then_answered_from(
    tmp_path, fresh_server, corpus, search
):
    url, reports = fresh_server.url(), tmp_path / "reports"
    shutil.copytree(corpus, reports)
    for file in list(reports.rglob("*.md")):  # of another content, so that nobody has read it
        file.write_text(f"{file.read_text()}\nThis was sent later.\n")
        for number in range(4):
            more = f"{file.read_text()}\nIt was sent {number} times.\n"
            file.with_stem(f"{file.stem}-{number}").write_text(more)
    with opened(tmp_path, url, chats=1, search=search, corpus=reports) as office:
        ended = publish(tmp_path, reports, url, search)
        assert "warning" not in ended.stderr
        assert READ.search(office.logs())
        (count,) = re.findall(r"^(\d+) reports with ", ended.stdout, re.MULTILINE)
        deadline = time.monotonic() + 60
        while f"Now answers from {count} reports" not in office.logs():
            assert time.monotonic() < deadline
            time.sleep(0.1)
        office.put(office.chats[0], f"/ask {QUESTIONS[0]}")
        office.settle(120)
        assert office.counts().lost == 0
        assert "begins again" not in office.logs()
    (left,) = fresh_server.sql("SELECT count(*) FROM jobs")
    assert left == (0,)
