"""Lines without end: the time that they take grows as they do, and no faster."""

import time

import pytest

from bot.corpus.report_file import read_report
from bot.reading import passages_of
from bot.reading import read_report as read
from bot.rendering.telegram_html import split

pytestmark = [pytest.mark.faults, pytest.mark.timeout(120)]
SHORT, LONG = 60_000, 240_000
NOISE = 2.5  # by which a busy machine may falsify a figure


def seconds(piece, length):
    data = f"# Seminar\n\n{(piece * length)[:length]}".encode()
    started = time.process_time()
    report, _ = read_report("a.md", data)
    passages_of(report)
    read(report)
    split(report.body, 3800)
    return time.process_time() - started


@pytest.mark.parametrize(
    "piece",
    ["a", "a ", "1,", "A. ", "Mr. ", "<b>", "|", "[x](", "http://a", "*", "_a_ ", "Fiji, ",
     "4 May ", "of the ", "Dr A. B. ", "&lt;", "’s ", ", and "],
)  # fmt: skip
def test_a_line_is_read_in_linear_time(piece):
    seconds(piece, SHORT)
    short, long = max(0.02, seconds(piece, SHORT)), seconds(piece, LONG)
    assert long < NOISE * short * LONG / SHORT
