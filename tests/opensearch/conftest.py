import pytest
from fake_engine import FakeConnection

from bot.opensearch import current_generation, open_published, publish


@pytest.fixture
def connection():
    return FakeConnection(retries=0)


@pytest.fixture
def opened(connection, tmp_path):
    """Publishes reports and opens them."""

    def made(kept):
        publish(connection, kept)
        return open_published(connection, current_generation(connection), tmp_path)

    return made
