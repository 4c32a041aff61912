"""A store of any release that there was is brought to today's tables and keeps what it holds."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from bot.store import (
    ChatOverrides,
    CorrectedSlot,
    QuestionOrigin,
    UpdateKey,
    open_statistics,
    open_store,
)
from bot.store.database import engine_of
from bot.store.schema import STEPS, metadata, migrate

DATA = Path(__file__).parent / "data"
LATER = ("ALTER TABLE chats ADD COLUMN later TEXT", "UPDATE chats SET later = 'new'")


def stored(folder, version):
    """A store as a release with tables of this version left it."""
    path = folder / "s"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((DATA / f"version-{version}.sql").read_text("utf-8"))
    return path


def columns(path):
    with closing(sqlite3.connect(path)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]
        return {
            name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
            for name in names
        }


def test_there_is_a_store_of_every_version():
    wanted = {f"version-{version}.sql" for version in range(1, len(STEPS) + 1)}
    assert {file.name for file in DATA.iterdir()} == wanted


@pytest.mark.parametrize("version", range(1, len(STEPS) + 1))
def test_a_store_of_a_former_release_keeps_everything(tmp_path, version):
    store = open_store(stored(tmp_path, version), bot_id=7)
    (waiting,) = store.inbox.heads([], 10, 1_800_000_000.0)
    kept = store.answers.to_question(-5, 40)
    assert waiting.key == UpdateKey(7, 501)
    assert store.inbox.sent(waiting.key) == {0: 61}
    assert (kept.question, kept.answer, kept.reply_id) == ("Who chaired?", "Anna", 41)
    assert kept.asked == QuestionOrigin(-5, 3, 9, 40, 1_700_000_000.0)
    assert store.answers.votes(kept.id) == (1, 0)
    assert store.chats.all() == {-5: ChatOverrides("all", "vi")}
    assert store.numbers.assign(["a.md", "b.md"]) == {"a.md": 2, "b.md": 1}
    if version > 1:
        assert (kept.event, kept.slot) == ("a.md", "chair")
        assert store.statistics.gaps(0, 10)[0].reported == 1
        assert store.corrections.all() == {"a.md": {"chair": "Anna Lee"}}
        assert store.corrections.asked(-5, 70) == CorrectedSlot("a.md", "chair")
    store.close()


@pytest.mark.parametrize("version", range(1, len(STEPS) + 1))
def test_every_way_leads_to_the_declared_tables(tmp_path, version):
    path = stored(tmp_path, version)
    open_store(path, bot_id=7).close()
    declared = create_engine(f"sqlite:///{tmp_path / 'declared'}")
    metadata.create_all(declared)
    declared.dispose()
    assert columns(path) == columns(tmp_path / "declared")


def migrated(path, *more):
    engine = engine_of(path)
    try:
        with engine.begin() as connection:
            migrate(connection, (*STEPS, *more))
    finally:
        engine.dispose()


def test_a_further_step_changes_what_is_stored(tmp_path):
    path = stored(tmp_path, len(STEPS))
    migrated(path, LATER)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT later FROM chats").fetchall() == [("new",)]
        assert connection.execute("PRAGMA user_version").fetchone() == (len(STEPS) + 1,)


def test_a_step_that_fails_leaves_the_store_as_it_was(tmp_path):
    path = stored(tmp_path, len(STEPS))
    before = columns(path)
    with pytest.raises(OperationalError):
        migrated(path, LATER, ("ALTER TABLE none ADD COLUMN x TEXT",))
    assert columns(path) == before
    open_store(path, bot_id=7).close()


def test_the_figures_of_a_stopped_bot_can_be_read(tmp_path):
    path = stored(tmp_path, len(STEPS))
    with open_statistics(path) as statistics:
        assert statistics.figures(since=0).asked == 1
