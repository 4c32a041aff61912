"""The real bot as a process of its own, over the fake Bot API."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import yaml

TOKEN = "4242:test-token-that-nobody-may-see"
WEBHOOK_SECRET = "secret-of-the-webhook"
ADMIN = 900
REPORT = """---
title: Seminar on tide gauges
date: 2022-05-04
url: https://example.org/tides
---
The seminar on tide gauges was chaired by Tonga. It took place in Apia on 4 May 2022.
"""


class BotProcess:
    """`rapporteur run` in a folder of its own."""

    def __init__(self, folder, base_url, corpus, settings=None, *, token=TOKEN, environment=None):
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
                [sys.executable, "-m", "bot", "run", "--config", str(self.folder / "config.yaml")],
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

    def wait(self, timeout=15):
        return self._process.wait(timeout)

    def stop(self, timeout=15):
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


def one_report(folder):
    corpus = folder / "reports"
    corpus.mkdir()
    (corpus / "tides.md").write_text(REPORT)
    return corpus
