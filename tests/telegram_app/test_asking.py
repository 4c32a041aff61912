"""One question at a time, each for a limited time: nobody takes the bot from the others."""

import asyncio
import gc
import sys
import threading
import time

import pytest
from fakes import scored

from bot.model import Silent
from bot.telegram_app.asking import (
    MOST_LONG,
    SHARE,
    THREAD_NAME,
    Asker,
    OverdueError,
    apart,
    set_aside,
    share_evenly,
)

LIMIT = 1.0  # seconds; a quick question takes less on a busy machine too


NEAR = scored("Fiji chaired it.", "Samoa came.")


class Slow:
    """An assistant that answers "long" only once it may; it notes when it is asked what."""

    def __init__(self):
        self.may_end = threading.Event()
        self.asked = []
        self.at_once = self.most = 0

    def ask(self, question, turn=None):
        self.asked.append(question)
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        if question == "long":
            self.may_end.wait(60)
        if question == "broken":
            raise ZeroDivisionError
        time.sleep(0.005)
        self.at_once -= 1
        return Silent(question)

    def closest(self, question):
        return NEAR


@pytest.fixture
def slow():
    assistant = Slow()
    yield assistant
    assistant.may_end.set()


def lived(life):
    """Runs the coroutine; what it asked for may go on, and ends with its thread."""
    return asyncio.run(life)


def test_a_question_that_takes_too_long_is_answered_with_the_closest_passages(slow):
    started = time.monotonic()
    answer = lived(Asker(slow, LIMIT).ask(1, "long"))
    assert answer == Silent("long", why="took_long", passages=NEAR)
    assert time.monotonic() - started < 40


def test_questions_at_once_are_answered_one_at_a_time(slow):
    async def life():
        asker = Asker(slow)
        return await asyncio.gather(*(asker.ask(n, str(n)) for n in range(20)))

    assert lived(life()) == [Silent(str(n)) for n in range(20)]
    assert slow.asked == [str(n) for n in range(20)]
    assert slow.most == 1


def test_a_slow_question_holds_up_nobody_else(slow):
    async def life():
        asker = Asker(slow, LIMIT)
        overdue = asyncio.create_task(asker.ask(1, "long"))
        others = [await asker.ask(2, "quick") for _ in range(5)]
        assert not slow.may_end.is_set()
        return await overdue, others

    overdue, others = lived(life())
    assert overdue.why == "took_long"
    assert others == [Silent("quick")] * 5


def test_who_has_a_slow_question_has_no_other_beside_it(slow):
    async def life():
        asker = Asker(slow, LIMIT)
        first = [await asker.ask(1, "long") for _ in range(4)]
        slow.may_end.set()
        while asker.busy:
            await asyncio.sleep(0.01)
        return first, await asker.ask(1, "quick")

    first, last = lived(life())
    assert [answer.why for answer in first] == ["took_long"] * 4
    assert slow.asked == ["long", "quick"]
    assert last == Silent("quick")


def test_no_more_slow_questions_than_bearable_go_on_at_once(slow):
    async def life():
        asker = Asker(slow, LIMIT)
        asked = [asyncio.create_task(asker.ask(n, "long")) for n in range(MOST_LONG + 4)]
        return await asyncio.gather(*asked)

    assert {answer.why for answer in lived(life())} == {"took_long"}
    assert slow.asked == ["long"] * MOST_LONG


def test_a_slow_question_that_fails_at_last_is_told_in_a_line(slow, caplog):
    def fails():
        slow.may_end.wait(60)
        raise ZeroDivisionError("a secret text")

    async def life():
        asker = Asker(slow, LIMIT)
        with pytest.raises(OverdueError):
            await asker.within(1, fails)
        slow.may_end.set()
        while asker.busy:
            await asyncio.sleep(0.01)

    lived(life())
    said = [record.getMessage() for record in caplog.records]
    assert said == [
        "An answer takes longer than 1 s",
        "An answer that took long failed: ZeroDivisionError",
    ]


