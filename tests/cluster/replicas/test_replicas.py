"""Several replicas are one bot: nothing is lost, nothing overtakes, nobody is answered twice."""

import os
import signal
import time

import pytest
from office import opened

from bot.trial.botapi import FloodLimits

pytestmark = pytest.mark.timeout(1500)

KILLS = 30
QUESTIONS = 2000
NEAR = 0.5  # seconds between an answer in doubt and the kill that left it so
MOST_A_SECOND = 30


def test_one_replica_answers_by_webhook(tmp_path, url):
    with opened(tmp_path, url, count=1) as office:
        office.ask(20)
        office.settle(60)
        counts = office.counts()
        assert (counts.lost, counts.twice, counts.disordered) == (0, 0, 0)
        assert office.replicas[0].stop() == 0


def test_three_replicas_answer_by_webhook(tmp_path, url):
    with opened(tmp_path, url) as office:
        office.ask(100, rate=25)
        office.settle(60)
        counts = office.counts()
        assert (counts.lost, counts.twice, counts.disordered) == (0, 0, 0)


def test_three_replicas_answer_by_polling_and_another_leads_once_the_first_is_killed(tmp_path, url):
    with opened(tmp_path, url, mode="polling") as office:
        office.ask(50, rate=25)
        office.settle(60)
        leader = next(r for r in office.replicas if "This replica leads" in r.log.read_text())
        leader.kill()
        office.ask(50, rate=25)
        office.settle(60)
        counts = office.counts()
        assert (counts.lost, counts.twice, counts.disordered) == (0, 0, 0)


def test_nothing_is_lost_by_kills_and_nothing_overtakes(tmp_path, url, record):
    kills = []
    with opened(tmp_path, url) as office:
        with office.asking(QUESTIONS, rate=25):
            while len(kills) < KILLS:
                time.sleep(office.dice.uniform(0.5, 3.0))
                replica = office.dice.choice(office.replicas)
                kills.append(time.time())
                replica.kill()
                replica.start()
        office.settle(900)
        counts = office.counts()
        record("replica killed", KILLS, counts)
        assert (counts.lost, counts.disordered) == (0, 0)
        assert office.copies_outside(kills, NEAR) == []


def test_the_chats_of_a_frozen_leader_go_on_in_the_others(tmp_path, url, record):
    with opened(tmp_path, url, mode="polling") as office:
        office.ask(20, rate=10)
        office.settle(60)
        leader = next(r for r in office.replicas if "This replica leads" in r.log.read_text())
        os.kill(leader.pid, signal.SIGSTOP)
        office.ask(100, rate=10)
        office.settle(90)
        assert office.counts().lost == 0
        os.kill(leader.pid, signal.SIGCONT)
        office.ask(50, rate=10)
        office.settle(60)
        counts = office.counts()
        record("leader frozen", 1, counts)
        assert (counts.lost, counts.disordered) == (0, 0)


def test_all_replicas_together_stay_within_telegram_s_limits(tmp_path, url, record):
    rate = {"total_per_second": 30, "chat_per_second": 1, "group_per_minute": 20}
    settings = {"flood": FloodLimits(), "telegram": {"rate": rate}, "chats": 150}
    with opened(tmp_path, url, **settings) as office:
        office.ask(450)
        office.settle(120)
        counts = office.counts()
        record("more questions than may be answered", 1, counts)
        assert (counts.lost, counts.twice, counts.disordered) == (0, 0, 0)
        assert [call for call in office.bot.calls() if call.code == 429] == []
        assert office.fullest_second() <= MOST_A_SECOND


def test_a_person_is_limited_whichever_replica_answers(tmp_path, url):
    with opened(tmp_path, url, chats=1, limits={"per_user_per_minute": 5}) as office:
        office.ask(12)
        office.settle(10)
        texts = [message.text for message in office.chats[0].history() if message.reply_to]
        assert sum("more than 5" in text for text in texts) == 1
        assert len(texts) == 6
