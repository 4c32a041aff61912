"""Floods and long runs: memory stays flat."""

import os
import time
from pathlib import Path

import pytest

SECONDS = float(os.environ.get("SOAK_SECONDS", "45"))
pytestmark = [pytest.mark.faults, pytest.mark.timeout(600 + SECONDS)]


def resident(pid):
    """MB that the process holds."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def test_a_flood_is_worked_off_in_flat_memory(site, record):
    site.ask(50)
    site.settle()
    before = resident(site.process.pid)
    site.ask(1000)
    peak = before
    while site.bot.pending or site.counts.count(0):
        peak = max(peak, resident(site.process.pid))
        time.sleep(0.2)
    record(f"1,000 at once ({before:.0f} → {peak:.0f} MB)", 1, site)
    assert (site.lost, site.twice) == (0, 0)
    assert peak - before < 25


def test_a_soak_keeps_memory_flat(site, record):
    started = time.monotonic()
    site.ask(100)
    site.settle()
    before, rounds = 0.0, 0
    while time.monotonic() - started < SECONDS:
        site.ask(40)
        for text in ("/reports", "/report 1", "/help", "🎉", "/nonsense", "<b>&"):
            site.dice.choice(site.chats).send(text)
        anna = site.api.user("Anna")
        anna.ask_inline(site.bot, "who chaired").wait_answer()
        site.settle()
        rounds += 1
        if rounds == 5:
            before = resident(site.process.pid)
    after = resident(site.process.pid)
    record(f"soak {SECONDS:.0f} s ({before:.0f} → {after:.0f} MB)", rounds, site)
    assert (site.lost, site.twice) == (0, 0)
    assert after - before < 15
