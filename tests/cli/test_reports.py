"""`rapporteur check` says everything that is wrong, and what would be indexed.

`event` shows the sheet of a report, whatever the weights make of it; `fetch` says what came, a line
a problem, and can be stopped at any time.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
import yaml
from pdf_writer import pdf
from samples import SAMPLES
from web_site import answer, web_site

from bot.slots import SLOTS

FEED = (
    b'<rss version="2.0"><channel><title>News</title><item><title>Nadi</title><link>/a</link>'
    b"<pubDate>Mon, 31 Jul 2023 08:00:00 +1200</pubDate></item>"
    b"<item><title>Gone</title><link>/gone</link></item></channel></rss>"
)
PAGE = (
    b"<html><body><article><h1>Nadi</h1><p>The workshop on reefs took place in Nadi on 3 May"
    b" 2023. It was opened by Jane Smith, who thanked all.</p></article></body></html>"
)


def test_what_would_be_indexed_is_listed(rapporteur):
    ended = rapporteur("check")
    assert ended.status == 0
    assert ended.err == ""
    head, *reports = ended.out.splitlines()
    assert head.startswith("2 reports with ")
    assert any("suva.md · Planning session in Suva · 2023-07-31" in line for line in reports)


def test_what_there_is_one_of_is_said_in_the_singular(rapporteur, corpus):
    (corpus / "apia.md").unlink()
    (corpus / "suva.md").write_text("# Forum\n\nThe forum was held in Suva.\n")
    head, report = rapporteur("check").out.splitlines()
    assert head == "1 report with 1 passage would be indexed:"
    assert report.endswith(" · 1 passage")


def test_problems_of_configuration_and_reports_are_told_together(rapporteur, corpus, tmp_path):
    (corpus / "bad.md").write_bytes(b"\xff\xfe\xfa")
    file = tmp_path / "other.yaml"
    file.write_text("corpus: {path: reports, max_file_mb: huge}\nlog: {level: loud}")
    ended = rapporteur("check", "--config", file)
    assert ended.status == 1
    size, level, bad = ended.err.splitlines()
    assert "corpus.max_file_mb" in size
    assert "log.level" in level
    assert "bad.md" in bad
    assert ended.out.startswith("2 reports")


def test_a_page_of_which_much_is_left_out_is_told(rapporteur, corpus):
    text = "<h1>Tide call</h1><p>The tide call was held in Suva and opened by Jane Smith.</p>"
    menu = "".join(f"<li><a href='/{n}'>Other news {n}</a></li>" for n in range(60))
    (corpus / "call.html").write_text(f"<html><body>{text}<ul>{menu}</ul></body></html>")
    (corpus / "whole.html").write_text(f"<html><body>{text}</body></html>")
    ended = rapporteur("check")
    assert ended.status == 0
    (line,) = ended.err.splitlines()
    assert line.startswith("warning: call.html: 9")
    assert "% of the page was taken for menus, comments and the like" in line


def test_nothing_is_written(rapporteur, tmp_path):
    before = sorted(tmp_path.rglob("*"))
    rapporteur("check")
    assert sorted(tmp_path.rglob("*")) == before


def test_what_would_be_indexed_is_said_for_each_format(rapporteur, corpus):
    for sample in SAMPLES:
        (corpus / sample.name).write_bytes(sample.make())
    (corpus / "scan.pdf").write_bytes(pdf([]))
    ended = rapporteur("check")
    assert ended.err == "scan.pdf: contains no text; a scanned page is a picture\n"
    for name, date in (
        ("news-page.html", "2024-05-14"),
        ("two-columns.pdf", "2024-05-14"),
        ("word.docx", "2024-05-14"),
        ("letter.eml", "2024-05-14"),
    ):
        (line,) = [line for line in ended.out.splitlines() if line.startswith(f"  {name} ")]
        assert f"{name} · Regional workshop on small-craft safety · {date} · " in line
        assert 30 < int(line.split()[-2]) < 55


def test_a_document_in_a_format_that_is_not_read_is_warned_of(rapporteur, corpus):
    (corpus / "minutes.DOC").write_bytes(b"\xd0\xcf")
    (corpus / "photo.jpg").write_bytes(b"\xff\xd8")
    ended = rapporteur("check")
    assert ended.status == 0
    assert ended.err == (
        "warning: minutes.DOC: is in a format that isn't read; save it as PDF or .docx\n"
    )


def test_a_report_in_another_language_is_warned_of(rapporteur, corpus):
    (corpus / "noumea.md").write_text(
        "# Forum\n\nLe forum a eu lieu à Nouméa du 3 au 5 mai 2021. Ana Silva présidait la réunion,"
        " et les délégués des Fidji, des Samoa et des Tonga étaient présents. La prochaine réunion"
        " se tiendra à Suva en 2022, et les participants ont décidé de créer un fonds.\n"
    )
    ended = rapporteur("check")
    assert ended.status == 0
    assert ended.err == (
        "warning: noumea.md: is not in English; its passages are found, and nothing is read of it\n"
    )
    assert ended.out.startswith("3 reports")


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (None, "No such file or directory"),
        ("corpus: [", "line 1"),
        ("corpus: {path: 5}", "corpus.path"),
        ("corpus: {pth: there}", "corpus.pth"),
        ("corpse: {path: there}", "corpse"),
    ],
)
def test_where_the_folder_of_reports_is_unknown_only_that_is_said(
    rapporteur, tmp_path, content, wrong
):
    file = tmp_path / "other.yaml"
    if content is not None:
        file.write_text(content)
    ended = rapporteur("check", "--config", file)
    (line,) = ended.err.splitlines()
    assert (ended.status, ended.out) == (1, "")
    assert wrong in line


def test_a_folder_that_is_named_is_checked_whatever_else_is_wrong(rapporteur, corpus, tmp_path):
    ended = rapporteur("check", "--config", tmp_path / "none.yaml", "--corpus", corpus)
    assert ended.status == 1
    assert ended.out.startswith("2 reports")
    (tmp_path / "far.yaml").write_text("corpus: {path: far}\nlog: {level: loud}")
    ended = rapporteur("check", "--config", tmp_path / "far.yaml")
    level, folder = ended.err.splitlines()
    assert "log.level" in level
    assert "no such folder" in folder


@pytest.mark.parametrize("name", ["suva.md", "deep/er.md", "er.md"])
def test_a_report_is_named_by_its_path_or_by_its_file(rapporteur, corpus, name):
    (corpus / "deep").mkdir()
    (corpus / "deep/er.md").write_text("The talks were held in Apia on 3 May 2020.", "utf-8")
    said = json.loads(rapporteur("event", name, "--json").out)
    assert said["report"].endswith(name)
    assert list(said["slots"]) == list(SLOTS)


def test_a_person_reads_its_title_first(rapporteur):
    ended = rapporteur("event", "suva.md")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("Planning session in Suva · ")


def test_every_value_is_quoted_verbatim(rapporteur):
    said = json.loads(rapporteur("event", "apia.md", "--json").out)
    for value in (value for values in said["slots"].values() for value in values):
        ((start, end),) = value["quote"]["highlights"]
        assert value["quote"]["text"][start:end] == value["value"]
        assert 0 < value["probability"] <= 1


def test_an_unknown_report_is_one_line(rapporteur):
    ended = rapporteur("event", "gone.md")
    assert (ended.status, ended.out) == (1, "")
    (line,) = ended.err.splitlines()
    assert "gone.md: no such report" in line


def test_a_file_s_name_that_two_reports_have_names_none(rapporteur, corpus):
    for folder in ("a", "b"):
        (corpus / folder).mkdir()
        (corpus / folder / "same.md").write_text(f"It was held in {folder}.", "utf-8")
    assert rapporteur("event", "same.md").status == 1


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


def test_a_missing_extra_is_named_with_its_command(rapporteur, settings, site, monkeypatch):
    monkeypatch.setitem(sys.modules, "feedparser", None)
    ended = rapporteur("fetch", "--config", settings)
    assert (ended.status, site.asked) == (1, [])
    assert ended.err == "fetching needs an extra; run: pip install 'rapporteur[fetch]'\n"


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
