"""SIGKILL at random moments under load."""

import json
import time

import pytest

from bot.trial.botapi import slow

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

KILLS = 50
QUESTIONS = 1000
NEAR = 0.5  # seconds between an answer in doubt and the kill that left it so


def test_no_question_is_lost_by_kills(site, record):
    site.api.fail("sendMessage", slow(0.02), times=None)
    kills = []
    for _ in range(KILLS):
        site.ask(QUESTIONS // KILLS)
        time.sleep(site.dice.uniform(0.0, 0.6))
        kills.append(time.time())
        site.process.kill()
        site.process.start()
        if site.dice.random() < 0.5:
            site.bot.wait_polling(30)
    site.settle()
    record("SIGKILL", KILLS, site)
    assert site.lost == 0
    assert outside(site, kills) == []
    assert site.process.stop() == 0


def outside(site, kills):
    """The questions answered twice although no kill fell into the sending of the first answer."""
    asked = {(chat.id, question.id) for chat, question in site.asked}
    first = {}
    for call in site.bot.calls("sendMessage"):
        to = call.params.get("reply_parameters") or {}
        to = json.loads(to) if isinstance(to, str) else to
        key = (int(call.params["chat_id"]), to.get("message_id"))
        if call.effective and key in asked:
            first.setdefault(key, []).append(call.at)
    twice = {key: times for key, times in first.items() if len(times) > 1}
    return [
        k for k, times in twice.items() if not any(abs(times[0] - kill) < NEAR for kill in kills)
    ]
