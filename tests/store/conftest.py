import pytest

from bot.store import open_store


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "state.sqlite3", bot_id=7)
    yield opened
    opened.close()
