"""`rapporteur publish` and `run` over nodes that all go down for half a minute."""

import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from bot_process import free_port, started
from search_nodes import TIMEOUT

ROOT = Path(__file__).parents[3]
QUESTION = "Who chaired the joint planning session?"
WAITS = "I can’t look anything up now."
DOWN = 30.0  # seconds
CHATS = 5
pytestmark = [pytest.mark.cluster, pytest.mark.timeout(1200)]


@pytest.fixture
def office(nodes, tmp_path):
    """A bot over published reports, and where it says how it is."""
    nodes.wait()
    shutil.copytree(ROOT / "corpus", tmp_path / "reports")
    port = free_port()
    settings = {
        "http": {"port": port},
        "search": {"urls": nodes.urls, "name": "office", "timeout": TIMEOUT},
    }
    config = tmp_path / "publish.yaml"
    config.write_text(
        f"corpus: {{path: reports}}\nindex: {{path: index}}\n"
        f"search: {{urls: [{', '.join(nodes.urls)}], name: office, timeout: {10 * TIMEOUT}}}\n"
    )
    command = [sys.executable, "-m", "bot", "publish", "--config", str(config)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "are published as office" in said.stdout, said.stderr
    with started(tmp_path, tmp_path / "reports", settings, plain=False) as world:
        yield world, f"http://127.0.0.1:{port}/readyz"


def readiness(url):
    try:
        with urllib.request.urlopen(url, timeout=20) as said:
            return said.read().decode().strip()
    except urllib.error.HTTPError as error:
        return error.read().decode().strip()


def test_while_all_nodes_are_down_questions_wait_and_are_all_answered(nodes, office):
    world, ready = office
    chats = [world.private(f"P{number}") for number in range(CHATS)]
    first = chats[0].wait_reply(chats[0].send(QUESTION), timeout=120).text
    assert not first.startswith(WAITS)
    for number in range(3):
        nodes.kill(number)
    killed = time.monotonic()
    while readiness(ready) == "ready":
        assert time.monotonic() - killed < 3 * max(1.0, TIMEOUT)
        time.sleep(0.1)
    asked = [(chat, chat.send(QUESTION)) for chat in chats]
    for chat, question in asked:
        assert chat.wait_reply(question, timeout=60).text.startswith(WAITS)
    assert readiness(ready).startswith("search: ")
    time.sleep(max(0.0, DOWN - (time.monotonic() - killed)))
    for number in range(3):
        nodes.start(number)
    for chat, question in asked:
        assert chat.wait_reply(question, count=2, timeout=300).text == first
    assert [len(chat.replies(question)) for chat, question in asked] == [2] * CHATS
    assert readiness(ready) == "ready"
    assert "Traceback" not in world.process.log.read_text()
