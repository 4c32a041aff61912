"""A bot to be broken, and what is counted of it."""

import random
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
    open: list = field(default_factory=list)
    settled: int = 0

    def ask(self, count):
        for _ in range(count):
            chat = self.dice.choice(self.chats)
            self.asked.append((chat, chat.send(f"/ask Who chaired seminar {len(self.asked)}?")))

    def settle(self, timeout=120):
        """Waits until every question has a reply, or none came for a while."""

        def answered():
            # Only what was open is looked at: the fake serves nobody meanwhile.
            self.open = [(c, q) for c, q in self.open if not c.replies(q)]
            return not self.open

        self.open += self.asked[self.settled :]
        self.settled = len(self.asked)
        self.api.wait(answered, timeout)
        self.bot.wait_idle(quiet=1.0, timeout=60)

    @property
    def counts(self):
        return [len(chat.replies(question)) for chat, question in self.asked]

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
