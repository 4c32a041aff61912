import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from bot_process import ADMIN, TOKEN, WEBHOOK_SECRET, BotProcess, one_report, webhook

from bot.botapi_fake import BotHandle, ChatHandle, FakeBotApi, UserHandle

SAMPLES = Path(__file__).parents[2] / "corpus"


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


@pytest.fixture
def api():
    with FakeBotApi() as server:
        yield server


@pytest.fixture
def corpus(tmp_path):
    """A folder with one report."""
    return one_report(tmp_path)


@pytest.fixture
def fresh(tmp_path):
    """A bot of the test's own, to be stopped and killed."""
    with started(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def steady(tmp_path_factory):
    """A bot that is to survive what the tests of a module do to it."""
    with started(tmp_path_factory.mktemp("steady")) as made:
        yield made
        assert made.process.stop() == 0
        assert not [line for line in made.process.lines() if "Traceback" in line]


@contextmanager
def started(folder):
    with FakeBotApi() as api:
        bot = api.bot(TOKEN, username="reports_bot")
        admin = api.user("Operator", id=ADMIN)
        settings = {"telegram": {"admins": [ADMIN]}}
        corpus = one_report(folder)
        with BotProcess(folder / "bot", api.url, corpus, settings) as process:
            bot.wait_polling(30)
            yield World(api, bot, process, corpus, admin)


@pytest.fixture(scope="session", params=["polling", "webhook"])
def world(request, tmp_path_factory):
    """One process for all tests that leave it as they found it, by each way that updates come."""
    folder = tmp_path_factory.mktemp("world")
    corpus = folder / "corpus"
    shutil.copytree(SAMPLES, corpus)
    with FakeBotApi() as api:
        bot = api.bot(TOKEN, username="reports_bot", inline=True, guest=True)
        admin = api.user("Operator", id=ADMIN)
        settings = {"telegram": {"admins": [ADMIN], **webhook(request.param)}}
        secret = {"TELEGRAM_WEBHOOK_SECRET": WEBHOOK_SECRET}
        process = BotProcess(folder / "bot", api.url, corpus, settings, environment=secret)
        with process:
            bot.wait_polling(timeout=20)
            yield World(api, bot, process, corpus, admin)
            assert process.stop() == 0
            assert not [line for line in process.lines() if "Traceback" in line]
