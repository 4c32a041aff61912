import asyncio
import os
from types import SimpleNamespace

import pytest
from bot_process import STARTED, TOKEN, BotProcess, free_port

from bot.config import Config, CorpusSection, StoreSection
from bot.errors import StartError, StoreError
from bot.store import Arrival, CorrectedSlot, QuestionOrigin, StoredAnswer, UpdateKey, open_store
from bot.telegram_app import running
from bot.telegram_app.filing import Files
from bot.telegram_app.monitoring import UpdateSource
from bot.telegram_app.receiving import Poller
from bot.telegram_app.running import DAY, supervise
from bot.telegram_app.storage import Storage
from bot.trial.botapi import FakeBotApi, error, hang


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


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    return folder


TOKENS = {"wrong": "4242:wrong-token-of-the-right-form-aaaaaaa", "odd": "nonsense", "none": ""}


@pytest.fixture(scope="module")
def refusals(tmp_path_factory):
    """What bots say that can't start, all at once: by what is wrong with them."""
    folder = tmp_path_factory.mktemp("refused")
    (folder / "reports").mkdir()
    with FakeBotApi() as api:
        api.bot(TOKEN)
        bots = {
            name: BotProcess(folder / name, api.url, folder / "reports", token=token)
            for name, token in (TOKENS | {"store": TOKEN}).items()
        }
        bots["store"].store.write_text("no database" * 100)
        for bot in bots.values():
            bot.start()
        try:
            yield {name: refused(bot) for name, bot in bots.items()}
        finally:
            for bot in bots.values():
                bot.__exit__()


def refused(process):
    assert process.wait(STARTED) == 1
    assert not any("Traceback" in line for line in process.lines())
    return process.log.read_text()


def test_without_a_token_a_line_tells_how_to_get_one(refusals):
    assert "@BotFather" in refusals["none"]


@pytest.mark.parametrize("token", ["wrong", "odd"])
def test_a_wrong_token_is_refused_in_a_line_that_does_not_show_it(refusals, token):
    assert "@BotFather" in refusals[token]
    assert TOKENS[token] not in refusals[token]


def test_an_unusable_store_is_refused_in_a_line(refusals):
    assert "state.sqlite3: it is no SQLite file" in refusals["store"]


def test_without_reports_it_says_so_until_a_reload(tmp_path, corpus, api):
    bot, admin = api.bot(TOKEN), api.user("Operator")
    chat = api.private(admin, bot)
    with BotProcess(
        tmp_path / "bot", api.url, corpus, {"telegram": {"admins": [admin.id]}}, plain=True
    ):
        assert "No reports" in chat.wait_reply(chat.send("Who chaired?")).text
        assert "No reports" in chat.wait_reply(chat.send("/start")).text
        (corpus / "a.md").write_text("# Seminar on tides\n\nThe seminar was chaired by Tonga.\n")
        assert "1 added" in chat.wait_reply(chat.send("/reload")).text
        assert "Tonga" in chat.wait_reply(chat.send("Who chaired the seminar on tides?")).text


def test_a_server_that_is_down_at_the_start_is_waited_for(tmp_path, corpus, api):
    bot = api.bot(TOKEN)
    chat = api.private(api.user("Anna"), bot)
    api.fail("getMe", error(502), times=2)
    with BotProcess(tmp_path / "bot", api.url, corpus, plain=True) as process:
        assert chat.wait_reply(chat.send("/help"), timeout=STARTED)
        assert process.stop() == 0


def test_a_refused_token_ends_the_start_before_the_reports_are_read(tmp_path, corpus, api):
    (corpus / ".slow").touch()
    token = TOKENS["wrong"]
    with BotProcess(tmp_path / "bot", api.url, corpus, token=token, plain=True) as process:
        assert "@BotFather" in refused(process)
    assert not (corpus / ".read").exists()


def test_a_token_that_is_refused_late_ends_the_start_while_the_reports_are_read(
    tmp_path, corpus, api
):
    (corpus / ".slow").touch()
    api.bot(TOKEN)
    api.fail("getMe", error(502), times=None)
    with BotProcess(tmp_path / "bot", api.url, corpus, plain=True) as process:
        api.wait((corpus / ".read").exists, timeout=STARTED)
        api.heal()
        api.fail("getMe", error(401), times=None)
        assert "@BotFather" in refused(process)


def test_a_server_that_can_t_be_reached_is_named_once(tmp_path, corpus):
    api = FakeBotApi(port=free_port())
    bot, root = api.bot(TOKEN), f"127.0.0.1:{api._port}"
    with BotProcess(tmp_path / "bot", f"http://{root}", corpus, plain=True) as process:
        api.wait(lambda: "can't be reached" in process.log.read_text(), timeout=STARTED)
        with api:
            bot.wait_polling(STARTED)
            assert process.stop() == 0
    named = [line for line in process.lines() if "can't be reached" in line]
    assert len(named) == 1
    assert f" {root} can't be reached, trying again: " in named[0]
    assert not any("NetworkError" in line for line in process.lines())
