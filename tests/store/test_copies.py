"""A backup is the store at one moment; what is restored is whole, ours and not of the future."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from bot.errors import StoreError
from bot.store import (
    ChatOverrides,
    QuestionOrigin,
    StoredAnswer,
    back_up,
    open_statistics,
    open_store,
    restore,
)


def filled(path, questions=3):
    store = open_store(path, bot_id=7)
    for number in range(1, questions + 1):
        store.answers.keep(
            StoredAnswer(QuestionOrigin(1, None, 9, number, 86_400.0), f"Question {number}?")
        )
    return store


@pytest.fixture
def path(tmp_path):
    return tmp_path / "s"


@pytest.fixture
def backup(path, tmp_path):
    store = filled(path)
    store.chats.set(-1, ChatOverrides("all"))
    back_up(path, tmp_path / "backup")
    store.close()
    return tmp_path / "backup"


def asked(path):
    with open_statistics(path) as statistics:
        return statistics.figures(since=0).asked


def test_a_store_is_copied_while_it_is_written(path, tmp_path):
    store = filled(path)
    assert back_up(path, tmp_path / "b") == 3
    store.answers.keep(StoredAnswer(QuestionOrigin(1, None, 9, 4, 86_400.0), "Later?"))
    assert (asked(tmp_path / "b"), asked(path)) == (3, 4)
    store.close()


def test_a_transaction_that_is_under_way_is_not_in_the_copy(path, tmp_path):
    store = filled(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM answers")
        assert back_up(path, tmp_path / "b") == 3
    store.close()


def test_a_backup_is_one_file_that_only_its_owner_reads(backup, tmp_path):
    asked(backup)
    assert [f.name for f in tmp_path.iterdir() if f.name.startswith(("backup", "."))] == ["backup"]
    assert backup.stat().st_mode & 0o777 == 0o600


def test_what_a_killed_bot_has_written_is_in_the_copy(path, tmp_path):
    script = (
        "import os, sys, pathlib\n"
        "from bot.store import QuestionOrigin, StoredAnswer, open_store\n"
        "store = open_store(pathlib.Path(sys.argv[1]), 7)\n"
        "store.answers.keep(StoredAnswer(QuestionOrigin(1, None, 9, 1, 86400.0), 'Who?'))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=False, timeout=60)
    assert back_up(path, tmp_path / "b") == 1


def test_a_file_that_exists_is_replaced_only_when_told(path, backup):
    before = backup.read_bytes()
    with pytest.raises(StoreError, match="exists already; --force replaces it"):
        back_up(path, backup)
    assert backup.read_bytes() == before
    assert back_up(path, backup, replace=True) == 3


def test_the_store_is_no_place_for_its_backup(path, backup):
    with pytest.raises(StoreError, match="is the store itself"):
        back_up(path, path, replace=True)


def test_a_store_that_is_not_there_is_refused_in_a_line(tmp_path):
    with pytest.raises(StoreError, match="there is no such file"):
        back_up(tmp_path / "none", tmp_path / "b")
    assert list(tmp_path.iterdir()) == []


def test_a_target_that_cannot_be_written_is_refused_in_a_line(path, backup, tmp_path):
    with pytest.raises(StoreError, match="none/b: No such file or directory"):
        back_up(path, tmp_path / "none/b")


def test_a_restored_store_holds_what_was_backed_up(backup, tmp_path):
    assert restore(backup, tmp_path / "new/s") == 3
    store = open_store(tmp_path / "new/s", bot_id=7)
    assert store.chats.all() == {-1: ChatOverrides("all")}
    assert store.answers.get(2).question == "Question 2?"
    store.close()


def test_a_restored_store_is_readable_to_its_owner_only(backup, tmp_path):
    restore(backup, tmp_path / "t")
    assert (tmp_path / "t").stat().st_mode & 0o777 == 0o600


def test_nothing_of_the_former_store_is_left(path, backup):
    script = (
        "import os, sys, pathlib\n"
        "from bot.store import ChatOverrides, open_store\n"
        "open_store(pathlib.Path(sys.argv[1]), 7).chats.set(-2, ChatOverrides('off'))\n"
        "os.kill(os.getpid(), 9)\n"  # which leaves a write-ahead log
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=False, timeout=60)
    restore(backup, path, replace=True)
    store = open_store(path, bot_id=7)
    assert store.chats.all() == {-1: ChatOverrides("all")}
    store.close()


def test_a_store_that_exists_is_replaced_only_when_told(path, backup):
    with pytest.raises(StoreError, match="exists already; --force replaces it"):
        restore(backup, path)


def test_a_store_that_a_bot_uses_is_not_replaced(path, backup):
    store = open_store(path, bot_id=7)
    with pytest.raises(StoreError, match="another rapporteur uses it"):
        restore(backup, path, replace=True)
    store.close()


def test_a_damaged_store_can_be_replaced(path, backup):
    path.write_bytes(b"no database " * 1000)
    assert restore(backup, path, replace=True) == 3


def damaged(backup):
    content = bytearray(backup.read_bytes())
    content[-8192:] = b"\xff" * 8192
    return bytes(content)


def foreign(backup):
    with closing(sqlite3.connect(backup)) as other:
        other.execute("DROP TABLE answers")
        other.commit()
    return backup.read_bytes()


def newer(backup):
    with closing(sqlite3.connect(backup)) as other:
        other.execute("PRAGMA user_version = 999")
        other.commit()
    return backup.read_bytes()


BROKEN = {
    "it is damaged": damaged,
    "it is a database of something else": foreign,
    "written by a newer release": newer,
    "it is no SQLite file$": lambda _: b"no database " * 1000,
    "it is a database of something else, ": lambda _: b"",
}


@pytest.mark.parametrize("why", BROKEN)
def test_a_backup_that_is_none_is_refused_and_the_store_stays(path, backup, why):
    backup.write_bytes(BROKEN[why](backup))
    before = path.read_bytes()
    with pytest.raises(StoreError, match=rf"backup: {why}"):
        restore(backup, path, replace=True)
    assert path.read_bytes() == before


def test_a_refused_backup_makes_no_store(backup, tmp_path):
    backup.write_bytes(damaged(backup))
    with pytest.raises(StoreError, match="it is damaged"):
        restore(backup, tmp_path / "new/s")
    assert not (tmp_path / "new/s").exists()
