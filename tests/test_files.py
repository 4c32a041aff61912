"""A file is whole or as it was, and a lock is one process's."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from bot.files import PRIVATE, lock_file, part_of, read_table, replacing, write_whole


def test_what_is_written_takes_the_place_of_what_was_there(tmp_path):
    target = tmp_path / "a.md"
    target.write_bytes(b"before, and longer")
    write_whole(target, b"after")
    assert target.read_bytes() == b"after"
    assert os.listdir(tmp_path) == ["a.md"]


def test_what_breaks_off_leaves_the_file_as_it_was_and_nothing_beside_it(tmp_path):
    target = tmp_path / "a.md"
    target.write_bytes(b"before")
    with suppress(ZeroDivisionError), replacing(target) as part:
        part.write_bytes(b"half")
        raise ZeroDivisionError
    assert target.read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["a.md"]


def test_until_it_is_whole_the_file_is_as_it_was(tmp_path):
    target = tmp_path / "a.md"
    with replacing(target) as part:
        part.write_bytes(b"whole")
        assert not target.exists()
    assert target.read_bytes() == b"whole"


@pytest.mark.parametrize("name", ["a.md", ".state.json"])
def test_what_is_written_is_hidden_meanwhile(tmp_path, name):
    part = part_of(tmp_path / name)
    assert part.name == f".{name.lstrip('.')}.part"
    assert part.parent == tmp_path


def test_what_a_killed_process_left_is_no_hindrance(tmp_path):
    target = tmp_path / "a.md"
    part_of(target).write_bytes(b"half")
    write_whole(target, b"whole")
    assert target.read_bytes() == b"whole"
    assert os.listdir(tmp_path) == ["a.md"]


def test_a_link_is_replaced_and_what_it_leads_to_stays(tmp_path):
    (tmp_path / "real.md").write_bytes(b"real")
    link = tmp_path / "a.md"
    link.symlink_to(tmp_path / "real.md")
    write_whole(link, b"new")
    assert not link.is_symlink()
    assert (tmp_path / "real.md").read_bytes() == b"real"


def test_a_private_file_is_private_also_in_place_of_one_that_was_not(tmp_path):
    target = tmp_path / "a.md"
    target.write_bytes(b"")
    target.chmod(0o644)
    write_whole(target, b"secret", PRIVATE)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


TRY = """
import pathlib, sys
from bot.files import lock_file
try:
    lock_file(pathlib.Path(sys.argv[1]))
except BlockingIOError:
    sys.exit(3)
"""


def tried(path):
    return subprocess.run([sys.executable, "-c", TRY, path], timeout=60, check=False).returncode


def test_a_lock_is_another_processs_once_it_is_closed_or_that_process_ended(tmp_path):
    path = tmp_path / ".lock"
    handle = lock_file(path)
    assert tried(path) == 3
    os.close(handle)
    assert tried(path) == 0
    os.close(lock_file(path))


def test_who_waits_gets_the_lock_once_it_is_free(tmp_path):
    path = tmp_path / ".lock"
    handle = lock_file(path)
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(lock_file, path, seconds=60)
        with pytest.raises(BlockingIOError):
            lock_file(path, seconds=0.05)
        assert not waiting.done()
        os.close(handle)
        os.close(waiting.result())


def test_readers_share_a_lock_that_keeps_a_writer_out(tmp_path):
    path = tmp_path / ".lock"
    os.close(lock_file(path))
    readers = [lock_file(path, shared=True) for _ in range(2)]
    for reader in readers:
        with pytest.raises(BlockingIOError):
            lock_file(path)
        os.close(reader)
    os.close(lock_file(path))


def test_a_reader_makes_no_lock(tmp_path):
    with pytest.raises(FileNotFoundError):
        lock_file(tmp_path / ".lock", shared=True)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_missing_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        lock_file(tmp_path / "none" / ".lock")
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "none" / "a.md", b"")


def test_words_that_yaml_takes_for_yes_and_no_are_text():
    said = read_table("bot.rendering.telegram_texts", "en")
    assert (said["yes"], said["no"]) == ("Yes", "No")


def test_a_table_that_is_missing_is_an_error():
    with pytest.raises(FileNotFoundError):
        read_table("bot.rendering.telegram_texts", "xx")
