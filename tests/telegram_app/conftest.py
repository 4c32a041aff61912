import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from bot_process import ADMIN, started, webhook, write_reports
from offices import Office
from plain_assistant import PlainAssistant

from bot.config import Config
from bot.store import open_store
from bot.trial.botapi import FakeBotApi

SAMPLES = Path(__file__).parents[2] / "corpus"
FILLERS = 16  # enough for a second page


@pytest.fixture
def api():
    with FakeBotApi() as server:
        yield server


@pytest.fixture
def corpus(tmp_path):
    return write_reports(tmp_path)


@pytest.fixture
def fresh(tmp_path):
    """A bot of the test's own, to be stopped and killed."""
    with started(tmp_path, write_reports(tmp_path)) as made:
        yield made


@pytest.fixture(scope="module")
def steady(tmp_path_factory):
    """A bot that is to survive what the tests of a module do to it."""
    folder = tmp_path_factory.mktemp("steady")
    with started(folder, write_reports(folder)) as made:
        yield made
        well_ended(made.process)


@pytest.fixture(scope="session", params=["polling", "webhook"])
def world(request, tmp_path_factory):
    """One process for all tests that leave it as they found it, by each way that updates come."""
    folder = tmp_path_factory.mktemp("world")
    settings = {"telegram": webhook(request.param), "answer": {"contact": "Ask <Anna>."}}
    with started(folder, write_reports(folder, FILLERS), settings) as made:
        yield made
        well_ended(made.process)


@pytest.fixture(scope="module")
def genuine(tmp_path_factory):
    """`rapporteur run` itself over the sample reports."""
    folder = tmp_path_factory.mktemp("genuine")
    shutil.copytree(SAMPLES, folder / "reports")
    with started(folder, folder / "reports", plain=False) as made:
        yield made
        well_ended(made.process)


def well_ended(process):
    assert process.stop() == 0
    assert not [line for line in process.lines() if "Traceback" in line]
    assert not [line for line in process.lines() if "failed at" in line]


@pytest.fixture(scope="module")
def plain_config(tmp_path_factory):
    made, folder = Config(), tmp_path_factory.mktemp("office")
    return replace(
        made,
        corpus=replace(made.corpus, path=write_reports(folder)),
        index=replace(made.index, path=folder / "index"),
        telegram=replace(made.telegram, admins=(ADMIN,)),
        limits=replace(made.limits, per_user_per_minute=3),
    )


@pytest.fixture(scope="module")
def plain_assistant(plain_config):
    return PlainAssistant(plain_config)


@pytest.fixture
def made(plain_config, plain_assistant, tmp_path):
    """Makes offices, with other settings of Telegram."""
    offices = []

    def make(**telegram):
        changed = replace(plain_config, telegram=replace(plain_config.telegram, **telegram))
        store = open_store(tmp_path / f"state{len(offices)}.sqlite3", bot_id=7)
        offices.append(Office(changed, plain_assistant, store))
        return offices[-1]

    yield make
    for office in offices:
        office.storage.close()


@pytest.fixture
def office(made):
    """A router with all that it routes to, over a client that sends nothing."""
    return made()
