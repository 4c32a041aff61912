"""Fuzzing led by coverage, where atheris is installed (the extra `fuzz`)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SECONDS = int(os.environ.get("FUZZ_SECONDS", "5"))
SCRIPT = Path(__file__).with_name("mutated.py")
pytestmark = [pytest.mark.faults, pytest.mark.timeout(120 + SECONDS)]


@pytest.mark.parametrize("target", ["update", "press", "report", "question"])
def test_no_input_raises_what_it_should_not(target, tmp_path):
    pytest.importorskip("atheris", reason="needs the extra fuzz")
    options = [f"-max_total_time={SECONDS}", "-timeout=5", "-max_len=2000"]
    done = subprocess.run(
        [sys.executable, SCRIPT, target, *options],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
