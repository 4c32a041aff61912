"""An assistant over an engine: answers as one over its own index, and says when it can't."""

from dataclasses import replace

import pytest
from fake_engine import FakeConnection

from bot.assistant import Assistant
from bot.cli import main
from bot.config import Config, CorpusSection, IndexSection, SearchSection
from bot.errors import CorpusError, SearchError
from bot.model import Turn

TIDE = """---
title: Tide seminar
date: 2022-05-04
---
The tide seminar was chaired by {chair}.
It took place in Suva on 4 May 2022. Fiji and Tonga were present.
"""
KELP = """---
title: Workshop on kelp
date: 2021-06-07
---
The workshop on kelp was held in Apia on 7 June 2021 and opened by Ben Tan.
"""
QUESTIONS = (
    "Who chaired the tide seminar?",
    "Where did the workshop on kelp take place?",
    "Which events took place in Fiji?",
    "How many workshops were there?",
    "What is the latest event?",
    "Who opened the wrokshop on kelp?",
    "Was Tonga at the tide seminar?",
    "Tell me about the tide seminar",
    "Which reports mention Tonga?",
    "Who chaired the forum on bees?",
    "Thanks!",
)


@pytest.fixture
def connection(monkeypatch):
    made = FakeConnection(retries=0)
    monkeypatch.setattr("bot.assistant.connect", lambda _: made)
    return made


@pytest.fixture
def config(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "tide.md").write_text(TIDE.format(chair="Ana Silva"))
    (folder / "kelp.md").write_text(KELP)
    return Config(
        corpus=CorpusSection(path=folder),
        index=IndexSection(path=tmp_path / "index"),
        search=SearchSection(urls=("http://127.0.0.1:9",), name="tested"),
    )


def said(answer):
    return repr(answer).replace("StoredReport(", "Report(")


def test_answers_are_those_of_the_index_in_this_process(connection, config):
    here = Assistant(replace(config, search=SearchSection()), must_read=True)
    there = Assistant(config)
    changes = there.reload()
    assert (changes.added, changes.passages) == (("kelp.md", "tide.md"), 4)
    after = Turn(QUESTIONS[0], "tide.md", answer="Ana Silva")
    for question in QUESTIONS:
        for turn in (None, after):
            assert said(there.ask(question, turn)) == said(here.ask(question, turn))
        assert said(there.indexed(question)) == said(here.indexed(question))
        assert said(there.closest(question)) == said(here.closest(question))
        assert there.explain(question) == here.explain(question)
    assert said(there.stated("tide.md", "chair", "?")) == said(here.stated("tide.md", "chair", "?"))
    assert there.report("kelp.md").body == here.report("kelp.md").body
    assert there.report("none.md") is None


def test_a_correction_counts_over_an_engine_as_well(connection, config):
    there = Assistant(config)
    there.reload()
    assert there.says("tide.md", "chair", "Tonga")
    there.correct({"tide.md": {"chair": "Tonga"}})
    assert there.stated("tide.md", "chair", "?").text == "Tonga"
    there.correct({})
    assert there.stated("tide.md", "chair", "?").text == "Ana Silva"


def test_before_anything_is_published_it_says_what_to_do(connection, config):
    with pytest.raises(SearchError, match="run `rapporteur publish`"):
        Assistant(config, must_read=True)
    waiting = Assistant(config)
    assert "nothing was published" in waiting.engine_trouble()
    with pytest.raises(SearchError):
        waiting.ask(QUESTIONS[0])
    with pytest.raises(SearchError):
        waiting.follow()
    Assistant(config).reload()
    assert waiting.follow()
    assert waiting.engine_trouble() is None
    assert waiting.ask(QUESTIONS[0]).answer == "Ana Silva"


