"""New reports are read by all replicas that see them; the outcome is that of one process."""

import logging
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from job_table import LEASE, MemoryTable
from some_reports import found

from bot.config import Config, CorpusSection, IndexSection
from bot.corpus import read_corpus
from bot.event import UNREAD, Event, SlotValue
from bot.index_cache import indexed, no_reports, updated
from bot.opensearch import sharing
from bot.opensearch.sharing import FEW, UNSEEN, Helper, SharedReading, pack_sheet, unpack_sheet

COUNT = FEW + 14
SHEET = Event({"chair": (SlotValue(0, 18, 27, 0.5123),), "when": ()}, "2020-05-03")


@pytest.fixture
def config(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(COUNT):
        text = f"The tide seminar {number} was chaired by Ana Silva.\n"
        (folder / f"{number:02}.md").write_text(text)
    return Config(corpus=CorpusSection(path=folder), index=IndexSection(path=tmp_path / "index"))


@pytest.fixture
def new(config):
    corpus = read_corpus(config.corpus.path)
    return list(zip(corpus.reports, corpus.hashes, strict=True))


class Reader:
    """Says of each report a sheet of its own, and counts; what is in `breaks` breaks."""

    def __init__(self, *breaks):
        self.read, self.breaks = Counter(), breaks

    def __call__(self, report):
        self.read[report.path] += 1
        if report.path in self.breaks:
            raise KeyError("secret words")
        return sheet(report)


def sheet(report):
    return Event({}, report.path[:2])


def sheets(new):
    return {report.path: sheet(report) for report, _ in new}


def helped(table, config, reader):
    """Whoever helps, until nothing is left that it may take."""
    helper = Helper(table, config, reader)
    while helper.help():
        pass


def test_a_sheet_comes_back_as_it_was():
    assert unpack_sheet(pack_sheet(SHEET)) == SHEET
    assert unpack_sheet(pack_sheet(UNREAD)) == UNREAD


@pytest.mark.parametrize("packed", [b"", b"none", pack_sheet(SHEET)[:-3]])
def test_what_is_no_sheet_is_refused(packed):
    with pytest.raises(ValueError, match=r"."):
        unpack_sheet(packed)


def test_where_nobody_helps_all_is_read_by_who_publishes(new):
    table, reader = MemoryTable(), Reader()
    assert SharedReading(table, read=reader)(new) == sheets(new)
    assert set(reader.read.values()) == {1}
    assert table.rows == {}


def test_few_new_reports_are_not_shared_out(new):
    assert SharedReading(MemoryTable(away=True))(new[: FEW - 1]) == {}


def test_without_the_table_one_process_reads_alone(new, caplog):
    assert SharedReading(MemoryTable(away=True))(new) == {}
    assert caplog.messages == ["The new reports are read by this process alone: it is away"]


def test_two_share_the_reports_and_none_is_read_twice(new, config):
    table, one, other, both = MemoryTable(), Reader(), Reader(), threading.Barrier(2)

    def reading(reader):
        def read(report):
            if not reader.read:
                both.wait(20)  # each has some before one goes on
            return reader(report)

        return read

    def help_once_begun():
        helper = Helper(table, config, reading(other))
        while not table.rows:
            pass
        while helper.help():
            pass

    with ThreadPoolExecutor(1) as beside:
        helping = beside.submit(help_once_begun)
        assert SharedReading(table, read=reading(one))(new) == sheets(new)
        helping.result(20)
    assert one.read
    assert other.read
    assert one.read + other.read == Counter(report.path for report, _ in new)


def test_a_report_that_breaks_elsewhere_is_named_and_left_to_who_publishes(new, config, caplog):
    table = MemoryTable(on_look=lambda table: table.looks == 1 and helped(table, config, broken))
    broken = Reader("03.md")
    got = SharedReading(table, read=Reader())(new)
    assert got == {path: event for path, event in sheets(new).items() if path != "03.md"}
    assert caplog.messages == ["03.md can't be read by another replica: KeyError"]


def test_what_is_no_sheet_is_left_to_who_publishes(new, caplog):
    def spoil(table):
        if table.looks == 1:
            (job,) = table.claim("run", "another", 1)
            table.finish(job, "another", b"noise")

    assert "00.md" not in SharedReading(MemoryTable(on_look=spoil), read=Reader())(new)
    assert caplog.messages == ["00.md can't be read by another replica: its sheet is none"]


def test_a_report_that_breaks_here_is_left_out(new):
    table = MemoryTable()
    got = SharedReading(table, read=Reader("03.md"))(new)
    assert got.keys() == sheets(new).keys() - {"03.md"}


@pytest.mark.parametrize("again", [3, 99])
def test_while_the_table_is_away_reading_goes_on(new, again):
    def fail(table):
        table.away = 1 < table.looks < again

    reader = Reader()
    assert SharedReading(MemoryTable(on_look=fail), read=reader)(new) == sheets(new)
    assert set(reader.read.values()) == {1}


def test_when_a_crash_has_emptied_the_table_reading_goes_on(new):
    def empty(table):
        if table.looks == 2:
            table.rows.clear()

    assert SharedReading(MemoryTable(on_look=empty), read=Reader())(new) == sheets(new)


def test_the_jobs_of_who_died_are_taken_over_after_their_lease(new, monkeypatch):
    def die(table):
        if table.looks == 1:
            assert table.claim("run", "dead", 5)

    table, waits = MemoryTable(on_look=die), []

    def wait(seconds):
        waits.append(seconds)
        table.now += LEASE / 3

    monkeypatch.setattr(sharing.time, "sleep", wait)
    assert SharedReading(table, read=Reader())(new) == sheets(new)
    assert len(waits) == 3


def test_what_another_still_reads_does_not_count_once_it_was_taken_over(new):
    table = MemoryTable()
    run = table.begin("", [(report.path, file) for report, file in new])
    (job,) = table.claim(run, "slow", 1)
    table.now += LEASE
    assert table.claim(run, "quick", 1) == (job,)
    table.finish(job, "slow", b"late")
    assert table.take(run) == ()


def test_a_job_that_was_claimed_twice_is_left_to_who_publishes(new, config):
    table, reader = MemoryTable(), Reader()
    run = table.begin(sharing.fingerprint(), [(report.path, file) for report, file in new])
    for _ in range(2):
        (deadly,) = table.claim(run, "killed by it", 1)
        table.now += LEASE
    helped(table, config, reader)
    assert reader.read.keys() == sheets(new).keys() - {deadly.path}
    assert table.claim(run, "who publishes", 1) == (deadly,)


def test_who_sees_another_file_or_none_leaves_the_job(new, config):
    (config.corpus.path / "00.md").write_text("The tide seminar was chaired by Eve Moa.\n")
    (config.corpus.path / "01.md").unlink()
    table, reader = MemoryTable(), Reader()
    table.begin(sharing.fingerprint(), [(report.path, file) for report, file in new])
    helped(table, config, reader)
    assert reader.read.keys() == sheets(new).keys() - {"00.md", "01.md"}
    left = [(r.job.path, r.worker, r.claims) for r in table.rows.values() if not r.done]
    assert left == [("00.md", None, 0), ("01.md", None, 0)]


def test_who_sees_none_of_many_files_leaves_the_publication_alone(config):
    table = MemoryTable()
    table.begin(sharing.fingerprint(), [(f"other/{n}.md", "0" * 64) for n in range(UNSEEN + 50)])
    helper = Helper(table, config)
    for _ in range(UNSEEN):
        assert helper.help() == 0
    assert len(helper._unseen["run"]) == UNSEEN


def test_who_has_no_folder_or_another_version_does_not_help(new, config):
    table = MemoryTable()
    table.begin("another version", [(report.path, file) for report, file in new])
    assert not Helper(table, config).help()
    table.version = sharing.fingerprint()
    assert not Helper(table, Config(corpus=CorpusSection(path=config.corpus.path / "none"))).help()


def test_how_far_it_is_is_logged_and_shown(new, config, monkeypatch, caplog):
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(sharing, "EVERY", 0.0)
    shown = []

    def progress(things, what):
        for thing in things:
            shown.append(f"{len(shown)} of {len(things)} {what}")
            yield thing

    def claim(table):
        if table.looks == 2:
            table.claim("run", "another", 1)
        elif table.looks == 3:
            table.now += LEASE

    SharedReading(MemoryTable(on_look=claim), progress, Reader())(new)
    assert shown[0] == f"0 of {COUNT} reports"
    assert len(shown) == COUNT
    assert caplog.messages[:2] == [
        f"Read 0 of {COUNT} reports, 1 replica at it",
        f"Read 8 of {COUNT} reports, 2 replicas at it",
    ]


def test_what_is_kept_is_the_same_as_without_help(config, monkeypatch):
    class Counted(MemoryTable):
        taken = 0

        def take(self, run):
            found = super().take(run)
            self.taken += sum(bool(done.sheet) for done in found)
            return found

    corpus = read_corpus(config.corpus.path)
    table = Counted(on_look=lambda table: table.looks == 1 and helped(table, config, real))
    real = indexed.read_sheet
    together = updated(no_reports(), corpus, share=SharedReading(table))
    alone = updated(no_reports(), corpus)
    assert table.taken == COUNT
    assert together.packed == alone.packed
    assert found(together) == found(alone)
