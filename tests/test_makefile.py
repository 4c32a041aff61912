"""`make` says what it does while it sets up, and passes on that this failed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PIP = """#!/bin/sh
echo 'Collecting click>=8.1 (from rapporteur==1.0)'
echo '  Downloading click-8.1.whl.metadata (2.3 kB)'
echo 'Collecting rich'
echo "WARNING: lxml 6.1.3 does not provide the extra 'html_clean'" >&2
echo 'Installing collected packages: click, rich'
exit {status}
"""

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="needs make")


def set_up(tmp_path, status):
    python = tmp_path / "venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(PIP.format(status=status))
    python.chmod(0o755)
    ended = subprocess.run(
        ["make", f"VENV={tmp_path / 'venv'}", f"{tmp_path / 'venv'}/.ready"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return ended, (tmp_path / "venv/.ready").exists()


def test_each_package_is_named_and_nothing_that_a_newcomer_can_do_nothing_about(tmp_path):
    ended, ready = set_up(tmp_path, 0)
    assert (ended.returncode, ended.stdout, ready) == (0, "", True)
    first, *lines = ended.stderr.splitlines()
    assert first.startswith("Setting up ")
    assert lines == ["  click", "  rich", "  installing them …"]


def test_where_it_fails_all_that_was_said_is_shown(tmp_path):
    ended, ready = set_up(tmp_path, 1)
    assert ended.returncode != 0
    assert not ready
    assert "does not provide the extra" in ended.stderr
