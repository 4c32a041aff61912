"""A process that lets one try the bot."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

PLAIN = Path(__file__).with_name("try_plain.py")
PASSED = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}


@contextmanager
def trying(folder, *arguments, plain=False):
    """The process, started in a folder, and the first line that it prints."""
    command = [str(PLAIN)] if plain else ["-m", "bot", "try", "--no-browser"]
    process = subprocess.Popen(
        [sys.executable, *command, *map(str, arguments)],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**PASSED, "HOME": str(folder), "TMPDIR": str(folder)},
    )
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()
