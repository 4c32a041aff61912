"""Earlier questions behind the arrow keys, kept between conversations."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LONGEST = 1000  # lines


@contextmanager
def history() -> Iterator[None]:
    """Line editing with history, which is kept where there is a place for it."""
    try:
        import readline
    except ImportError:  # Python was built without it
        yield
        return
    with suppress(OSError, RuntimeError):
        readline.read_history_file(_file())
    try:
        yield
    finally:
        with suppress(OSError, RuntimeError):
            file = _file()
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.touch(mode=0o600)
            readline.set_history_length(LONGEST)
            readline.write_history_file(file)


def _file() -> Path:
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local/state") / "rapporteur/history"
