"""New reports of a publication are shared out over a real server, whatever becomes of who reads."""

import re
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from office import opened as opened_office
from some_reports import found

from bot.config import Config, CorpusSection, IndexSection
from bot.corpus import read_corpus
from bot.errors import StoreError
from bot.event import Event
from bot.index_cache import no_reports, read_sheet, updated
from bot.model import Job, JobDone, JobsLeft
from bot.opensearch.sharing import FEW, Helper, SharedReading
from bot.store import JOBS, Address, jobs, open_jobs, open_shared_store

ROOT = Path(__file__).parents[3]
COUNT = 40
READ = re.compile(r"Read (\d+) reports? for another replica")
SOON = 60.0  # seconds, for a machine with much else to do
# A replica as far as it reads for others: says so once it has jobs, and is slow to read them.
WORKER = """
import sys, time
from pathlib import Path
from bot.config import Config, CorpusSection, IndexSection
from bot.index_cache import read_sheet
from bot.opensearch.sharing import Helper
from bot.store import Address, jobs as rules, open_jobs

url, folder, place, pause, lease = sys.argv[1:]
rules.LEASE = float(lease)

def read(report):
    print(report.path, flush=True)
    time.sleep(float(pause))
    return read_sheet(report)

config = Config(corpus=CorpusSection(path=Path(folder)), index=IndexSection(path=Path(place)))
with open_jobs(Address(url)) as jobs:
    helper = Helper(jobs, config, read)
    while True:
        if not helper.help():
            time.sleep(0.05)
"""
TEXT = """---
title: Tide seminar {number}
date: 2022-05-04
---
The tide seminar {number} was chaired by Ana Silva of the Pacific Network and opened by Ben Tan.

It took place in Suva on {day} May 2022. Fiji, Tonga and Samoa were present.
"""
pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def config(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(COUNT):
        text = TEXT.format(number=number, day=1 + number % 30)
        (folder / f"{number:02}.md").write_text(text)
    return Config(corpus=CorpusSection(path=folder), index=IndexSection(path=tmp_path / "index"))


@pytest.fixture
def corpus(config):
    return read_corpus(config.corpus.path)


@pytest.fixture
def table(store):
    return store.shared.jobs


@pytest.fixture
def worker(url, store, config, tmp_path):
    """Starts one more process that reads."""
    running = []

    def start(pause=0.0, lease=jobs.LEASE):
        arguments = (url, config.corpus.path, tmp_path / f"index{len(running)}", pause, lease)
        command = [sys.executable, "-c", WORKER, *map(str, arguments)]
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT))
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()


def files(count):
    return [(f"{number:03}.md", f"{number:064x}") for number in range(count)]


def test_a_job_is_one_worker_s_until_it_is_done(table):
    run = table.begin("1", files(3))
    assert table.runs("1") == (run,)
    assert table.runs("2") == ()
    first, second = table.claim(run, "a", 2)
    assert (first.path, first.file) == files(1)[0]
    (third,) = table.claim(run, "b", 9)
    assert table.claim(run, "a", 9) == ()
    assert table.left(run, "a") == JobsLeft(jobs=True, workers=1)
    table.finish(first, "a", b"\0\xff")
    table.finish(second, "b", b"another's")
    table.finish(third, "b", "KeyError")
    assert table.waiting() == 1
    done = {JobDone("000.md", b"\0\xff", None), JobDone("002.md", None, "KeyError")}
    assert set(table.take(run)) == done
    assert table.take(run) == ()
    table.release(second, "a")
    assert table.claim(run, "b", 9, unseen=[second.number]) == ()
    assert table.claim(run, "b", 9, claims=1) == (second,)
    table.finish(second, "b", b"")
    assert table.take(run) == (JobDone("001.md", b"", None),)
    assert table.left(run, "a") == JobsLeft(jobs=False, workers=0)


def test_many_workers_claim_each_job_once(table, opened):
    run = table.begin("1", files(2500))
    claimed, tables = Counter(), [table, *(opened().shared.jobs for _ in range(3))]

    def claim_all(number):
        while some := tables[number].claim(run, f"worker {number}", 7):
            claimed.update(job.path for job in some)

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(claim_all, range(4)))
    assert claimed == Counter(path for path, _ in files(2500))


def test_a_lease_ends_where_its_worker_says_nothing(table, monkeypatch):
    run = table.begin("1", files(3))
    monkeypatch.setattr(jobs, "LEASE", 0.5)
    first, second, third = table.claim(run, "slow", 3)
    monkeypatch.setattr(jobs, "LEASE", 60.0)
    table.finish(first, "slow", b"1", [second])  # whose lease begins anew
    time.sleep(0.6)
    assert table.claim(run, "quick", 9) == (third,)
    table.finish(third, "slow", b"late")
    assert [done.path for done in table.take(run)] == [first.path]
    monkeypatch.setattr(jobs, "LEASE", 0.0)
    assert table.claim(run, "third", 9, claims=2) == ()
    table.finish(third, "quick", b"3")
    assert table.take(run) == (JobDone(third.path, b"3", None),)


def test_an_ended_run_leaves_nothing_behind(table, monkeypatch, server, url):
    run = table.begin("1", files(3))
    table.end(run)
    monkeypatch.setattr(jobs, "RUN", 0.0)
    dead = table.begin("1", files(3))
    assert table.runs("1") == ()
    assert table.waiting() == 0
    monkeypatch.setattr(jobs, "RUN", 60.0)
    alive = table.begin("1", files(2))  # which removes what nobody has ended
    left = server.sql("SELECT run, count(*) FROM jobs GROUP BY run", url.rpartition("/")[2])
    assert left == [(alive, 2)]
    assert table.purge() == 0
    assert table.claim(dead, "a", 1) == ()
    table.finish(Job(1, "000.md", ""), "a", b"late")


