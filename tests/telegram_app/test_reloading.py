"""The folder is read again when its files have settled, and only then."""

import asyncio
import contextlib
import hashlib
import os
import time
from types import SimpleNamespace

import pytest
from bot_process import report, started, write_reports
from job_table import MemoryTable
from watchfiles import awatch

from bot.config import Config, CorpusSection
from bot.model import Changes
from bot.opensearch.sharing import SharedReading, fingerprint
from bot.store import JOBS
from bot.telegram_app import reloading
from bot.telegram_app.reloading import Reloader, settled

QUIET, LOOK = 0.4, 0.3  # seconds


def yields(folder, act, longest=10.0, least=1):
    """How often the folder is to be read after `act` has begun; the start is not counted.

    It is waited for `least` of them, and then for one more that should not come.
    """

    async def run():
        count = 0

        async def watch():
            nonlocal count
            async for _ in settled(folder, QUIET, longest, LOOK):
                count += 1

        watching = asyncio.create_task(watch())
        while not count and folder.exists():
            await asyncio.sleep(0.02)
        before = count
        await act()
        async with asyncio.timeout(60):
            while count < before + least:
                await asyncio.sleep(0.02)
        await asyncio.sleep(2 * QUIET + LOOK)
        watching.cancel()
        return count - before

    return asyncio.run(run())


def soon(do):
    async def act():
        do()

    return act


def test_a_new_file_is_one_change(tmp_path):
    assert yields(tmp_path, soon(lambda: (tmp_path / "a.md").write_text("It ended."))) == 1


def test_many_files_at_once_are_one_change(tmp_path):
    def write():
        for number in range(500):
            (tmp_path / f"{number}.md").write_text("It ended.")

    assert yields(tmp_path, soon(write)) == 1


def test_a_file_that_is_being_written_is_waited_for(tmp_path):
    async def write():
        with (tmp_path / "a.md").open("w") as file:
            for _ in range(20):
                file.write("It goes on. ")
                file.flush()
                await asyncio.sleep(QUIET / 8)

    assert yields(tmp_path, write) == 1


def test_changes_without_end_are_not_waited_for_for_ever(tmp_path):
    async def write():
        for _ in range(25):
            (tmp_path / "a.md").write_text(str(time.monotonic()))
            await asyncio.sleep(QUIET / 4)

    assert yields(tmp_path, write, longest=0.6, least=2) >= 2


def test_a_folder_of_reports_that_is_moved_in_or_away_is_a_change(tmp_path):
    aside, folder = tmp_path / "aside", tmp_path / "reports"
    folder.mkdir()
    (aside / "more").mkdir(parents=True)
    assert yields(folder, soon(lambda: (aside / "more").rename(folder / "more"))) == 1
    assert yields(folder, soon(lambda: (folder / "more").rename(aside / "more"))) == 1


