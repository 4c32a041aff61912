"""What the network and the Bot API server do to calls."""

import time

import pytest
from bot_process import BotProcess, write_reports

from bot.trial.botapi import error, flood, hang, reset

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

QUESTIONS = 200

FAULTS = {
    "429": (flood(1), 0.1),
    "500": (error(500), 0.2),
    "502": (error(502), 0.2),
    "reset before": (reset(), 0.2),
    "reset after": (reset(after=True), 0.1),
    "hang before": (hang(20), 0.02),
}
UNKNOWN = {"reset after"}  # the server took the message, and the bot can't know


@pytest.mark.parametrize("name", FAULTS)
def test_no_question_is_lost_by_failing_calls(site, record, name):
    fault, rate = FAULTS[name]
    site.api.fail("sendMessage", fault, times=None, rate=rate, seed=1)
    site.ask(QUESTIONS)
    site.settle()
    record(name, QUESTIONS, site)
    assert site.lost == 0
    assert site.twice == 0 or name in UNKNOWN


def test_no_question_is_lost_when_everything_fails_at_times(site, record):
    for seed, (fault, _) in enumerate(FAULTS.values()):
        site.api.fail("*", fault, times=None, rate=0.02, seed=seed)
    for _ in range(5):
        site.ask(QUESTIONS // 5)
    site.settle()
    record("all of these, in every call", QUESTIONS, site)
    assert site.lost == 0


def test_no_question_is_lost_when_the_server_is_down_for_a_while(site, record):
    site.ask(20)
    site.api.fail("*", error(502), times=None)
    site.ask(80)
    time.sleep(3)
    site.api.heal()
    site.settle()
    record("server down", 1, site)
    assert (site.lost, site.twice) == (0, 0)


def test_two_bots_with_one_token_lose_nothing(site, record, tmp_path):
    (tmp_path / "second").mkdir()
    corpus = write_reports(tmp_path / "second")
    with BotProcess(tmp_path / "other", site.api.url, corpus, plain=True) as other:
        while "answers from" not in other.log.read_text():
            assert other.running
            time.sleep(0.1)
        for _ in range(10):
            site.ask(10)
            site.bot.wait_idle(timeout=60)
        site.settle()
        logs = site.process.log.read_text() + other.log.read_text()
    record("two pollers", 1, site)
    assert site.lost == 0
    assert "another program receives this bot's updates" in logs
