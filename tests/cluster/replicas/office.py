"""A bot of several replicas over one PostgreSQL, and what is counted of it."""

import itertools
import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from balancer import Balancer
from bot_process import ADMIN, TOKEN, WEBHOOK_SECRET, BotProcess, free_port, write_reports

from bot.trial.botapi import FakeBotApi

CHATS = 40
ANSWER = "sendMessage"


@dataclass
class Office:
    """Replicas, the chats in which they are asked, and every question with its time."""

    api: FakeBotApi
    bot: object
    replicas: list
    chats: list
    balancer: Balancer | None
    dice: random.Random
    asked: list = field(default_factory=list)

    def ask(self, count, rate=None):
        """Asks so many questions, `rate` of them a second."""
        started = time.monotonic()
        for number in range(count):
            if rate:
                time.sleep(max(0.0, started + number / rate - time.monotonic()))
            chat = self.dice.choice(self.chats)
            self.put(chat, f"/ask Who chaired seminar {len(self.asked)}?")

    def put(self, chat, text):
        """Asks one question in this chat."""
        self.asked.append((chat, chat.send(text), time.time()))

    def settle(self, timeout=120):
        """Waits until every question is answered, or for so long."""
        self.wait_for_answers(timeout, pause=0.5)
        self.bot.wait_idle(quiet=1.0, timeout=60)

    def wait_for_answers(self, timeout, left=0, pause=0.1):
        """Waits until no more than so many questions are unanswered, or for so long."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline and len(self.answered()) < len(self.asked) - left:
            time.sleep(pause)  # a look takes the fake's time

    @contextmanager
    def asking(self, count, rate):
        """Asks so many questions meanwhile; at the end all have been asked."""
        with ThreadPoolExecutor(1) as beside:
            asked = beside.submit(self.ask, count, rate)
            yield
            asked.result()

    def answered(self):
        """(chat, question) → when each answer to it went out, and its message's id."""
        wanted = {(chat.id, question.id) for chat, question, _ in self.asked}
        found = {}
        for call in self.bot.calls(ANSWER):
            to = call.params.get("reply_parameters") or {}
            to = json.loads(to) if isinstance(to, str) else to
            key = (int(call.params["chat_id"]), to.get("message_id"))
            if call.effective and call.code != 429 and key in wanted:
                found.setdefault(key, []).append(call.at)
        return found

    def counts(self):
        """What was lost, answered twice, answered out of order; the slowest answer in seconds."""
        found = self.answered()
        times = [(found.get((c.id, q.id), []), at, c.id, q.id) for c, q, at in self.asked]
        return Counts(
            asked=len(self.asked),
            lost=sum(not answers for answers, *_ in times),
            twice=sum(len(answers) > 1 for answers, *_ in times),
            disordered=sum(map(_disordered, self._by_chat(found).values())),
            slowest=max((answers[0] - at for answers, at, *_ in times if answers), default=0.0),
        )

    def copies_outside(self, kills, near):
        """The questions answered twice although no kill fell near the sending of the first."""
        twice = {key: times for key, times in self.answered().items() if len(times) > 1}
        return [
            key
            for key, times in twice.items()
            if all(abs(times[0] - kill) > near for kill in kills)
        ]

    def _by_chat(self, found):
        """Chat → the first answers' times, in the order of the questions."""
        chats = {}
        for chat, question, _ in self.asked:
            if answers := found.get((chat.id, question.id)):
                chats.setdefault(chat.id, []).append(answers[0])
        return chats

    def fullest_second(self):
        """The most messages that went out in any second."""
        times = sorted(call.at for call in self.bot.calls(ANSWER) if call.code != 429)
        most, first = 0, 0
        for last, at in enumerate(times):
            while times[first] <= at - 1:
                first += 1
            most = max(most, last - first + 1)
        return most

    def logs(self):
        return "\n".join(replica.log.read_text() for replica in self.replicas)


@dataclass(frozen=True)
class Counts:
    asked: int
    lost: int
    twice: int
    disordered: int
    slowest: float


def _disordered(times):
    return sum(later < earlier for earlier, later in itertools.pairwise(times))


@contextmanager
def opened(
    folder, url, *, count=3, mode="webhook", flood=None, chats=CHATS, corpus=None, **settings
):
    """So many replicas of one bot; with a webhook behind one address.

    They look answers up in a table of tests/plain_assistant.py, unless there is a corpus.
    """
    ports = [free_port() for _ in range(count)]
    with ExitStack() as stack:
        api = stack.enter_context(FakeBotApi(flood=flood))
        bot = api.bot(TOKEN, username="reports_bot")
        api.user("Operator", id=ADMIN)
        balancer = stack.enter_context(Balancer(ports)) if mode == "webhook" else None
        reports = corpus or write_reports(folder)
        replicas = []
        for number, port in enumerate(ports):
            place = folder / f"replica{number}"
            own = _settings(url, port, balancer, {**settings})
            secrets = {"TELEGRAM_WEBHOOK_SECRET": WEBHOOK_SECRET}
            process = BotProcess(
                place, api.url, reports, own, environment=secrets, plain=corpus is None
            )
            replicas.append(stack.enter_context(process))
        for replica in replicas:
            wait_ready(replica)
        people = [api.private(api.user(f"P{n}"), bot) for n in range(chats)]
        yield Office(api, bot, replicas, people, balancer, random.Random(4))


def _settings(url, port, balancer, settings):
    telegram = {"admins": [ADMIN], **settings.pop("telegram", {})}
    if balancer:
        hook = {"url": balancer.url, "listen": "127.0.0.1", "port": port}
        telegram |= {"mode": "webhook", "webhook": hook}
    return {"store": {"url": url}, "telegram": telegram, **settings}


def wait_ready(replica, timeout=180):
    deadline = time.monotonic() + timeout
    while "answers from" not in replica.log.read_text():
        if not replica.running or time.monotonic() > deadline:
            raise AssertionError(replica.log.read_text())
        time.sleep(0.05)
