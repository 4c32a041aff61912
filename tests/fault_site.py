"""A bot to be broken, and what is counted of it."""

import random
import time
from collections import Counter, deque
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot_process import ADMIN, TOKEN, BotProcess, write_reports

from bot.trial.botapi import FakeBotApi


@dataclass
class Site:
    """A bot to be broken, and what was asked of it."""

    api: FakeBotApi
    bot: object
    process: BotProcess
    chats: list
    dice: random.Random
    asked: list = field(default_factory=list)

    def ask(self, count):
        for _ in range(count):
            chat = self.dice.choice(self.chats)
            self.asked.append((chat, chat.send(f"/ask Who chaired seminar {len(self.asked)}?")))

    def settle(self, timeout=120):
        """Waits until every question has an answer, and nothing more comes for a while."""
        deadline = time.monotonic() + timeout
        for chat in self.chats:
            while 0 in self._counts_in(chat).values():
                if time.monotonic() > deadline:
                    raise TimeoutError(f"{self.lost} questions have no answer after {timeout} s")
                time.sleep(0.1)  # a look takes the fake's time
        self.bot.wait_idle(quiet=1.0, timeout=60)

    @property
    def counts(self):
        """How many answers each question has."""
        return [count for chat in self.chats for count in self._counts_in(chat).values()]

    def _counts_in(self, chat):
        return answers_of(chat, [sent.id for other, sent in self.asked if other is chat])

    @property
    def lost(self):
        return sum(count == 0 for count in self.counts)

    @property
    def twice(self):
        return sum(count > 1 for count in self.counts)

    @property
    def rejected(self):
        """Messages that the server refused for what they hold."""
        return sum(call.code == 400 for call in self.api.calls)


def answers_of(chat, questions):
    """How many answers each of the questions has, by its id.

    A bot quotes no question that is the newest message that it knows of. Where the person's next
    message crosses such an answer on its way, it ends up below that message: it counts for a
    question shortly before it that has no answer yet.
    """
    history = chat.history()
    counts = dict.fromkeys(questions, 0)
    counts.update(Counter(m.reply_to for m in history if m.from_bot and m.reply_to in counts))
    before = deque(maxlen=4)
    for message in history:
        if not message.from_bot:
            before.append(message.id)
        elif message.reply_to is None and before:
            waiting = [sent for sent in before if counts.get(sent) == 0]
            answered = (waiting or [before[-1]])[0]
            if answered in counts:
                counts[answered] += 1
    return counts


@contextmanager
def made(folder, **settings):
    with FakeBotApi() as api:
        bot = api.bot(TOKEN, username="reports_bot")
        admin = api.user("Operator", id=ADMIN)
        settings.setdefault("telegram", {})["admins"] = [admin.id]
        process = BotProcess(folder / "bot", api.url, write_reports(folder), settings, plain=True)
        with process:
            bot.wait_polling(30)
            chats = [api.private(api.user(f"P{n}"), bot) for n in range(20)]
            yield Site(api, bot, process, chats, random.Random(4))
