import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from bot_process import TOKEN, BotProcess

from bot.botapi_fake import BotHandle, FakeBotApi, UserHandle

ADMIN = 900
SAMPLES = Path(__file__).parents[2] / "corpus"


@dataclass(frozen=True)
class World:
    """A running bot and the people round it."""

    api: FakeBotApi
    bot: BotHandle
    process: BotProcess
    corpus: Path
    admin: UserHandle

    def private(self, name="Anna", **about):
        return self.api.private(self.api.user(name, **about), self.bot)


@pytest.fixture(scope="session")
def world(tmp_path_factory):
    """One process for all tests that leave it as they found it."""
    folder = tmp_path_factory.mktemp("world")
    corpus = folder / "corpus"
    shutil.copytree(SAMPLES, corpus)
    with FakeBotApi() as api:
        bot = api.bot(TOKEN, username="reports_bot", inline=True)
        admin = api.user("Operator", id=ADMIN)
        settings = {"telegram": {"admins": [admin.id]}}
        with BotProcess(folder / "bot", api.url, corpus, settings) as process:
            bot.wait_polling(timeout=20)
            yield World(api, bot, process, corpus, admin)
            assert process.stop() == 0
