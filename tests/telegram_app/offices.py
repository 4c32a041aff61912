"""The handlers over a client that notes what it is asked to send: no network, no process."""

import asyncio
import json
import time
from types import SimpleNamespace

from bot_process import ADMIN
from telegram import Update

from bot.rendering.telegram_texts import LANGUAGES
from bot.telegram_app.dispatcher import Work
from bot.telegram_app.monitoring import Health
from bot.telegram_app.outgoing import FloodControl
from bot.telegram_app.router import Router
from bot.telegram_app.running import make_services
from bot.telegram_app.storage import Storage

TEXTS = LANGUAGES["en"]
ME = {"id": 7, "is_bot": True, "first_name": "Reports", "username": "reports_bot"}
ANNA, BEN, BOSS, OTHER_BOT = (
    {"id": number, "is_bot": robot, "first_name": "A", "language_code": "en"}
    for number, robot in ((5, False), (6, False), (ADMIN, False), (8, True))
)
PRIVATE = {"id": 5, "type": "private"}
GROUP = {"id": -100, "type": "supergroup", "title": "Office"}
QUESTION = "Who chaired the seminar on tide gauges?"


class Sent:
    """The bot, as far as the router uses it: notes each call, and has sent each message."""

    id, username = 7, "reports_bot"

    def __init__(self):
        self.calls, self.fails = [], {}

    def __getattr__(self, name):
        if name.startswith("_") or name == "defaults":
            raise AttributeError(name)

        async def call(*args, **kwargs):
            self.calls.append((name, args, kwargs))
            if name in self.fails:
                raise self.fails[name]
            owner = SimpleNamespace(id=BEN["id"])
            return SimpleNamespace(message_id=1000 + len(self.calls), user=owner, is_enabled=True)

        return call

    def named(self, name):
        return [(args, kwargs) for called, args, kwargs in self.calls if called == name]

    @property
    def texts(self):
        return [kwargs["text"] for _, kwargs in self.named("send_message")]


class Office:
    """A router with all that it routes to."""

    def __init__(self, config, assistant, store):
        self.bot, self.storage, self.count = Sent(), Storage(store), 0
        health, flood = Health(self.storage), FloodControl(config.telegram.rate)
        made = make_services(config, self.bot, health, flood, assistant)
        self.services = asyncio.run(made)
        self.router = Router(self.services, self.bot)

    def work(self, kind, content):
        self.count += 1
        raw = {"update_id": self.count, kind: content}
        intake = self.services.intake
        asyncio.run(intake.accept([raw]))
        (item,) = asyncio.run(intake.heads((), 1))
        asyncio.run(intake.done(item.key))
        return Work(item, Update.de_json(json.loads(item.payload), self.bot))

    def gets(self, kind, content):
        """Hand the update to the router; return the texts of what it sends."""
        before = len(self.bot.texts)
        asyncio.run(self.router.handle(self.work(kind, content)))
        return self.bot.texts[before:]

    def says(self, text, by=ANNA, chat=PRIVATE, kind="message", **more):
        return self.gets(kind, message(text, by, chat, **more))

    def presses(self, data, by=ANNA, chat=PRIVATE, number=70):
        """What the person is told for the press of a button under this message."""
        under = message("An answer", ME, chat, number=number)
        query = {"id": "1", "from": by, "chat_instance": "1", "message": under, "data": data}
        before = len(self.bot.named("answer_callback_query"))
        self.gets("callback_query", query)
        (answer,) = self.bot.named("answer_callback_query")[before:]
        return answer[1].get("text") or (*answer[0][1:2], "")[0]


def message(text, by=ANNA, chat=PRIVATE, number=50, **more):
    about = {"message_id": number, "date": int(time.time()), "chat": chat, "from": by}
    return about | ({"text": text} if text else {}) | more
