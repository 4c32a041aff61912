"""One entry for every interface: ask, explain, reload."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.assistant import Assistant
from bot.config import Config
from bot.config.sections import AnswerSection, CorpusSection, IndexSection
from bot.errors import CorpusError, WeightsError
from bot.model import Found, Silent, Turn

SUVA = "# Forum on seabirds\n\nThe forum was held in Suva on 3 May 2021. Fiji chaired it.\n"
APIA = "# Workshop on kites\n\nThe workshop was held in Apia. Samoa chaired it.\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/suva.md").write_text(SUVA)
    return tmp_path / "reports"


@pytest.fixture
def config(folder, tmp_path):
    index = IndexSection(path=tmp_path / "index")
    return Config(
        corpus=CorpusSection(path=folder), index=index, answer=AnswerSection(max_wrong=1.0)
    )


@pytest.fixture
def assistant(config):
    return Assistant(config)


@pytest.fixture
def empty(config, folder):
    """An assistant that found no reports."""
    (folder / "suva.md").unlink()
    return Assistant(config)


def test_without_a_gate_nothing_starts(config, monkeypatch):
    def damaged():
        raise WeightsError("gate.json: can't be read")

    monkeypatch.setattr("bot.assistant.gate", damaged)
    with pytest.raises(WeightsError, match="gate"):
        Assistant(config)


def test_a_question_is_answered_from_the_folder(assistant):
    found = assistant.ask("Who chaired the forum?")
    assert isinstance(found, Found)
    assert (found.answer, found.quotes[0].passage.report.path) == ("Fiji", "suva.md")


def test_a_follow_up_is_asked_with_the_turn_before_it(assistant, folder):
    (folder / "apia.md").write_text(APIA)
    assistant.reload()
    assert assistant.ask("Who chaired it?", Turn("Where was it?", "apia.md")).answer == "Samoa"
    assert assistant.ask("Who chaired it?", Turn("Where was it?", "suva.md")).answer == "Fiji"


def test_the_settings_decide_what_is_withheld(config, folder):
    strict = Config(config.corpus, index=config.index, answer=AnswerSection(max_wrong=0.0))
    assert isinstance(Assistant(strict).ask("Who paid for the fourth kite?"), Silent)


def test_an_answer_is_explained(assistant):
    lines = assistant.explain("Who chaired the forum on seabirds?")
    assert lines[0].startswith("asks for: chair (")
    assert "event: Forum on seabirds" in lines


def test_without_reports_it_starts_and_says_so(empty):
    assert empty.ask("Who chaired it?") == Silent("Who chaired it?", why="no_reports")
    assert empty.explain("Who chaired it?") == ("No reports are indexed.",)
    assert isinstance(empty.trouble, CorpusError)


def test_without_reports_it_does_not_start_where_it_must_read(config, folder):
    (folder / "suva.md").unlink()
    with pytest.raises(CorpusError):
        Assistant(config, must_read=True)


def test_once_there_are_reports_it_answers_and_the_trouble_is_over(empty, folder):
    (folder / "suva.md").write_text(SUVA)
    empty.reload()
    assert empty.trouble is None
    assert empty.ask("Who chaired the forum?").answer == "Fiji"


def test_a_reload_tells_what_changed(assistant, folder):
    (folder / "apia.md").write_text(APIA)
    (folder / "new.md").write_text(APIA.replace("kites", "boats").replace("Apia", "Neiafu"))
    assert assistant.reload().added == ("apia.md", "new.md")
    (folder / "apia.md").write_text(APIA.replace("Samoa", "Tonga"))
    (folder / "suva.md").unlink()
    changes = assistant.reload()
    assert (changes.added, changes.changed, changes.removed) == ((), ("apia.md",), ("suva.md",))
    assert (changes.reports, changes.passages) == (2, 4)


def test_a_reload_without_news_changes_nothing(assistant):
    changes = assistant.reload()
    assert (changes.added, changes.changed, changes.removed) == ((), (), ())


def test_a_failed_reload_keeps_the_reports(assistant, folder):
    before = assistant.snapshot
    (folder / "suva.md").unlink()
    with pytest.raises(CorpusError):
        assistant.reload()
    assert assistant.snapshot is before
    assert assistant.ask("Who chaired the forum?").answer == "Fiji"


def test_it_tells_how_far_reading_has_come(config):
    told = []

    def progress(things, what):
        told.append((what, len(things)))
        return things

    Assistant(config, progress=progress)
    assert ("reports", 1) in told


def test_questions_that_come_at_once_are_answered_one_at_a_time(assistant, monkeypatch):
    busy, most = [], []

    def answered(_library, _network, _settings, question, _turn):
        busy.append(question)
        most.append(len(busy))
        time.sleep(0.01)
        busy.remove(question)
        return Silent(question)

    monkeypatch.setattr("bot.assistant.answer_question", answered)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(assistant.ask, "abcd"))
    assert found == [Silent(question) for question in "abcd"]
    assert most == [1, 1, 1, 1]


def test_a_question_that_takes_long_goes_on_beside_the_next(config, monkeypatch):
    monkeypatch.setattr("bot.assistant.LONGEST", 0.1)
    assistant, ended = Assistant(config), threading.Event()

    def answered(_library, _network, _settings, question, _turn):
        if question == "long":
            assert ended.wait(20)
        return Silent(question)

    monkeypatch.setattr("bot.assistant.answer_question", answered)
    with ThreadPoolExecutor(2) as pool:
        long = pool.submit(assistant.ask, "long")
        time.sleep(0.05)
        others = [pool.submit(assistant.ask, "short").result(20) for _ in range(3)]
        assert not long.done()
        ended.set()
    assert others == [Silent("short")] * 3
    assert long.result() == Silent("long")


def test_the_closest_passages_are_those_that_share_most_words(assistant, folder, empty):
    (folder / "suva.md").write_text(SUVA)
    (folder / "apia.md").write_text(APIA)
    assistant.reload()
    near = assistant.closest("Was the workshop on kites held in Apia?")
    assert near[0].passage.text == "The workshop was held in Apia."
    assert [scored.score for scored in near] == sorted((s.score for s in near), reverse=True)
    assert assistant.closest("🎉") == assistant.closest("") == ()
    assert empty.closest("Who chaired it?") == ()


def test_questions_at_once_get_the_answers_that_they_get_alone(assistant):
    questions = ["Who chaired the forum?", "Where was it held?", "When was the forum?"] * 5
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(assistant.ask, questions))
    assert found == [assistant.ask(question) for question in questions]


def place(assistant, path="suva.md"):
    found = assistant.stated(path, "where", "Where was it?")
    return found and found.text


def test_a_correction_is_answered_by_and_outlives_a_reload(assistant, folder):
    assistant.correct({"suva.md": {"where": "3 May"}})
    assert place(assistant) == "3 May"
    (folder / "apia.md").write_text(APIA)
    assistant.reload()
    assistant.complete()
    assert place(assistant) == "3 May"
    assistant.correct({})
    assert place(assistant) != "3 May"


def test_a_correction_is_not_written_into_the_kept_index(assistant, config, folder):
    assistant.correct({"suva.md": {"where": "3 May"}})
    (folder / "apia.md").write_text(APIA)
    assistant.reload()
    assert place(Assistant(config)) != "3 May"


def test_what_a_report_says_may_correct_its_sheet(assistant):
    assert assistant.says("suva.md", "chair", "fiji")
    assert not assistant.says("suva.md", "chair", "Samoa")
    assert not assistant.says("gone.md", "chair", "Fiji")


def test_questions_have_their_turns_in_the_order_in_which_they_came(assistant):
    """Else who asks again at once would go first again and again, and the others wait for ever."""
    turns, order = assistant._answering, []

    def asked(name):
        with turns.one():
            order.append(name)

    with ThreadPoolExecutor(2) as beside:
        with turns.one():
            for count, name in enumerate(("second", "third"), start=1):
                beside.submit(asked, name)
                while len(turns._waiting) < count:
                    time.sleep(0.001)
            turns._until += 3600  # who has the turn ends it before that
        asked("first, again")
    assert order == ["second", "third", "first, again"]