def test_what_breaks_is_raised_and_the_next_is_asked(slow):
    async def life():
        asker = Asker(slow)
        with pytest.raises(ZeroDivisionError):
            await asker.ask(1, "broken")
        return await asker.ask(1, "quick")

    assert lived(life()) == Silent("quick")


def test_who_goes_away_while_waiting_holds_up_nobody(slow):
    async def life():
        asker = Asker(slow)
        asked = [asyncio.create_task(asker.ask(n, str(n))) for n in range(6)]
        await asyncio.sleep(0.002)
        for number in (0, 1, 4, 5):
            asked[number].cancel()
        await asyncio.gather(*asked, return_exceptions=True)
        return await asker.ask(9, "last")

    assert lived(life()) == Silent("last")
    assert {"2", "3", "last"} <= set(slow.asked)


def test_a_question_that_takes_some_time_is_answered_though_others_go_first(slow):
    async def life():
        asker = Asker(slow, limit=20)
        long = asyncio.create_task(asker.ask(1, "long"))
        others = [await asker.ask(2, "quick") for _ in range(3)]
        assert not long.done()
        slow.may_end.set()
        return await long, others

    assert lived(life()) == (Silent("long"), [Silent("quick")] * 3)


def test_idle_work_lets_people_go_first_and_gets_its_share(slow):
    async def life():
        asker = Asker(slow)
        idle = [asker.within(0, lambda n=n: slow.ask(f"idle {n}"), idle=True) for n in range(2)]
        people = [asker.ask(1, str(n)) for n in range(2 * SHARE)]
        await asyncio.gather(asker.ask(1, "first"), *idle, *people)

    lived(life())
    wanted = ["first", *map(str, range(SHARE)), "idle 0"]
    wanted += [*map(str, range(SHARE, 2 * SHARE)), "idle 1"]
    assert slow.asked == wanted


def test_the_result_comes_from_a_thread_that_ends_with_the_bot():
    async def life():
        return await apart(threading.current_thread)

    thread = asyncio.run(life())
    assert (thread.name, thread.daemon) == (THREAD_NAME, True)


@pytest.mark.parametrize("raised", [ValueError("no"), StopIteration()])
def test_what_is_raised_is_raised_to_who_waits(raised):
    def call():
        raise raised

    async def life():
        await apart(call)

    with pytest.raises((ValueError, RuntimeError)):
        asyncio.run(life())


def test_however_many_run_the_loops_own_threads_are_free():
    ended = threading.Event()

    async def life():
        running = [apart(ended.wait) for _ in range(40)]
        assert await asyncio.wait_for(asyncio.to_thread(lambda: "done"), 10) == "done"
        ended.set()
        return await asyncio.gather(*running)

    assert asyncio.run(life()) == [True] * 40


def test_an_end_does_not_wait_for_it_and_nothing_is_said_of_what_comes_after(caplog):
    ended = threading.Event()
    threads = []

    def call():
        threads.append(threading.current_thread())
        ended.wait()
        raise ValueError("too late")

    async def life():
        apart(call)
        while not threads:
            await asyncio.sleep(0.01)

    asyncio.run(life())
    ended.set()
    threads[0].join()
    assert caplog.records == []


@pytest.fixture
def interpreter():
    """Its settings, which are put back."""
    switch, threshold = sys.getswitchinterval(), gc.get_threshold()
    yield
    sys.setswitchinterval(switch)
    gc.set_threshold(*threshold)
    gc.unfreeze()


@pytest.mark.usefixtures("interpreter")
def test_a_thread_that_computes_lets_others_go_on_sooner():
    share_evenly()
    assert sys.getswitchinterval() == pytest.approx(0.0001)


@pytest.mark.usefixtures("interpreter")
def test_what_is_set_aside_is_not_walked_again():
    kept = [[number] for number in range(1000)]
    set_aside()
    assert gc.get_freeze_count() >= len(kept)
    assert not any(held is kept for held in gc.get_objects())