def test_a_run_wakes_the_other_replicas(table, opened):
    other, heard = opened(), threading.Semaphore(0)
    listener = other.shared.generations.listen(heard.release)
    assert heard.acquire(timeout=SOON)  # that it listens
    table.begin("1", files(1))
    assert heard.acquire(timeout=SOON)
    assert other.shared.generations.all()[JOBS] == 1
    listener.close()


def test_a_database_without_a_store_has_no_jobs(url):
    with pytest.raises(StoreError, match="there is no store yet"), open_jobs(Address(url)):
        pass


def test_two_share_the_reports_and_the_outcome_is_that_of_one(table, corpus, config, worker):
    other, mine = worker(), Counter()

    def read(report):
        mine[report.path] += 1
        if len(mine) == 1:
            assert other.stdout.readline()  # so that both have some
        return read_sheet(report)

    together = updated(no_reports(), corpus, share=SharedReading(table, read=read))
    other.kill()
    theirs = Counter(other.stdout.read().split())
    assert mine
    assert len(mine) + len(theirs) + 1 == COUNT  # whose line was read
    assert not mine & theirs
    assert set((mine + theirs).values()) == {1}
    alone = updated(no_reports(), corpus)
    assert together.packed == alone.packed
    assert found(together) == found(alone)


def test_what_a_killed_replica_had_is_read_by_others_after_its_lease(table, corpus, worker):
    other, mine = worker(pause=SOON, lease=5.0), Counter()

    def read(report):
        mine[report.path] += 1
        if len(mine) == 1:
            assert other.stdout.readline()
            other.kill()
            killed.append(time.monotonic())
        return read_sheet(report)

    killed = []
    together = updated(no_reports(), corpus, share=SharedReading(table, read=read))
    assert time.monotonic() - killed[0] < jobs.LEASE
    assert set(mine.values()) == {1}
    assert len(mine) == COUNT
    assert together.packed == updated(no_reports(), corpus).packed


def test_a_report_that_breaks_elsewhere_is_named_and_the_outcome_the_same(
    table, opened, corpus, config, caplog
):
    def broken(report):
        if report.path == "03.md":
            raise ValueError("secret words")
        return read_sheet(report)

    def slowly(report):
        assert done.wait(SOON)
        return read_sheet(report)

    def help_once_begun():
        deadline, helper = time.monotonic() + SOON, Helper(other, config, broken)
        while not helper.help() and time.monotonic() < deadline:
            time.sleep(0.01)
        while helper.help():
            pass
        done.set()

    other, done = opened().shared.jobs, threading.Event()
    run_first = SharedReading(_LateClaims(table, done), read=slowly)
    with ThreadPoolExecutor(1) as beside:
        helping = beside.submit(help_once_begun)
        together = updated(no_reports(), corpus, share=run_first)
        helping.result(SOON)
    assert caplog.messages == ["03.md can't be read by another replica: ValueError"]
    assert together.packed == updated(no_reports(), corpus).packed


class _LateClaims:
    """The table; whoever publishes claims nothing before another is done."""

    def __init__(self, table, done):
        self._table, self._done = table, done

    def __getattr__(self, name):
        return getattr(self._table, name)

    def claim(self, *about, **more):
        assert self._done.wait(SOON)
        return self._table.claim(*about, **more)


def test_when_the_server_crashes_reading_goes_on(fresh_server, corpus):
    store = open_shared_store(Address(fresh_server.url()), 7)
    read = Counter()

    def crashing(report):
        read[report.path] += 1
        if len(read) == FEW:
            fresh_server.crash()
            fresh_server.start()
        return Event({}, report.path[:2])

    new = list(zip(corpus.reports, corpus.hashes, strict=True))
    sheets = SharedReading(store.shared.jobs, read=crashing)(new)
    store.close()
    assert sheets == {report.path: Event({}, report.path[:2]) for report in corpus.reports}
    assert set(read.values()) == {1}


def test_replicas_read_for_who_publishes_beside_their_answering(tmp_path, url, config, corpus):
    """The engine is another's part: nothing can be searched, and reports can be read."""
    search = {"urls": ["http://127.0.0.1:9"], "retries": 0}
    settings = {"count": 2, "chats": 0, "search": search, "corpus": config.corpus.path}
    with opened_office(tmp_path, url, **settings) as office, open_jobs(Address(url)) as table:
        mine = Counter()

        def read(report):
            mine[report.path] += 1
            time.sleep(0.5)  # so that the replicas have the others read by then
            return read_sheet(report)

        together = updated(no_reports(), corpus, share=SharedReading(table, read=read))
        logs = [replica.log for replica in office.replicas]
        deadline, read_by_others = time.monotonic() + SOON, 0
        while read_by_others < COUNT - len(mine) and time.monotonic() < deadline:
            found_in = (READ.findall(log.read_text()) for log in logs)
            read_by_others = sum(int(count) for counts in found_in for count in counts)
            time.sleep(0.1)
        assert 0 < len(mine) < COUNT
        assert read_by_others == COUNT - len(mine)
        assert "begins again" not in office.logs()
    assert together.packed == updated(no_reports(), corpus).packed
