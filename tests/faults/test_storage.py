"""A store and an index that fail under the bot."""

import contextlib
import os
import resource
import shutil
import subprocess

import pytest
from fault_site import made

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]


def fill_up(file):
    with contextlib.suppress(OSError), file.open("wb", 0) as opened:
        while opened.write(bytes(4096)):
            pass


def test_a_full_disk_stops_no_answers(tmp_path, record):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if os.geteuid() != 0 or not mount:
        pytest.skip("needs root to mount a small disk")
    done = subprocess.run([mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], check=False)
    if done.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        with made(tmp_path, store={"path": str(disk / "state.sqlite3")}) as site:
            site.ask(20)
            site.settle()
            fill = disk / "fill"
            fill_up(fill)
            site.ask(60)
            site.settle()
            assert "The store fails" in site.process.log.read_text()
            fill.unlink()
            site.ask(20)
            site.settle()
            assert "The store works again" in site.process.log.read_text()
            record("disk full, and free again", 1, site)
            assert (site.lost, site.twice) == (0, 0)
            assert site.process.stop() == 0
    finally:
        subprocess.run(["umount", "-l", disk], check=False)


def test_a_store_that_cannot_be_written_stops_no_answers(site, record):
    site.ask(20)
    site.settle()
    pid, size = site.process.pid, resource.RLIMIT_FSIZE
    resource.prlimit(pid, size, (8192, resource.RLIM_INFINITY))
    site.ask(60)
    site.settle()
    resource.prlimit(pid, size, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    site.ask(20)
    site.settle()
    record("writes fail, and work again", 1, site)
    assert (site.lost, site.twice) == (0, 0)


def test_a_store_that_is_overwritten_stops_no_answers(site, record):
    site.ask(20)
    site.settle()
    for file in site.process.folder.glob("state.sqlite3*"):
        if not file.name.endswith(".lock"):
            file.write_bytes(b"\xff" * max(8192, file.stat().st_size))
    site.ask(40)
    site.settle()
    record("store overwritten", 1, site)
    assert site.lost == 0
    assert "The store fails" in site.process.log.read_text()
    site.process.kill()
    assert site.process.start().wait() == 1
    assert "state.sqlite3: " in site.process.lines()[-1]


def test_a_damaged_index_is_built_anew(site, record):
    site.process.stop()
    for file in (site.process.folder / "index").rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    site.process.start()
    site.bot.wait_polling(30)
    site.ask(20)
    site.settle()
    record("index torn", 1, site)
    assert (site.lost, site.twice) == (0, 0)
