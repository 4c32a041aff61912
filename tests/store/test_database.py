import ctypes
import os
import sqlite3
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from bot.errors import StoreError
from bot.store import ChatOverrides, open_store
from bot.store.schema import metadata

NOBODY = 65534


def opened(path):
    store = open_store(path, bot_id=7)
    store.close()


def test_the_migrations_lead_to_the_declared_tables(tmp_path):
    opened(tmp_path / "migrated")
    declared = create_engine(f"sqlite:///{tmp_path / 'declared'}")
    metadata.create_all(declared)
    migrated = create_engine(f"sqlite:///{tmp_path / 'migrated'}")

    def shape(engine):
        look = inspect(engine)
        return {
            table: (
                [(c["name"], str(c["type"]), c["nullable"]) for c in look.get_columns(table)],
                look.get_pk_constraint(table)["constrained_columns"],
                sorted((i["name"], *i["column_names"]) for i in look.get_indexes(table)),
            )
            for table in look.get_table_names()
        }

    assert shape(migrated) == shape(declared)
    declared.dispose()
    migrated.dispose()


def test_what_was_kept_is_there_after_reopening(tmp_path):
    store = open_store(tmp_path / "s", bot_id=7)
    store.chats.set(-1, ChatOverrides("all"))
    store.close()
    store = open_store(tmp_path / "s", bot_id=7)
    assert store.chats.all() == {-1: ChatOverrides("all")}
    store.close()


def test_only_the_owner_can_read_the_files(tmp_path):
    store = open_store(tmp_path / "new" / "s", bot_id=7)
    store.chats.set(-1, ChatOverrides("all"))
    modes = {f.name: f.stat().st_mode & 0o777 for f in (tmp_path / "new").iterdir()}
    store.close()
    assert modes.keys() >= {"s", "s-wal", "s-shm"}
    assert set(modes.values()) == {0o600}


def test_a_foreign_file_is_refused_in_a_line(tmp_path):
    (tmp_path / "s").write_bytes(b"this is not a database, " * 100)
    with pytest.raises(StoreError, match=r"/s: it is no SQLite file; move it away"):
        opened(tmp_path / "s")


def test_a_damaged_file_is_refused_in_a_line(tmp_path):
    opened(tmp_path / "s")
    content = bytearray((tmp_path / "s").read_bytes())
    content[4096 : 4096 + 3000] = b"\xff" * 3000
    (tmp_path / "s").write_bytes(content)
    with pytest.raises(StoreError, match=r"/s: it is damaged; move it away"):
        opened(tmp_path / "s")


def test_a_file_of_a_newer_release_is_refused(tmp_path):
    opened(tmp_path / "s")
    with sqlite3.connect(tmp_path / "s") as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(StoreError, match="newer release"):
        opened(tmp_path / "s")


def test_a_second_bot_on_the_same_file_is_refused(tmp_path):
    first = open_store(tmp_path / "s", bot_id=7)
    with pytest.raises(StoreError, match="another rapporteur uses it"):
        opened(tmp_path / "s")
    first.close()


def test_a_folder_that_cannot_be_made_is_refused_in_a_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="s: "):
        opened(tmp_path / "file" / "s")


@pytest.fixture
def folder():
    """A folder that every user can look into."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)
        Path(name).chmod(0o755)


def as_nobody(call, *arguments):
    """Calls without root's right to write what is read-only; threads have rights of their own."""

    def called():
        if os.geteuid() == 0:
            ctypes.CDLL(None).setfsuid(NOBODY)
        return call(*arguments)

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(called).result()


@pytest.mark.parametrize("locked", ["s", "s.lock", "."])
def test_a_store_that_is_read_only_is_refused_at_the_start_in_a_line(folder, locked):
    opened(folder / "s")
    content = (folder / "s").read_bytes()
    if os.geteuid() == 0:
        for file in (folder / "s", folder / "s.lock", folder):
            os.chown(file, NOBODY, NOBODY)
    if locked == ".":
        (folder / "s.lock").unlink()
    (folder / locked).chmod(0o555)
    with pytest.raises(StoreError, match=r"/s: it is read-only; make it and its folder writable"):
        as_nobody(opened, folder / "s")
    assert (folder / "s").read_bytes() == content