def test_a_question_keeps_the_generation_that_it_began_with(connection, config):
    assistant, other = Assistant(config), Assistant(config)
    assistant.reload()
    other.follow()
    before = other.snapshot
    (config.corpus.path / "tide.md").write_text(TIDE.format(chair="Eve Moa"))
    assert assistant.reload().changed == ("tide.md",)
    assert other.ask(QUESTIONS[0]).answer == "Ana Silva"
    assert (other.follow(), other.follow()) == (True, False)
    assert other.ask(QUESTIONS[0]).answer == "Eve Moa"
    assert "Ana Silva" in before.reports[1].body


def test_while_the_engine_is_down_a_question_fails_and_nothing_is_lost(connection, config):
    assistant = Assistant(config)
    assistant.reload()
    connection.client.down = 10**6
    with pytest.raises(SearchError, match="no node can be reached"):
        assistant.ask(QUESTIONS[0])
    assert assistant.engine_trouble() == "search: no node can be reached"
    with pytest.raises(SearchError):
        assistant.reload()
    connection.client.down = 0
    with pytest.raises(SearchError):  # until a probe has gone well
        assistant.ask(QUESTIONS[0])
    assistant.probe()
    assert assistant.engine_trouble() is None
    assert assistant.ask(QUESTIONS[0]).answer == "Ana Silva"


def test_a_folder_that_can_t_be_read_is_not_published(connection, config):
    assistant = Assistant(config)
    assistant.reload()
    for file in config.corpus.path.iterdir():
        file.unlink()
    with pytest.raises(CorpusError, match="contains no report"):
        assistant.reload()
    assert assistant.ask(QUESTIONS[0]).answer == "Ana Silva"


def test_publish_says_what_it_published(connection, config, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("bot.opensearch.connect", lambda _: connection)
    file = tmp_path / "config.yaml"
    file.write_text(
        "corpus: {path: reports}\nindex: {path: index}\n"
        "search: {urls: [http://127.0.0.1:9], name: tested}\n"
    )
    with pytest.raises(SystemExit) as ended:
        main(["publish", "--config", str(file)])
    assert ended.value.code == 0
    assert capsys.readouterr().out == "2 reports with 4 passages are published as tested\n"


def test_publish_without_an_engine_is_one_line(tmp_path, capsys):
    (tmp_path / "config.yaml").write_text("corpus: {path: reports}\n")
    with pytest.raises(SystemExit) as ended:
        main(["publish", "--config", str(tmp_path / "config.yaml")])
    assert ended.value.code == 1
    assert capsys.readouterr().err == "search.urls: is empty, so there is no engine to publish to\n"


def test_publish_reads_alone_where_the_store_is_away(
    connection, config, tmp_path, monkeypatch, capsys
):
    pytest.importorskip("psycopg")
    monkeypatch.setattr("bot.opensearch.connect", lambda _: connection)
    file = tmp_path / "config.yaml"
    file.write_text(
        "corpus: {path: reports}\nindex: {path: index}\n"
        "search: {urls: [http://127.0.0.1:9], name: tested}\n"
        "store: {url: postgresql+psycopg://me@127.0.0.1:1/office}\n"
    )
    with pytest.raises(SystemExit) as ended:
        main(["publish", "--config", str(file)])
    assert ended.value.code == 0
    said = capsys.readouterr()
    assert said.out == "2 reports with 4 passages are published as tested\n"
    assert said.err.startswith("warning: no replica helps to read new reports: 127.0.0.1:1/office")


def test_a_reload_publishes_what_others_have_read(connection, config, tmp_path):
    apart = replace(config, search=SearchSection(), index=IndexSection(path=tmp_path / "apart"))
    sheets = Assistant(apart).snapshot.library.events
    there, asked = Assistant(config), []

    def share(new):
        asked.extend(report.path for report, _ in new)
        return {"kelp.md": sheets[1]}  # of another report, so that it shows

    assert there.reload(share).added == ("kelp.md", "tide.md")
    assert asked == ["kelp.md", "tide.md"]
    assert list(there.snapshot.library.events) == [sheets[1], sheets[1]]