@pytest.mark.parametrize(
    "name", [".fetched.json", ".a.md.part", "a.md~", "~$a.docx", ".git/index", "a.npy"]
)
def test_hidden_files_and_those_of_editors_are_no_change(tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    assert yields(tmp_path, soon(lambda: (tmp_path / name).write_text("x")), least=0) == 0


def test_a_folder_below_a_hidden_one_is_watched(tmp_path):
    folder = tmp_path / ".data/reports"
    folder.mkdir(parents=True)
    assert yields(folder, soon(lambda: (folder / "a.md").write_text("It ended."))) == 1


def test_a_folder_that_is_replaced_is_a_change_and_watched_on(tmp_path):
    old, new, folder = tmp_path / "old", tmp_path / "new", tmp_path / "reports"
    old.mkdir()
    new.mkdir()
    folder.symlink_to(old)

    async def replace():
        link = tmp_path / "link"
        link.symlink_to(new)
        os.replace(link, folder)
        await asyncio.sleep(3 * LOOK)
        (new / "a.md").write_text("It ended.")

    assert yields(folder, replace, least=2) >= 2


def test_a_folder_that_is_gone_is_waited_for(tmp_path):
    folder = tmp_path / "reports"
    assert yields(folder, soon(folder.mkdir)) >= 1


def test_a_folder_that_goes_away_is_a_change(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    assert yields(folder, soon(lambda: folder.rename(tmp_path / "aside"))) == 1


def test_where_the_system_cannot_watch_the_files_are_polled(tmp_path, monkeypatch, caplog):
    def limited(*folders, force_polling, **settings):
        if not force_polling:
            raise OSError("the limit of watches is reached")
        return awatch(*folders, **settings)

    monkeypatch.setattr("bot.telegram_app.reloading.awatch", limited)
    assert yields(tmp_path, soon(lambda: (tmp_path / "a.md").write_text("It ended."))) == 1
    assert "so they are polled: the limit of watches is reached" in caplog.text


def told_when(folder, monkeypatch, *script):
    """At which seconds the folder is to be read, of a script of (seconds, whether files changed).

    Here time is told, and the waits are those of the running bot. Also what the watcher was asked.
    """
    now, asked = [1000.0], {}

    async def scripted(*_, **settings):
        asked.update(settings)
        for at, changed in script:
            now[0] = 1000.0 + at
            yield {("added", "a.md")} if changed else set()
        raise asyncio.CancelledError

    monkeypatch.setattr(reloading, "awatch", scripted)
    monkeypatch.setattr(reloading, "time", SimpleNamespace(monotonic=lambda: now[0]))

    async def run():
        with contextlib.suppress(asyncio.CancelledError):
            async for _ in settled(folder):
                note()

    told = []

    def note():
        told.append(round(now[0] - 1000.0, 1))

    asyncio.run(run())
    return told, asked


def test_all_has_to_be_quiet_for_a_second(tmp_path, monkeypatch):
    changes = [(number / 2, True) for number in range(1, 20)]
    told, asked = told_when(tmp_path, monkeypatch, (0.1, False), *changes, (11, False), (12, False))
    assert told == [0.1, 11]
    assert asked["rust_timeout"] == 1000
    assert asked["yield_on_timeout"]


def test_changes_that_go_on_for_a_minute_are_read_all_the_same(tmp_path, monkeypatch):
    changes = [(number, True) for number in range(1, 130)]
    told, _ = told_when(tmp_path, monkeypatch, (0.1, False), *changes)
    assert told == [0.1, 62, 124]


def test_a_report_that_was_half_written_is_told_of_and_taken_up_when_it_is_whole(tmp_path):
    corpus = write_reports(tmp_path)
    whole = report("Symposium on kelp", "Nauru", "Yaren", "1 April 2020")
    with started(tmp_path, corpus, {"corpus": {"watch": True}}) as made:
        desk = made.api.private(made.admin, made.bot)

        def told(words):
            def found(messages):
                return [m for m in messages if m.from_bot and words in m.text]

            return desk.wait_for(found, timeout=60)[0].text

        (corpus / "kelp.md").write_text(whole[:40])
        assert "kelp.md, line 1: the front matter has no closing line" in told("could not be read")
        (corpus / "kelp.md").write_text(whole)
        assert "1 added, 0 changed, 0 removed" in told("1 added")
        for file in corpus.iterdir():
            file.unlink()
        assert "Nothing was reloaded" in told("Nothing was reloaded")
        assert "Nauru" in made.operate("Who chaired the symposium on kelp?").text
        assert made.process.stop() == 0


KELP = report("Symposium on kelp", "Nauru", "Yaren", "1 April 2020")


QUESTION = "Who chaired the symposium on kelp?"


def test_a_reload_tells_what_was_added_changed_and_removed(world):
    file = world.corpus / "kelp.md"
    file.write_text(KELP)
    assert "1 added, 0 changed, 0 removed" in world.operate("/reload").text
    assert "Nauru" in world.operate(QUESTION).text
    file.write_text(KELP.replace("Nauru", "Niue"))
    assert "0 added, 1 changed, 0 removed" in world.operate("/reload").text
    assert "Niue" in world.operate(QUESTION).text
    file.unlink()
    assert "0 added, 0 changed, 1 removed" in world.operate("/reload").text


def test_a_reload_names_the_files_that_cannot_be_read(world):
    broken = world.corpus / "<b>broken.md"
    broken.write_text("---\ntitle: [\n---\nText.\n")
    text = world.operate("/reload").text
    broken.unlink()
    world.operate("/reload")
    assert "1 could not be read" in text
    assert "<b>broken.md" in text


def test_a_reload_without_a_readable_report_keeps_the_old_index(world, tmp_path):
    aside = tmp_path / "corpus"
    world.corpus.rename(aside)
    failed = world.operate("/reload").text
    answer = world.operate("Who chaired the seminar on tide gauges?").text
    aside.rename(world.corpus)
    assert "Nothing was reloaded" in failed
    assert "20 reports" in failed
    assert "Tonga" in answer


def test_a_report_keeps_its_number_over_a_reload(world):
    def numbers():
        lines = world.operate("/reports on").text.splitlines()[1:]
        return {line.partition(". ")[2]: line.partition(". ")[0] for line in lines}

    before = numbers()
    first = world.corpus / "aaa.md"
    first.write_text(KELP)
    world.operate("/reload")
    after = numbers()
    first.unlink()
    world.operate("/reload")
    assert {title: after[title] for title in before} == before


def test_several_reloads_at_once_are_all_answered(world):
    chat = world.api.private(world.admin, world.bot)
    asked = [chat.send("/reload") for _ in range(4)]
    assert all("0 added" in chat.wait_reply(m, timeout=20).text for m in asked)


def test_buttons_of_a_report_that_is_gone_say_so(world):
    file = world.corpus / "kelp.md"
    file.write_text(KELP)
    world.operate("/reload")
    answer = world.operate(QUESTION)
    file.unlink()
    world.operate("/reload")
    said = world.admin.press(answer, "Full report").wait_answer()
    assert "no longer in the reports" in said["text"]


def test_a_folder_that_is_watched_is_reloaded_and_the_admins_are_told(tmp_path):
    corpus = write_reports(tmp_path)
    with started(tmp_path, corpus, {"corpus": {"watch": True}}) as made:
        desk = made.api.private(made.admin, made.bot)
        made.bot.wait_idle()
        (corpus / "kelp.md").write_text(KELP)
        told = desk.wait_for(lambda found: [m for m in found if m.from_bot], timeout=20)
        assert "1 added, 0 changed, 0 removed" in told[0].text
        assert "Nauru" in made.operate(QUESTION).text
        assert made.process.stop() == 0


def test_a_reload_says_what_it_read_of_new_and_changed_reports(steady):
    file = steady.corpus / "kelp.md"
    file.write_text(KELP)
    line = "kelp.md: Symposium on kelp · 1 April 2020 · Yaren"
    assert line in steady.operate("/reload").text.splitlines()
    file.write_text(KELP.replace("It took place in Yaren on", "All went home by"))
    line = "kelp.md: Symposium on kelp · no date found · no place found"
    assert line in steady.operate("/reload").text.splitlines()
    assert "kelp.md" not in steady.operate("/reload").text
    file.unlink()
    assert "kelp.md" not in steady.operate("/reload").text


def test_of_many_new_reports_the_first_are_shown(steady):
    for number in range(7):
        (steady.corpus / f"new{number}.md").write_text(KELP.replace("kelp", f"kelp {number}"))
    lines = steady.operate("/reload").text.splitlines()
    assert [line.partition(":")[0] for line in lines if ".md: " in line] == [
        f"new{n}.md" for n in range(5)
    ]
    assert "and 2 more reports" in lines


def test_events_left_for_later_are_read_until_none_is_left():
    class Unfinished:
        left = 3

        def complete(self):
            self.left = max(0, self.left - 1)
            return self.left

    assistant = Unfinished()

    async def read():
        reading = asyncio.create_task(reloading.read_events(SimpleNamespace(assistant=assistant)))
        while assistant.left:  # the test's own time limit ends it where that never comes
            await asyncio.sleep(0)
        reading.cancel()

    asyncio.run(read())
    assert assistant.left == 0


@pytest.fixture
def helping(tmp_path, monkeypatch):
    """A replica that reads for others, and the table; `busy` while it reloads itself."""
    monkeypatch.setattr(reloading, "LOOK", 30.0)
    table = MemoryTable()
    generations = SimpleNamespace(all=lambda: {JOBS: int(bool(table.rows))})
    shared = SimpleNamespace(jobs=table, generations=generations)

    async def attempt(call, *args):
        return call(*args)

    storage = SimpleNamespace(shared=shared, attempt=attempt, trouble=None)
    assistant = SimpleNamespace(engine=object(), reload=lambda share: share)
    config = Config(corpus=CorpusSection(path=tmp_path))
    reloader = Reloader(assistant, None, storage)
    return SimpleNamespace(
        table=table, storage=storage, assistant=assistant, config=config, reloader=reloader
    )


def put(folder, table, count=9):
    """Opens jobs for so many reports, which are in the folder."""
    files = []
    for number in range(count):
        file = folder / f"{number}.md"
        file.write_text(f"The tide seminar {number} was chaired by Ana Silva.\n")
        files.append((file.name, hashlib.sha256(file.read_bytes()).hexdigest()))
    table.begin(fingerprint(), files)


def helped(helping, act, condition):
    """Lets the replica help; acts, and waits for the condition."""

    async def run():
        task = asyncio.create_task(reloading.help_reading(helping))
        await asyncio.sleep(0.05)
        await act()
        while not condition():
            await asyncio.sleep(0.01)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    asyncio.run(run())


def all_done(table):
    return table.rows and all(row.done for row in table.rows.values())


def test_a_replica_reads_for_another_as_soon_as_it_is_called(helping, tmp_path, caplog):
    async def publish():
        put(tmp_path, helping.table)
        await helping.reloader.others.follow()

    caplog.set_level("INFO")
    line = "Read 9 reports for another replica"
    helped(helping, publish, lambda: line in caplog.messages)
    assert all_done(helping.table)


def test_a_replica_that_reads_for_itself_does_not_help(helping, tmp_path):
    async def publish():
        await helping.reloader._turn.acquire()
        put(tmp_path, helping.table)
        await helping.reloader.others.follow()
        await asyncio.sleep(0.2)
        assert not any(row.worker for row in helping.table.rows.values())
        helping.reloader._turn.release()
        helping.reloader.called.set()

    helped(helping, publish, lambda: all_done(helping.table))


def test_a_replica_helps_again_once_the_store_is_back(helping, tmp_path):
    async def publish():
        put(tmp_path, helping.table)
        helping.table.away = True
        helping.reloader.called.set()
        await asyncio.sleep(0.1)
        helping.table.away = False
        helping.reloader.called.set()

    helped(helping, publish, lambda: all_done(helping.table))


def test_without_an_engine_or_a_shared_store_nobody_helps(helping):
    helping.assistant.engine = None
    asyncio.run(reloading.help_reading(helping))
    helping.assistant.engine, helping.storage.shared = object(), None
    asyncio.run(reloading.help_reading(helping))


def test_what_is_published_is_shared_out_and_nothing_else(helping):
    assert isinstance(helping.reloader._reload()(), SharedReading)
    helping.assistant.engine = None
    helping.assistant.reload = Changes
    assert helping.reloader._reload() is Changes
