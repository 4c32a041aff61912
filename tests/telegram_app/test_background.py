import asyncio

import pytest

from bot.botapi_fake import FakeBotApi, hang
from bot.errors import StartError
from bot.telegram_app.background import supervise
from bot.telegram_app.health import Source
from bot.telegram_app.poller import Poller


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
        poller = Poller(url, "1:secret", noted, Source(), hung=0.3)
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
