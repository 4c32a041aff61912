"""Whatever the folder holds, the bot starts; what it can't use is told in one line."""

import ast
import logging
import os
import random
import resource
from pathlib import Path

import pytest
from some_reports import BODIES, corpus, found

import bot
from bot.errors import StoredIndexError
from bot.index import save_generation
from bot.index_cache import MOST, READING, indexed, keep, kept_in, load, no_reports, save, updated
from bot.model import Problem, Report

NOW = "fingerprint"


@pytest.fixture(scope="module")
def kept():
    return updated(no_reports(), corpus({f"{i}.md": body for i, body in enumerate(BODIES)}))


@pytest.fixture
def place(tmp_path):
    return tmp_path / "var/index"


@pytest.fixture
def reports(tmp_path):
    return tmp_path / "reports"


def files(place):
    return sorted(f for f in place.rglob("*") if f.is_file() and f.stat().st_size)


def test_what_is_kept_is_found_again(place, reports, kept, caplog):
    keep(place, reports, kept)
    assert found(kept_in(place, reports)) == found(kept)
    assert caplog.messages == []


def test_before_the_first_time_there_is_nothing_to_tell(place, reports, caplog):
    assert kept_in(place, reports) is None
    assert caplog.messages == []


def test_each_folder_of_reports_has_its_own(place, reports, kept):
    other = updated(no_reports(), corpus({"a.md": BODIES[0]}))
    keep(place, reports, kept)
    keep(place, reports / "other", other)
    assert kept_in(place, reports).corpus == kept.corpus
    assert kept_in(place, reports / "other").corpus == other.corpus


def test_of_many_folders_the_latest_are_kept(place, reports):
    known = set()
    for number in range(MOST + 2):
        keep(place, reports / str(number), no_reports())
        (new,) = set(place.iterdir()) - known
        os.utime(new / "CURRENT", (number, number))  # apart, however coarse the clock is
        known.add(new)
    assert len(list(place.iterdir())) == MOST
    assert [kept_in(place, reports / str(n)) is None for n in range(4)] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("seed", range(25))
def test_a_torn_folder_is_told_in_one_line_and_not_read(place, reports, kept, caplog, seed):
    keep(place, reports, kept)
    chance = random.Random(seed)
    file = chance.choice(files(place))
    intact = file.read_bytes()
    at = chance.randrange(len(intact))
    torn = intact[:at] + bytes([intact[at] ^ 1 << chance.randrange(8)]) + intact[at + 1 :]
    file.write_bytes(chance.choice([torn, intact[:at], b"", intact + b"more"]))
    assert kept_in(place, reports) is None
    (line,) = caplog.messages
    assert line.startswith("The kept index can't be used and is built anew: ")
    assert str(place) in line
    assert "\n" not in line


def test_what_another_version_kept_is_told_and_not_used(place, reports, kept, caplog):
    caplog.set_level(logging.INFO)
    keep(place, reports, kept)
    (folder,) = place.iterdir()
    save(folder, kept, "another version")
    assert kept_in(place, reports) is None
    assert caplog.messages == [f"The index in {folder} is of another version and is built anew"]


def test_where_it_cannot_be_written_a_line_is_logged(place, reports, kept, caplog):
    place.parent.mkdir()
    place.write_text("a file, where a folder should be")
    keep(place, reports, kept)
    (line,) = caplog.messages
    assert line.startswith("The index can't be kept, so the next start reads all again: ")
    assert kept_in(place, reports) is None


def test_it_is_found_again_where_it_lies_among_the_reports(reports, kept, caplog):
    reports.mkdir()
    keep(reports / "var/index", reports, kept)
    assert found(kept_in(reports / "var/index", reports)) == found(kept)
    assert caplog.messages == []


def test_without_space_a_line_is_logged_and_what_was_kept_stays(place, reports, kept, caplog):
    keep(place, reports, kept)
    more = updated(kept, corpus({f"{i}.md": f"{BODIES[0]} Number {i}." for i in range(90)}))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, limits[1]))
    try:
        keep(place, reports, more)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    (line,) = caplog.messages
    assert line.startswith("The index can't be kept")
    assert kept_in(place, reports).corpus == kept.corpus
    assert len(list(place.glob("*/generation-*"))) == 1


def test_a_place_that_leads_in_a_circle_is_told(place, reports, kept, caplog):
    place.parent.mkdir()
    place.symlink_to(place)
    assert kept_in(place, reports) is None
    keep(place, reports, kept)
    (line,) = caplog.messages
    assert line.startswith("The index can't be kept")


def test_what_is_saved_comes_back(kept, tmp_path):
    save(tmp_path, kept, NOW)
    again = load(tmp_path, NOW)
    assert again.corpus == kept.corpus
    assert found(again) == found(kept)


def test_what_came_back_is_updated_as_what_was_there(kept, tmp_path):
    save(tmp_path, kept, NOW)
    later = corpus({"1.md": BODIES[1], "9.md": "Tuvalu chaired the session."})
    assert found(updated(load(tmp_path, NOW), later)) == found(updated(no_reports(), later))


def test_all_of_a_report_and_the_warnings_come_back(tmp_path):
    report = Report("ä/b.md", "Gespräch", "Es begann. 🌏", "2020-01-02", "UN", "https://a.b/c")
    warnings = (Problem("ä/b.md", "date is no date", 3), Problem("ä/b.md", "odd"))
    read = type(corpus({}))((report,), (Problem("z.md", "unreadable"),), warnings, ("f" * 64,))
    save(tmp_path, updated(no_reports(), read), NOW)
    again = load(tmp_path, NOW).corpus
    assert (again.reports, again.warnings, again.hashes) == ((report,), warnings, ("f" * 64,))
    assert again.problems == ()  # such files are tried at each start


def test_what_another_version_kept_is_not_used(kept, tmp_path):
    save(tmp_path, kept, "another")
    assert load(tmp_path, NOW) is None


@pytest.mark.parametrize(
    "contents", [{}, {"head": b"{}"}, {"head": b'{"fingerprint":"fingerprint","warnings":[]}'}]
)
def test_a_generation_of_something_else_is_refused(tmp_path, contents):
    save_generation(tmp_path, contents)
    with pytest.raises(StoredIndexError):
        load(tmp_path, NOW)


def test_whatever_makes_what_is_packed_is_in_the_fingerprint():
    root = Path(bot.__file__).parent
    tree = ast.parse(Path(indexed.__file__).read_text("utf-8"))
    modules = [
        node.module.removeprefix("bot.").replace(".", "/")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bot.")
    ]
    assert "retrieval/table" in modules
    for module in modules:
        assert (root / module).exists() or (root / f"{module}.py").exists()
        names = {f"{module}.py", module.split("/")[0]}
        assert any(name in names or name.startswith(f"{module}/") for name in READING)
