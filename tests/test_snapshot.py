"""A snapshot holds what the folder of reports holds now, and starts from what was kept."""

import threading

import pytest

from bot.config import Config
from bot.config.sections import CorpusSection, IndexSection
from bot.errors import CorpusError
from bot.index_cache.indexed import AT_ONCE
from bot.snapshot import build_snapshot, complete_snapshot, empty_snapshot

SUVA = "The session was held in Suva on 3 May 2020. Fiji chaired the session.\n"
APIA = "The course ended in Apia. Samoa paid for the course.\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/suva.md").write_text(SUVA)
    (tmp_path / "reports/apia.md").write_text(APIA)
    return tmp_path / "reports"


@pytest.fixture
def config(folder, tmp_path):
    return Config(corpus=CorpusSection(path=folder), index=IndexSection(path=tmp_path / "index"))


@pytest.fixture
def build(config):
    """Build a snapshot; `build.read` has the names of the reports that were read for it."""

    def build(previous=None, config=config):
        build.read = []

        def progress(things, what):
            if what == "reports":
                build.read = [report.path for report in things]
            return things

        return build_snapshot(config, previous, progress)

    return build


def torn(config):
    """Truncate each kept file."""
    for file in config.index.path.rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[:-1])


def top(snapshot, *terms):
    ids, scores = snapshot.library.by_passage.top(terms)
    return [(snapshot.passages[i].text, s) for i, s in zip(ids, scores.tolist(), strict=True)]


def test_the_first_start_reads_all_reports(build):
    snapshot = build()
    assert build.read == ["apia.md", "suva.md"]
    assert [r.path for r in snapshot.reports] == ["apia.md", "suva.md"]
    assert [p.text for p in snapshot.passages][:2] == APIA.strip().replace(". ", ".\n").split("\n")


def test_the_next_start_reads_none_and_finds_the_same(build):
    first = build()
    again = build()
    assert build.read == []
    assert top(again, "cours", "fiji") == top(first, "cours", "fiji") != []
    assert list(again.library.readings) == list(first.library.readings)


def test_a_start_reads_what_has_changed_since(build, folder):
    build()
    (folder / "suva.md").write_text(SUVA + "Tonga closed it.\n")
    assert top(build(), "tonga")[0][0] == "Tonga closed it."
    assert build.read == ["suva.md"]
    build()
    assert build.read == []


def test_a_reload_reads_what_has_changed_and_drops_what_is_gone(build, folder):
    first = build()
    (folder / "apia.md").unlink()
    (folder / "new.txt").write_text("Palau opened it.")
    second = build(first)
    assert build.read == ["new.txt"]
    assert (top(second, "samoa"), len(top(first, "samoa"))) == ([], 1)


def test_a_reload_without_changes_keeps_the_library(build):
    first = build()
    assert build(first).library is first.library


def test_another_date_reads_nothing_anew_and_is_shown(build, folder):
    first = build()
    (folder / "suva.md").write_text(f"---\ndate: 2020-05-04\n---\n{SUVA}")
    second = build(first)
    assert {p.report.date for p in second.passages} == {None, "2020-05-04"}
    assert second.library.readings[1].report.date == "2020-05-04"


def test_a_file_that_can_be_read_no_more_is_a_problem_of_the_next_snapshot(build, folder):
    first = build()
    (folder / "odd.md").write_bytes(b"\xff\xfe\x00")
    second = build(first)
    assert [p.path for p in second.problems] == ["odd.md"]
    assert second.library is first.library


def test_a_torn_index_is_told_in_one_line_and_built_anew(build, config, caplog):
    wanted = top(build(), "fiji")
    torn(config)
    assert top(build(), "fiji") == wanted
    assert build.read == ["apia.md", "suva.md"]
    assert len(caplog.messages) == 1
    build()
    assert build.read == []


def test_where_nothing_can_be_kept_answers_go_on(build, config, caplog):
    config.index.path.write_text("in the way")
    for _ in range(2):
        assert top(build(), "fiji") != []
        assert build.read == ["apia.md", "suva.md"]
    assert {m.split(":")[0] for m in caplog.messages} == {
        "The index can't be kept, so the next start reads all again"
    }


def test_two_at_a_time_on_one_folder_both_start(config, caplog):
    built = []
    starts = [threading.Thread(target=lambda: built.append(build_snapshot(config))) for _ in "ab"]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert [top(snapshot, "fiji") != [] for snapshot in (*built, build_snapshot(config))] == [
        True
    ] * 3
    assert caplog.messages == []


def test_events_left_for_later_are_read_where_nobody_completes_them(build, config, folder):
    for number in range(AT_ONCE + 1):
        (folder / f"{number}.md").write_text(f"The meeting {number} was held in Ely.\n")
    reports = AT_ONCE + 3
    assert len(build_snapshot(config, later=True).kept.unread) == reports
    assert len(build_snapshot(config, later=True).kept.unread) == reports
    assert complete_snapshot(config, build_snapshot(config, later=True)).kept.unread
    whole = build()
    assert whole.kept.unread == ()
    assert all(event.read for event in whole.library.events)
    assert build_snapshot(config, later=True).kept.unread == ()


def test_the_folder_of_reports_is_left_as_it_is(build, folder):
    build()
    assert sorted(path.name for path in folder.rglob("*")) == ["apia.md", "suva.md"]


def test_a_folder_without_reports_is_no_snapshot_whatever_was_kept(build, folder):
    build()
    for file in folder.iterdir():
        file.unlink()
    with pytest.raises(CorpusError, match="contains no report"):
        build()


def test_before_anything_is_read_there_is_an_empty_one():
    assert (empty_snapshot().reports, len(empty_snapshot().passages)) == ((), 0)
