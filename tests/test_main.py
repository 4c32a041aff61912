"""Ctrl-C that comes where Python ignores it is pressed again."""

import subprocess
import sys

STOPPED = """
import sys, time
from bot.__main__ import interrupt_again

class Unlucky:
    def __del__(self):
        raise KeyboardInterrupt

class Broken:
    def __del__(self):
        raise ValueError("seen")

sys.unraisablehook = interrupt_again
Broken().__class__
try:
    del [Unlucky()][0]
    time.sleep(30)
except KeyboardInterrupt:
    sys.exit(130)
"""


def test_an_interrupt_in_a_destructor_still_stops_the_program():
    ended = subprocess.run(
        [sys.executable, "-c", STOPPED], capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 130
    assert "KeyboardInterrupt" not in ended.stderr
    assert "ValueError: seen" in ended.stderr  # other errors are shown as ever
