"""Runs the command line: `python -m bot` is the same as `rapporteur`."""

from __future__ import annotations

import _thread
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

SOON = 0.01  # seconds


def interrupt_again(unraisable: UnraisableHookArgs) -> None:
    """Press Ctrl-C once more where it came in a destructor, in which Python ignores it."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        threading.Timer(SOON, _thread.interrupt_main).start()
    else:
        sys.__unraisablehook__(unraisable)


def main() -> None:
    """Run the command that the arguments name, and exit; Ctrl-C is no traceback from here on."""
    sys.unraisablehook = interrupt_again
    try:
        from bot.cli import main as run  # noqa: PLC0415  which takes long enough to be stopped

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
