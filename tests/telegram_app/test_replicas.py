"""What one replica does alone, what it takes over, and what it leaves to the others."""

import asyncio
import time
from contextlib import nullcontext, suppress
from types import SimpleNamespace

import pytest
from telegram import Bot, ReplyParameters

from bot.config import RateSection
from bot.errors import StoreUnreachableError
from bot.store import CallTurn, InboxItem, RateLimit, UpdateKey
from bot.telegram_app import replicas
from bot.telegram_app.access import LimitVerdict, PersonalLimits, SharedPace, window_of
from bot.telegram_app.dispatcher import Dispatcher
from bot.telegram_app.intake import Intake, NewestMessages
from bot.telegram_app.monitoring import Health, UpdateSource
from bot.telegram_app.outgoing import FloodControl
from bot.telegram_app.reloading import Reloader
from bot.telegram_app.replicas import Follower, Leadership
from bot.telegram_app.storage import Storage


class Office:
    """A store that others share, in memory: it can be away, and hand the leadership out."""

    def __init__(self):
        self.away = False
        self.leader = False
        self.owned = set()
        self.changes = {}
        self.counted = []
        self.settled = []
        self.lanes = SimpleNamespace(
            leads=lambda: self._answer(self.leader),
            owns=lambda lane: self._answer(lane in self.owned),
        )
        self.heard = []  # what listens for changes calls back
        self.generations = SimpleNamespace(
            all=lambda: self._answer(dict(self.changes)),
            advance=self._advance,
            listen=self._listen,
        )
        self.moments = SimpleNamespace(
            count=self._count,
            reserve=self._reserve,
            settle=self._settle,
            take=self._take,
            end=self._end,
        )
        self.turns = []  # what calls are told that want to begin, from the last on
        self.asking = 0

    def _listen(self, changed):
        self.heard.append(changed)
        return SimpleNamespace(close=self.heard.clear)

    def _answer(self, value):
        if self.away:
            raise StoreUnreachableError("it is away")
        return value

    def _advance(self, name):
        self.changes[name] = self.changes.get(name, 0) + 1
        return self._answer(self.changes[name])

    def _count(self, key, at, window, *, same=False):
        self.counted.append((key, window))
        return self._answer(sum(k == key for k, _ in self.counted) <= window.count)

    def _settle(self, key):
        self.settled.append(key)
        return self._answer(None)

    def _take(self, *_):
        self.asking += 1
        assert self.asking == 1
        time.sleep(0.001)
        self.asking -= 1
        return self._answer(self.turns.pop() if self.turns else CallTurn(9.0))

    def _end(self, key, turns, _window):
        self._answer(None)
        self.settled += [(key, turn.until) for turn in turns]

    def _reserve(self, key, windows):
        self.counted.append((key, windows))
        return self._answer(0.0)


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def storage(office):
    shared = SimpleNamespace(generations=office.generations, moments=office.moments)
    store = SimpleNamespace(shared=shared, threads=2, lanes=office.lanes, close=lambda: None)
    made = Storage(store)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(replicas, "LOOK", 0.01)
    monkeypatch.setattr(replicas, "FOLLOW", 0.01)


async def until(condition):
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.005)


async def ended(*tasks):
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def test_who_leads_works_until_another_leads(office, storage):
    began, stopped = [], []

    async def work():
        began.append(1)
        try:
            await asyncio.sleep(3600)
        finally:
            stopped.append(1)

    async def led():
        leadership = Leadership(storage)
        tasks = [asyncio.create_task(c) for c in (leadership.keep(), leadership.only(work))]
        await asyncio.sleep(0.05)
        assert not began
        office.leader = True
        await until(lambda: began)
        office.away = True
        await until(lambda: stopped)
        office.away = False
        await until(lambda: len(began) == 2)
        await ended(*tasks)

    asyncio.run(led())


def test_what_is_done_once_is_not_done_again(office, storage):
    office.leader, done = True, []

    async def led():
        leadership = Leadership(storage)
        keeping = asyncio.create_task(leadership.keep())

        async def work():
            done.append(1)

        await leadership.only(work)
        await ended(keeping)

    asyncio.run(led())
    assert done == [1]


