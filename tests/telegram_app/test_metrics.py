import logging

import pytest

from bot.errors import lost
from bot.telegram_app.metrics import Losses, Metrics


@pytest.fixture
def metrics():
    made = Metrics()
    handler = Losses(made)
    logging.getLogger("bot").addHandler(handler)
    yield made
    logging.getLogger("bot").removeHandler(handler)


def test_a_lost_passage_is_counted_as_an_error_of_its_kind(metrics):
    log = logging.getLogger("bot.answering.reading")
    lost(log, "a.md", 3, ValueError("secret words"))
    log.warning("something else")
    assert b'rapporteur_errors_total{kind="passage"} 1.0' in metrics.text()
