"""An office moves from a file to a database and back, and nothing is missing."""

import pytest
from sqlalchemy import select

from bot.cli import rapporteur
from bot.errors import BotError, StoreError
from bot.store import (
    Address,
    Arrival,
    ChatOverrides,
    CorrectedSlot,
    QuestionOrigin,
    StoredAnswer,
    UpdateKey,
    copy_store,
    open_shared_statistics,
    open_shared_store,
    open_store,
)
from bot.store.database import Database
from bot.store.schema import metadata

NOW = 1_800_000_000.0


def fill(store):
    for number in range(5):
        asked = QuestionOrigin(-5, None, 9, 40 + number, NOW)
        store.answers.keep(StoredAnswer(asked, f"Who? {number}", answer="Anna", report="a.md"))
    store.answers.vote(1, 9, good=True, at=NOW)
    store.answers.report(2, 9, NOW)
    store.inbox.add([Arrival(UpdateKey(7, n), f"chat {n % 2}", '{"n": 1}', NOW) for n in range(4)])
    store.inbox.record(UpdateKey(7, 1), 0, 2**40)
    store.inbox.done([UpdateKey(7, 0)])
    store.inbox.later(UpdateKey(7, 1), NOW + 5, "down")
    store.chats.set(-5, ChatOverrides("all", "vi"))
    store.corrections.put(CorrectedSlot("a.md", "chair"), "Anna Lee", NOW)
    store.corrections.ask(-5, 70, CorrectedSlot("a.md", "chair"), NOW)
    store.numbers.assign(["b.md", "a.md"])


def rows(path):
    database = Database(path)
    with database.reading() as connection:
        found = {t.name: connection.execute(select(t)).all() for t in metadata.sorted_tables}
    database.close()
    return found


@pytest.fixture
def office(tmp_path):
    store = open_store(tmp_path / "here", bot_id=7)
    fill(store)
    store.close()
    return tmp_path / "here"


def test_there_and_back_nothing_changes(office, url, tmp_path):
    assert copy_store(office, Address(url)) == 5
    assert copy_store(Address(url), tmp_path / "back") == 5
    assert rows(tmp_path / "back") == rows(office)
    assert all(rows(office).values())


def test_an_id_is_never_given_again(office, url, tmp_path):
    store = open_store(office, bot_id=7)
    last = store.answers.keep(StoredAnswer(QuestionOrigin(-6, None, 10, 1, NOW), "Who?"))
    store.answers.forget_user(10)
    store.close()
    copy_store(office, Address(url))
    copy_store(Address(url), tmp_path / "back")
    there = open_shared_store(Address(url), 7)
    assert (
        there.answers.keep(StoredAnswer(QuestionOrigin(-6, None, 10, 2, NOW), "Who?")) == last + 1
    )
    assert there.numbers.assign(["c.md"]) == {"c.md": 3}
    there.close()
    back = open_store(tmp_path / "back", bot_id=7)
    assert back.answers.keep(StoredAnswer(QuestionOrigin(-6, None, 10, 2, NOW), "Who?")) == last + 1
    back.close()


def test_what_waited_is_answered_in_the_new_place(office, url):
    copy_store(office, Address(url))
    there = open_shared_store(Address(url), 7)
    heads = there.lanes.claim([], 10, NOW)
    assert [item.key.update_id for item in heads] == [2]
    there.close()


def test_a_place_in_use_is_refused(office, url, tmp_path):
    there = open_shared_store(Address(url), 7)
    there.lanes.claim([], 1, NOW)
    for source, target in ((office, Address(url)), (Address(url), tmp_path / "back")):
        with pytest.raises(StoreError, match="a bot uses it; stop all its replicas"):
            copy_store(source, target)
    there.close()
    store = open_store(office, bot_id=7)
    with pytest.raises(StoreError, match="another rapporteur uses it"):
        copy_store(office, Address(url))
    store.close()


def test_a_place_that_is_not_empty_is_refused(office, url):
    copy_store(office, Address(url))
    with pytest.raises(StoreError, match="isn't empty"):
        copy_store(office, Address(url))


def test_the_command_copies_and_says_what_is_wrong(office, url, capsys):
    rapporteur.main(["store", "copy", str(office), url], standalone_mode=False)
    assert "5 questions copied to postgresql+psycopg://" in capsys.readouterr().err
    with open_shared_statistics(Address(url)) as statistics:
        assert statistics.figures(0).asked == 5
    secret = url.replace("postgres@", "postgres:hidden@")
    with pytest.raises(BotError, match="no password here; set the environment variable STORE_PAS"):
        rapporteur.main(["store", "copy", str(office), secret], standalone_mode=False)


def test_a_database_without_a_store_has_no_figures(url):
    with (
        pytest.raises(StoreError, match="there is no store yet"),
        open_shared_statistics(Address(url)),
    ):
        pass
