import os
from pathlib import Path
from threading import Timer

import pytest

from bot.corpus.whole_file import UnwholeError, read_whole


class Changing(type(Path())):
    """A file that somebody changes in the middle of a reading, as often as there are changes."""

    changes = ()

    def open(self, *args, **more):
        return Stream(super().open(*args, **more), self)


class Stream:
    def __init__(self, stream, file):
        self.stream, self.file = stream, file
        self.fileno = stream.fileno

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stream.close()

    def read(self, size):
        half = self.stream.read(4)
        if self.file.changes:
            change, *self.file.changes = self.file.changes
            change(self.file)
        return half + self.stream.read(size - 4)


@pytest.fixture
def file(tmp_path):
    (tmp_path / "a.md").write_text("The old text.")
    return Changing(tmp_path / "a.md")


def grow(file):
    with open(file, "a") as stream:
        stream.write(" More.")


def swap(file):
    beside = file.with_name("beside")
    with open(beside, "w") as stream:
        stream.write("The new text.")
    os.replace(beside, file)


@pytest.mark.parametrize(
    ("change", "text"), [(grow, b"The old text. More."), (swap, b"The new text.")]
)
def test_a_file_that_changes_while_it_is_read_is_read_again(file, change, text):
    file.changes = [change]
    assert read_whole(file, 1) == text


def test_a_file_that_keeps_changing_is_named(file):
    file.changes = [grow] * 9
    with pytest.raises(UnwholeError, match="being written"):
        read_whole(file, 1)


def test_a_file_that_was_just_emptied_is_waited_for(file):
    Path(file).write_text("")
    timer = Timer(0.1, lambda: Path(file).write_text("The new text."))
    timer.start()
    try:
        assert read_whole(file, 1) == b"The new text."
    finally:
        timer.join()


def test_an_empty_file_of_old_is_not_waited_for(file):
    Path(file).write_text("")
    os.utime(file, (1, 1))
    assert read_whole(file, 1) == b""