def test_who_does_not_poll_is_ready_all_the_same(office, storage):
    source = UpdateSource()

    async def poll():
        source.fails("down")
        await asyncio.sleep(3600)

    async def led():
        leadership = Leadership(storage)
        work = leadership.polling(poll, source)
        tasks = [asyncio.create_task(c) for c in (leadership.keep(), work)]
        await until(lambda: source.trouble is None and source.pushed)
        office.leader = True
        await until(lambda: source.trouble == "down" and not source.pushed)
        office.leader = False
        office.away = True
        await until(lambda: source.trouble is None and source.pushed)
        await ended(*tasks)

    asyncio.run(led())


def test_what_another_changed_is_taken_over_once(office, storage):
    loaded = []

    async def load():
        loaded.append(1)

    async def followed():
        follower = Follower(storage, {"chats": load})
        await follower.load()
        office.changes["other"] = 5
        await follower.follow()
        assert len(loaded) == 1
        office.changes["chats"] = 3
        await follower.follow()
        await follower.follow()
        assert len(loaded) == 2

    asyncio.run(followed())


def test_what_another_changed_is_taken_over_as_soon_as_it_is_heard(office, storage, monkeypatch):
    monkeypatch.setattr(replicas, "FOLLOW", 3600)
    loaded = []

    async def load():
        loaded.append(dict(office.changes))

    async def followed():
        following = asyncio.create_task(Follower(storage, {"reports": load}).keep())
        await until(lambda: office.heard)
        for number in (1, 2):
            office.changes["reports"] = number
            await asyncio.to_thread(office.heard[0])
            await until(lambda: loaded and loaded[-1] == office.changes)
        await ended(following)

    asyncio.run(followed())
    assert office.heard == []


def test_what_was_changed_here_is_not_taken_over_but_what_came_with_it_is(office, storage):
    loaded = []

    async def load():
        loaded.append(1)

    async def followed():
        follower = Follower(storage, {"reports": load})
        await follower.announce("reports")
        await follower.follow()
        assert not loaded
        office.changes["reports"] += 1
        await follower.announce("reports")
        await follower.follow()
        assert loaded == [1]

    asyncio.run(followed())


@pytest.mark.parametrize(("engine", "done"), [(None, "reload"), ("an engine", "follow")])
def test_what_another_published_is_not_published_again(office, storage, engine, done):
    calls = []

    def called(name):
        return lambda: calls.append(name) or name

    assistant = SimpleNamespace(
        engine=engine,
        reload=called("reload"),
        follow=called("follow"),
        snapshot=SimpleNamespace(reports=()),
    )

    async def after():
        calls.append("after")

    async def followed():
        reloader = Reloader(assistant, after, storage)
        office.changes["reports"] = 1
        await reloader.others.follow()
        await reloader.others.follow()

    asyncio.run(followed())
    assert calls == [done, "after"]


def test_an_update_whose_store_is_away_is_left_as_it_is():
    became = []

    async def settled(*_):
        became.append(1)

    async def process(work):
        work.errors.append(StoreUnreachableError("it is away"))

    intake = SimpleNamespace(done=settled, later=settled, aside=settled)
    health = Health(SimpleNamespace(trouble=None))
    dispatcher = Dispatcher(intake, Bot("1:secret"), process, health)
    asyncio.run(dispatcher._settle(InboxItem(UpdateKey(1, 1), "a", '{"update_id": 1}', 0.0, 0)))
    assert became == []


@pytest.mark.parametrize("away", [False, True])
def test_nothing_is_sent_to_a_chat_that_is_another_s(office, storage, away):
    calls = []

    async def send():
        calls.append(1)

    async def sent(lane):
        flood = FloodControl(RateSection(), SharedPace(storage, storage.shared, RateSection()))
        data = {"chat_id": 1}
        guard = storage.guard(lane)
        return await flood.process_request(send, (), {}, "sendMessage", data, guard)

    office.owned = {"chat 1"}
    asyncio.run(sent("chat 1"))
    office.away = away
    with pytest.raises(StoreUnreachableError):
        asyncio.run(sent("chat 2"))
    assert calls == [1]


