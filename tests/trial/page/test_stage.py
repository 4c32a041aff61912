import pytest

from bot.model import Turn
from bot.store import QuestionOrigin, StoredAnswer, open_store
from bot.trial.page.stage import Memory


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "state.sqlite3", 1)
    yield opened
    opened.close()


def kept(store, question, question_id, reply_id, **fields):
    asked = QuestionOrigin(7, None, 7, question_id, 1.0)
    number = store.answers.keep(StoredAnswer(asked, question, **fields))
    store.answers.replied(number, reply_id)


def test_an_answer_leads_to_its_question(store, tmp_path):
    kept(store, "Who chaired it?", 1, 2)
    memory = Memory(tmp_path / "state.sqlite3")
    assert memory.asked(7, 2).question == "Who chaired it?"
    assert memory.asked(7, 2).turn is None


def test_a_follow_up_leads_to_what_it_followed(store, tmp_path):
    kept(store, "Who chaired it?", 1, 2, report="a.md")
    kept(store, "And when?", 3, 4, before="Who chaired it?")
    kept(store, "Who chaired it?", 5, 6, report="b.md")
    asked = Memory(tmp_path / "state.sqlite3").asked(7, 4)
    assert asked.turn == Turn("Who chaired it?", "a.md")


def test_other_messages_answer_nothing(store, tmp_path):
    kept(store, "Who chaired it?", 1, 2)
    memory = Memory(tmp_path / "state.sqlite3")
    assert (memory.asked(7, 1), memory.asked(8, 2)) == (None, None)


def test_reports_have_the_numbers_that_the_bot_gave(store, tmp_path):
    store.numbers.assign(["b.md", "a.md"])
    assert Memory(tmp_path / "state.sqlite3").numbers() == {"b.md": 1, "a.md": 2}


def test_before_the_bot_has_begun_nothing_is_kept(tmp_path):
    memory = Memory(tmp_path / "none.sqlite3")
    assert (memory.asked(7, 2), memory.numbers()) == (None, {})
    assert not (tmp_path / "none.sqlite3").exists()
