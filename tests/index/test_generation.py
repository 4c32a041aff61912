"""Kept files are read whole or not at all."""

import hashlib
import multiprocessing
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import StoredIndexError
from bot.index import load_generation, save_generation

CONTENTS = {
    "numbers": np.arange(1000),
    "none": np.empty(0, np.int32),
    "words.json": b'["a"]',
    "empty": b"",
}


def files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.stat().st_size)


def part(folder: Path, name: str) -> Path:
    return next(p for p in files(folder) if p.name == name)


def test_arrays_and_blobs_come_back_as_saved(tmp_path):
    save_generation(tmp_path, CONTENTS)
    kept = load_generation(tmp_path)
    assert kept.array("numbers").tolist() == list(range(1000))
    assert kept.array("none").dtype == np.int32
    assert (kept.blob("words.json"), kept.blob("empty")) == (b'["a"]', b"")


def test_an_absent_name_is_told(tmp_path):
    save_generation(tmp_path, CONTENTS)
    with pytest.raises(StoredIndexError, match=r"letters.npy: is missing"):
        load_generation(tmp_path).array("letters")


def test_arrays_are_mapped_read_only(tmp_path):
    save_generation(tmp_path, CONTENTS)
    with pytest.raises(ValueError, match="read-only"):
        load_generation(tmp_path).array("numbers")[0] = 1


def test_a_new_generation_replaces_the_old_which_stays_readable_where_it_is_open(tmp_path):
    save_generation(tmp_path, CONTENTS)
    old = load_generation(tmp_path).array("numbers")
    save_generation(tmp_path, {"numbers": np.zeros(3)})
    assert load_generation(tmp_path).array("numbers").tolist() == [0, 0, 0]
    assert old.sum() == 499_500
    assert len(list(tmp_path.glob("generation-*"))) == 1


@pytest.mark.parametrize("name", ["CURRENT", "header.json", "numbers.npy", "words.json"])
def test_a_missing_file_is_named(tmp_path, name):
    save_generation(tmp_path, CONTENTS)
    part(tmp_path, name).unlink()
    with pytest.raises(StoredIndexError, match="kept here yet" if name == "CURRENT" else name):
        load_generation(tmp_path)


@pytest.mark.parametrize("name", ["CURRENT", "header.json", "numbers.npy", "words.json"])
def test_a_truncated_file_is_named(tmp_path, name):
    save_generation(tmp_path, CONTENTS)
    file = part(tmp_path, name)
    os.truncate(file, file.stat().st_size - 1)
    with pytest.raises(StoredIndexError, match=name):
        load_generation(tmp_path)


def test_the_missing_bytes_of_a_truncated_file_are_told(tmp_path):
    save_generation(tmp_path, CONTENTS)
    os.truncate(part(tmp_path, "words.json"), 2)
    with pytest.raises(StoredIndexError, match="2 bytes instead of 5"):
        load_generation(tmp_path)


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("saved")
    save_generation(folder, CONTENTS)
    return folder


@settings(max_examples=300)
@given(data=st.data())
def test_any_changed_byte_is_detected(saved, data):
    file = data.draw(st.sampled_from(files(saved)))
    intact = file.read_bytes()
    place = data.draw(st.integers(0, len(intact) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != intact[place]))
    file.write_bytes(intact[:place] + bytes([other]) + intact[place + 1 :])
    try:
        with pytest.raises(StoredIndexError):
            load_generation(saved)
    finally:
        file.write_bytes(intact)


@given(content=st.binary(max_size=200))
def test_a_foreign_file_in_place_of_the_current_one_is_refused(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("foreign")
    (folder / "CURRENT").write_bytes(content)
    with pytest.raises(StoredIndexError, match="CURRENT"):
        load_generation(folder)


def test_another_version_is_named(tmp_path):
    save_generation(tmp_path, CONTENTS)
    header = part(tmp_path, "header.json")
    header.write_text(header.read_text().replace('"version": 1', '"version": 0'))
    renew_checksum(tmp_path, header)
    with pytest.raises(StoredIndexError, match="version 0, not rapporteur index, version 1"):
        load_generation(tmp_path)


@pytest.mark.parametrize("content", ["[]", "{}", "nonsense", '{"format": 1}'])
def test_a_foreign_header_is_refused(tmp_path, content):
    save_generation(tmp_path, CONTENTS)
    header = part(tmp_path, "header.json")
    header.write_text(content)
    renew_checksum(tmp_path, header)
    with pytest.raises(StoredIndexError):
        load_generation(tmp_path)


def renew_checksum(folder, header):
    digest = hashlib.sha256(header.read_bytes()).hexdigest()
    (folder / "CURRENT").write_text(f"{header.parent.name} {digest}\n")


def test_a_folder_that_was_never_written_is_said_to_hold_no_index(tmp_path):
    with pytest.raises(StoredIndexError, match="no index is kept here yet"):
        load_generation(tmp_path / "absent")


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoredIndexError, match="file"):
        save_generation(tmp_path / "file" / "index", CONTENTS)


def test_what_a_crash_left_behind_is_removed_by_the_next_save(tmp_path):
    (tmp_path / "generation-crashed").mkdir()
    (tmp_path / "generation-crashed" / "numbers.npy").write_bytes(b"torn")
    save_generation(tmp_path, CONTENTS)
    assert not (tmp_path / "generation-crashed").exists()


def test_a_failed_save_leaves_what_was_kept(tmp_path):
    save_generation(tmp_path, CONTENTS)
    with pytest.raises(StoredIndexError):
        save_generation(tmp_path, {"numbers": np.array([object()])})  # only pickle could write it
    assert load_generation(tmp_path).blob("words.json") == b'["a"]'
    assert len(list(tmp_path.glob("generation-*"))) == 1


@pytest.mark.parametrize("name", ["../out", "a/b", "", ".hidden"])
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match="no names for files"):
        save_generation(tmp_path, {name: b""})


def test_a_folder_without_a_lock_file_is_read(tmp_path):
    save_generation(tmp_path, CONTENTS)
    (tmp_path / ".lock").unlink()
    assert load_generation(tmp_path).blob("words.json") == b'["a"]'


def test_a_copy_of_the_folder_is_as_good(tmp_path):
    save_generation(tmp_path / "a", CONTENTS)
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    assert load_generation(tmp_path / "b").blob("words.json") == b'["a"]'


def _save_often(folder, value):
    for _ in range(10):
        save_generation(folder, {"numbers": np.full(50_000, value), "value": b"%d" % value})


def test_writers_at_the_same_time_never_show_a_reader_half_a_generation(tmp_path):
    save_generation(tmp_path, {"numbers": np.full(50_000, 0), "value": b"0"})
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_save_often, args=(tmp_path, value)) for value in (1, 2)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        kept = load_generation(tmp_path)
        assert set(kept.array("numbers").tolist()) == {int(kept.blob("value"))}
    assert [writer.exitcode for writer in writers] == [0, 0]