def test_a_reply_quotes_since_another_replica_may_have_got_what_came_between(storage):
    flood = FloodControl(RateSection(), SharedPace(storage, storage.shared, RateSection()))
    message = {"message_id": 10, "chat": {"id": 1, "type": "private"}}
    flood.newest.note(message)
    quoted = ReplyParameters(10)
    data = {"chat_id": 1, "reply_parameters": quoted}

    async def send():
        return message

    asyncio.run(flood.process_request(send, (), {}, "sendMessage", data, None))
    assert data["reply_parameters"] is quoted


def test_a_group_is_paced_by_both_its_windows(office, storage):
    pace = SharedPace(storage, storage.shared, RateSection())
    asyncio.run(pace.turn(-5))
    asyncio.run(pace.turn(5))
    group, private = (windows for _, windows in office.counted)
    assert group == (RateLimit(1, 1.0), RateLimit(20, 60.0))
    assert private == (RateLimit(1, 1.0),)


def test_a_message_counts_from_when_it_was_sent_even_if_that_can_t_be_noted(office, storage):
    pace = SharedPace(storage, storage.shared, RateSection())

    async def send():
        office.away = True
        return "sent"

    flood = FloodControl(RateSection(), pace)
    sent = flood.process_request(send, (), {}, "editMessageText", {"chat_id": 5}, None)
    assert asyncio.run(sent) == "sent"
    assert set(office.settled) == {"chat 5"}
    office.away = False
    asyncio.run(pace.turn(6))
    assert ("calls", 9.0) in office.settled  # that it ended is told before the next call


def test_of_all_that_wait_one_asks_and_each_gets_its_turn(office, storage):
    pace = SharedPace(storage, storage.shared, RateSection())
    office.turns = [CallTurn(3.0), CallTurn(2.0), CallTurn(None, 0.01), CallTurn(1.0)]
    began = []

    async def wait(chat):
        began.append((chat, (await pace.turn(chat)).until))

    async def waited():
        await asyncio.gather(*(wait(chat) for chat in range(3)))

    asyncio.run(waited())
    assert [until for _, until in began] == [1.0, 2.0, 3.0]
    assert office.turns == []


def test_a_store_that_fails_leaves_the_next_their_turn(office, storage):
    pace = SharedPace(storage, storage.shared, RateSection())

    async def tried():
        office.away = True
        with pytest.raises(StoreUnreachableError):
            await pace.turn(5)
        office.away = False
        return await pace.turn(5)

    assert asyncio.run(tried()) == CallTurn(9.0)


@pytest.mark.parametrize("fails", [0, 1, 2])
def test_an_update_is_kept_over_another_connection_where_one_fails(office, storage, fails):
    tried = []

    def add(arrivals):
        tried.append(arrivals)
        office.away = len(tried) <= fails
        return office._answer(len(arrivals))

    storage.store.inbox = SimpleNamespace(add=add)
    intake = Intake(storage, 1, NewestMessages())
    update = {"update_id": 1, "message": {"chat": {"id": 1}}}
    with pytest.raises(StoreUnreachableError) if fails == 2 else nullcontext():
        asyncio.run(intake.accept([update]))
    assert len(tried) == min(fails + 1, 2)


@pytest.mark.parametrize(
    ("rate", "window"),
    [(30, RateLimit(30, 1.0)), (0.5, RateLimit(1, 2.0)), (2.5, RateLimit(2, 0.8))],
)
def test_a_rate_is_a_window(rate, window):
    assert window_of(rate, 1.0) == window


def test_a_person_s_limit_is_everybody_s(storage):
    limits = PersonalLimits(storage, 2)

    async def judged():
        return [await limits.judge(9, float(n)) for n in range(4)]

    answer, notice, silence = LimitVerdict.ANSWER, LimitVerdict.NOTICE, LimitVerdict.SILENCE
    assert asyncio.run(judged()) == [answer, answer, notice, silence]
    assert asyncio.run(limits.judge(9, 9.0, attempts=1)) is answer
    assert asyncio.run(limits.due(9, "hello", 0.0))
    assert not asyncio.run(limits.due(9, "hello", 1.0))


def test_a_call_that_fails_is_tried_on_another_connection(storage):
    calls = []

    def call():
        calls.append(1)
        if len(calls) == 1:
            raise StoreUnreachableError("frozen")
        return "found"

    assert asyncio.run(storage.attempt(call)) == "found"
