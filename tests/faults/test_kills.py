"""SIGKILL at random moments under load."""

import time

import pytest

from bot.botapi_fake import slow

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

KILLS = 50
QUESTIONS = 1000


def test_no_question_is_lost_by_kills(site, record):
    site.api.fail("sendMessage", slow(0.02), times=None)
    for _ in range(KILLS):
        site.ask(QUESTIONS // KILLS)
        time.sleep(site.dice.uniform(0.0, 0.6))
        site.process.kill()
        site.process.start()
        if site.dice.random() < 0.5:
            site.bot.wait_polling(30)
    site.settle()
    record("SIGKILL", KILLS, site)
    assert site.lost == 0
    # The named window: sent, and killed before the store knew; in each lane one at most.
    assert site.twice <= KILLS * len(site.chats) * 0.1
    assert site.process.stop() == 0
