import asyncio
import threading

import pytest

from bot.telegram_app.apart import NAME, apart


def test_the_result_comes_from_a_thread_that_ends_with_the_bot():
    async def life():
        return await apart(threading.current_thread)

    thread = asyncio.run(life())
    assert (thread.name, thread.daemon) == (NAME, True)


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
