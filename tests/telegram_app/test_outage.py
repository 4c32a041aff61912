"""A server that can't be reached is named once, and then less and less often."""

import logging

import httpx
import pytest
from telegram.error import NetworkError

from bot.telegram_app.outage import Outage, reason

UNKNOWN = NetworkError("httpx.ConnectError: [Errno -2] Name or service not known")


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def outage(clock):
    return Outage("https://api.example.org:8443/some", clock)


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.INFO)
    return caplog


def test_the_host_and_the_reason_are_named(outage, log):
    outage.fails(UNKNOWN)
    assert log.messages == [
        "api.example.org:8443 can't be reached, trying again: Name or service not known"
    ]


def test_it_is_said_again_after_pauses_that_double_up_to_an_hour(outage, clock, log):
    said = []
    for second in range(0, 4 * 3600, 10):
        clock.now = second
        before = len(log.messages)
        outage.fails(UNKNOWN)
        said += [second] * (len(log.messages) - before)
    assert said == [0, 60, 180, 420, 900, 1860, 3780, 7380, 10980]
    assert "still can't be reached" in log.messages[1]


def test_after_it_worked_a_failure_is_new(outage, log):
    outage.fails(UNKNOWN)
    outage.works()
    outage.fails(UNKNOWN)
    assert len(log.messages) == 2
    assert "still" not in log.messages[1]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (UNKNOWN, "Name or service not known"),
        (httpx.ConnectError("All connection attempts failed"), "All connection attempts failed"),
        (httpx.ReadTimeout(""), "ReadTimeout"),
        (NetworkError("Bad\nGateway"), "Bad Gateway"),
    ],
)
def test_a_reason_has_no_names_of_libraries_but_where_it_has_nothing_else(error, said):
    assert reason(error) == said
