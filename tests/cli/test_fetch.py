"""`rapporteur fetch` tells what came, a line a problem, and can be stopped at any time."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
import yaml
from web_site import answer, web_site

from bot import fetching

FEED = (
    b'<rss version="2.0"><channel><title>News</title><item><title>Nadi</title><link>/a</link>'
    b"<pubDate>Mon, 31 Jul 2023 08:00:00 +1200</pubDate></item>"
    b"<item><title>Gone</title><link>/gone</link></item></channel></rss>"
)
PAGE = (
    b"<html><body><article><h1>Nadi</h1><p>The workshop on reefs took place in Nadi on 3 May"
    b" 2023. It was opened by Jane Smith, who thanked all.</p></article></body></html>"
)


@pytest.fixture
def site():
    with web_site() as made:
        made.pages |= {"/feed": FEED, "/a": PAGE}
        yield made


@pytest.fixture
def settings(site, corpus, tmp_path):
    file = tmp_path / "fetch.yaml"
    fetch = {
        "sources": [{"feed": f"{site.root}/feed"}],
        "private_hosts": ["127.0.0.1"],
        "pause_seconds": 0,
    }
    file.write_text(yaml.safe_dump({"corpus": {"path": str(corpus)}, "fetch": fetch}))
    return file


def test_what_came_and_what_did_not_is_told_and_can_be_asked_about(rapporteur, settings, site):
    ended = rapporteur("fetch", "--config", settings)
    lines = ended.err.splitlines()
    assert ended.status == 1
    assert ended.out == "1 new, 0 changed, 0 unchanged, 1 with problems\n"
    assert lines[0] == f"{site.root}/feed: 2 pages"
    assert [line for line in lines if line.startswith("new: fetched/127-0-0-1/a-")]
    assert lines[-1] == f"{site.root}/gone: answers with status 404"
    answered = rapporteur("ask", "--config", settings, "Who opened the workshop on reefs?")
    assert "Jane Smith" in answered.out


def test_a_hostile_address_cannot_steer_the_terminal(rapporteur, settings, site):
    site.pages["/feed"] = FEED.replace(
        b"<link>/gone", b"<link>http://x.example/\xc2\x9b31m&#10;lost"
    )
    err = rapporteur("fetch", "--config", settings).err
    assert "\x9b" not in err
    assert err.splitlines()[-1].startswith("http://x.example/")


def test_without_problems_the_status_is_0(rapporteur, settings, site):
    site.pages["/gone"] = PAGE
    assert rapporteur("fetch", "--config", settings).status == 0


def test_a_private_host_is_not_called_by_default(rapporteur, settings, site):
    settings.write_text(settings.read_text().replace("private_hosts", "hosts"))
    ended = rapporteur("fetch", "--config", settings)
    assert (ended.status, site.asked) == (1, [])
    assert "has the private address 127.0.0.1" in ended.err


def test_without_sources_one_line_says_what_to_add(rapporteur):
    ended = rapporteur("fetch")
    assert ended.status == 1
    assert ended.err.startswith("fetch.sources: names no feed or sitemap")


def test_a_missing_extra_is_named_with_its_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "feedparser", None)
    assert "pip install 'rapporteur[fetch]'" in (fetching.needs() or "")


def test_ctrl_c_ends_it_without_a_word_and_leaves_whole_files(settings, site, corpus):
    stopped = threading.Event()

    def slow(request):
        stopped.wait(60)
        answer(request, PAGE)

    site.pages["/gone"] = slow
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "fetch", "--config", settings],
        stderr=subprocess.PIPE,
        text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    while "/gone" not in site.paths():
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    stopped.set()
    assert process.returncode == 130
    assert "Traceback" not in err
    assert len(list(corpus.rglob("*.md"))) == 3
    assert (corpus / "fetched/.fetched.json").is_file()
    assert not list(corpus.rglob("*.part"))
