import asyncio
import os
from types import SimpleNamespace

import pytest

from bot.config import Config, CorpusSection, StoreSection
from bot.errors import StartError, StoreError
from bot.store import Arrival, CorrectedSlot, QuestionOrigin, StoredAnswer, UpdateKey, open_store
from bot.telegram_app import running
from bot.telegram_app.filing import Files
from bot.telegram_app.monitoring import UpdateSource
from bot.telegram_app.receiving import Poller
from bot.telegram_app.running import DAY, supervise
from bot.telegram_app.storage import Storage
from bot.trial.botapi import FakeBotApi, hang


class Noted:
    """What stands in for the inbox and the health."""

    def __init__(self):
        self.updates = []
        self.failures = []
        self.came = asyncio.Event()

    async def accept(self, updates):
        self.updates += updates
        if updates:
            self.came.set()

    def failed(self, kind, detail):
        self.failures.append(kind)


def test_a_poll_that_hangs_is_given_up_and_no_update_is_lost():
    async def polled(url):
        noted = Noted()
        poller = Poller(url, "1:secret", noted, UpdateSource(), hung=0.3)
        polling = asyncio.create_task(poller.run())
        await asyncio.wait_for(noted.came.wait(), 20)
        polling.cancel()
        return noted.updates

    with FakeBotApi() as api:
        chat = api.private(api.user("Anna"), api.bot("1:secret"))
        api.fail("getUpdates", hang(60), times=1)
        chat.send("Who?")
        updates = asyncio.run(polled(api.url))
    assert updates[0]["message"]["text"] == "Who?"


def test_a_task_that_breaks_begins_again_and_is_counted():
    async def supervised():
        noted, runs = Noted(), []

        async def work():
            runs.append(1)
            if len(runs) == 1:
                raise ZeroDivisionError

        await supervise("work", noted, work)
        return runs, noted.failures

    runs, failures = asyncio.run(supervised())
    assert len(runs) == 2
    assert failures == ["internal"]


def test_what_a_person_has_to_mend_ends_a_task():
    async def work():
        raise StartError("no token")

    async def supervised():
        await supervise("work", Noted(), work)

    with pytest.raises(StartError):
        asyncio.run(supervised())


NOW = 1000 * DAY


@pytest.fixture
def services(tmp_path):
    """A bot that keeps questions for ten days, and has been there for long."""
    (tmp_path / "reports").mkdir()
    settings = StoreSection(path=tmp_path / "state.sqlite3", keep_days=10)
    config = Config(corpus=CorpusSection(path=tmp_path / "reports"), store=settings)
    store = open_store(settings.path, bot_id=7)
    for number, (age, state) in enumerate(
        [(1, "done"), (3, "done"), (3, "aside"), (11, "aside"), (11, "pending")]
    ):
        key = UpdateKey(7, number)
        store.inbox.add([Arrival(key, str(number), "{}", NOW - age * DAY)])
        if state == "done":
            store.inbox.done([key])
        elif state == "aside":
            store.inbox.aside(key, "no update")
    store.inbox.add([Arrival(UpdateKey(8, age), "a", "{}", NOW - age * DAY) for age in (9, 11)])
    for age in (9, 11):
        store.answers.keep(StoredAnswer(QuestionOrigin(1, None, 1, age, NOW - age * DAY), "Who?"))
    files = Files(config)
    files.put("a.md", b"1")
    for kept in (tmp_path / "versions").iterdir():
        os.utime(kept, (NOW - 11 * DAY,) * 2)
    files.put("a.md", b"2")
    yield SimpleNamespace(config=config, storage=Storage(store), files=files)
    store.close()


def left(services):
    store = services.storage.store
    with store.inbox._database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT bot_id, update_id FROM inbox ORDER BY 1, 2")
        updates = [tuple(row) for row in rows]
    asked = [NOW - line.asked for line in store.statistics.lines()]
    versions = services.config.store.path.parent / "versions"
    return updates, [age / DAY for age in asked], sorted(p.name for p in versions.iterdir())


def test_each_hour_what_is_too_old_is_deleted(services):
    asyncio.run(running.purge(services, NOW))
    updates, asked, versions = left(services)
    assert updates == [(7, 0), (7, 2), (7, 4), (8, 9)]
    assert asked == [9]
    assert versions == ["2.before", "2.json", "last"]


def test_it_is_deleted_at_the_start_and_then_every_hour(services, monkeypatch):
    pauses = []

    async def sleep(seconds):
        pauses.append(seconds)
        if len(pauses) == 3:
            raise asyncio.CancelledError

    # Of this module alone: servers of other tests sleep in the same process.
    theirs = SimpleNamespace(sleep=sleep, to_thread=asyncio.to_thread)
    monkeypatch.setattr(running, "asyncio", theirs)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(running.tidy(services))
    assert pauses == [3600, 3600, 3600]
    assert left(services)[0] == [(7, 4)]


def test_what_admins_were_asked_to_correct_is_deleted_and_their_corrections_are_not(services):
    kept, what = services.storage.store.corrections, CorrectedSlot("a.md", "chair")
    kept.put(what, "Fiji", NOW - 200 * DAY)
    kept.ask(7, 1, what, NOW - 200 * DAY)
    kept.ask(7, 2, what, NOW - DAY)
    asyncio.run(running.purge(services, NOW))
    assert [kept.asked(7, number) for number in (1, 2)] == [None, what]
    assert kept.all() == {"a.md": {"chair": "Fiji"}}


def test_what_cannot_be_deleted_holds_up_nothing_else(services):
    def refused(*_):
        raise StoreError("the disk is full")

    def broken(*_):
        raise PermissionError(13, "Permission denied")

    real = services.storage.store
    answers = SimpleNamespace(purge=refused)
    services.storage.store = SimpleNamespace(
        answers=answers, inbox=real.inbox, corrections=real.corrections
    )
    services.files.purge = broken
    asyncio.run(running.purge(services, NOW))
    services.storage.store = real
    assert left(services)[0] == [(7, 0), (7, 2), (7, 4), (8, 9)]


def test_events_left_for_later_are_read_until_none_is_left():
    class Unfinished:
        left = 3

        def complete(self):
            self.left = max(0, self.left - 1)
            return self.left

    assistant = Unfinished()

    async def read():
        reading = asyncio.create_task(running.read_events(SimpleNamespace(assistant=assistant)))
        while assistant.left:  # the test's own time limit ends it where that never comes
            await asyncio.sleep(0)
        reading.cancel()

    asyncio.run(read())
    assert assistant.left == 0
