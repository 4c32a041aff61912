"""The real bot as a process of its own, over the fake Bot API."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.rendering.telegram_texts import texts_for
from bot.trial.botapi import BotHandle, ChatHandle, FakeBotApi, UserHandle

TOKEN = "4242:test-token-that-nobody-may-see"
WEBHOOK_SECRET = "secret-of-the-webhook"
ADMIN = 900
STARTED = 100  # seconds at most, for a machine with much else to do
PLAIN = Path(__file__).with_name("run_plain.py")
EVENTS = (
    ("Seminar on tide gauges", "Tonga", "Apia", "4 May 2022"),
    ("Seminar on tide tables", "Samoa", "Suva", "7 June 2021"),
    ("Workshop on coral nurseries", "Fiji", "Koror", "9 July 2023"),
    ("Workshop on harbour pilots", "Palau", "Bangkok", "3 March 2023"),
)


def report(title, chair, place, date):
    """A report whose questions tests/plain_assistant.py can answer."""
    return f"""---
title: {title}
date: {date[-4:]}-05-04
url: https://example.org/{title[-5:]}
---
The {title.lower()} was chaired by {chair}.
It took place in {place} on {date}.
Present were Tonga, Samoa, Fiji and Palau.
The {title.lower()} was opened by Anna Lee.
A <b>second</b> meeting & a third were promised, it said.
Nobody knows what the {title.lower()} cost.
"""


class BotProcess:
    """`rapporteur run` in a folder of its own."""

    def __init__(
        self, folder, base_url, corpus, settings=None, *, token=TOKEN, environment=None, plain=False
    ):
        self._command = [str(PLAIN)] if plain else ["-m", "bot", "run"]
        self.folder = Path(folder)
        self.folder.mkdir(exist_ok=True)
        self.log = self.folder / "log"
        self.store = self.folder / "state.sqlite3"
        config = {
            "corpus": {"path": str(corpus)},
            "index": {"path": str(self.folder / "index")},
            "store": {"path": str(self.store)},
            "telegram": {
                "base_url": base_url,
                "rate": {
                    "total_per_second": 10000,
                    "chat_per_second": 10000,
                    "group_per_minute": 10000,
                },
            },
            "limits": {"per_user_per_minute": 10000},
        }
        for section, values in (settings or {}).items():
            config.setdefault(section, {}).update(values)
        (self.folder / "config.yaml").write_text(yaml.safe_dump(config))
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "TELEGRAM_BOT_TOKEN": token,
            **(environment or {}),
        }
        self._process = None

    def start(self):
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self._command, "--config", str(self.folder / "config.yaml")],
                cwd=self.folder,
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        return self

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        if self.running:
            self.kill()

    @property
    def pid(self):
        return self._process.pid

    @property
    def running(self):
        return self._process is not None and self._process.poll() is None

    def wait(self, timeout=60):
        return self._process.wait(timeout)

    def stop(self, timeout=60):
        """Ends it as an operator does; the exit status."""
        if self.running:
            self._process.send_signal(signal.SIGTERM)
        return self.wait(timeout)

    def kill(self):
        self._process.kill()
        self._process.wait()

    def lines(self):
        return self.log.read_text().splitlines()


def webhook(mode):
    if mode == "polling":
        return {}
    port = free_port()
    url = f"http://127.0.0.1:{port}/hook"
    return {"mode": mode, "webhook": {"url": url, "listen": "127.0.0.1", "port": port}}


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def write_reports(folder, fillers=0):
    """A folder of reports: those of EVENTS, and so many that only lengthen lists."""
    corpus = folder / "reports"
    corpus.mkdir(parents=True)
    for title, *about in EVENTS:
        (corpus / f"{title.rpartition(' ')[2]}.md").write_text(report(title, *about))
    for number in range(fillers):
        text = f"---\ntitle: Briefing {number}\ndate: 2019-01-01\n---\nIt was brief.\n"
        (corpus / f"zz{number:02}.md").write_text(text)
    return corpus


@dataclass(frozen=True)
class World:
    """A running bot and the people round it."""

    api: FakeBotApi
    bot: BotHandle
    process: BotProcess
    corpus: Path
    admin: UserHandle

    def private(self, name="Anna", **about) -> ChatHandle:
        return self.api.private(self.api.user(name, **about), self.bot)

    def operate(self, text, **about):
        """The reply to what the admin writes in private; of a slow reload, what it brought."""
        chat = self.api.private(self.admin, self.bot)
        sent = chat.send(text, **about)
        reply = chat.wait_reply(sent, timeout=STARTED)
        slow = reply.text == texts_for("en").reloading
        return chat.wait_reply(sent, count=2, timeout=STARTED) if slow else reply


@contextmanager
def started(folder, corpus, settings=None, *, plain=True):
    with FakeBotApi() as api:
        bot = api.bot(TOKEN, username="reports_bot", inline=True, guest=True)
        admin = api.user("Operator", id=ADMIN)
        settings = settings or {}
        settings.setdefault("telegram", {})["admins"] = [ADMIN]
        secret = {"TELEGRAM_WEBHOOK_SECRET": WEBHOOK_SECRET}
        process = BotProcess(
            folder / "bot", api.url, corpus, settings, environment=secret, plain=plain
        )
        with process:
            bot.wait_polling(STARTED)
            yield World(api, bot, process, corpus, admin)
