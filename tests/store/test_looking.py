"""A store is read beside the bot that writes it; what can't be read is a line."""

import os

import pytest

from bot.errors import StoreError
from bot.store import Asked, Kept, open_statistics, open_store


def filled(path):
    store = open_store(path, bot_id=7)
    for number in range(300):
        at = Asked(1, None, 9, number, 86_400.0)
        store.answers.keep(Kept(at, f"Question {number}?", answer="word " * 100))
    store.close()
    return path


def asked(path):
    with open_statistics(path) as statistics:
        return statistics.figures(since=0).asked


@pytest.mark.parametrize("name", ["a b?c%20d#e", os.fsdecode(b"s\xff"), "Übersicht"])
def test_a_store_of_any_name_is_read(tmp_path, name):
    assert asked(filled(tmp_path / "s").rename(tmp_path / name)) == 300


def test_a_store_is_read_but_never_written(tmp_path):
    path = filled(tmp_path / "s")
    before = path.read_bytes()
    assert asked(path) == 300
    assert path.read_bytes() == before


def test_a_store_with_a_damaged_page_is_a_line(tmp_path):
    path = filled(tmp_path / "s")
    content = bytearray(path.read_bytes())
    for page in range(20, len(content) // 4096):
        content[page * 4096 : page * 4096 + 100] = b"\xff" * 100
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"/s: it is damaged$"):
        asked(path)


def test_a_store_that_is_not_there_is_a_line(tmp_path):
    with pytest.raises(StoreError, match="there is no store yet"):
        asked(tmp_path / "none")
