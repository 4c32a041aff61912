"""Runs the command line: `python -m bot` is the same as `rapporteur`."""

from __future__ import annotations

import _thread
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs
    from types import FrameType

SOON = 0.01  # seconds
IMPORTING = "<frozen importlib._bootstrap>"  # the file of Python's own steps of an import
RUNS_MODULE = "_call_with_frames_removed"  # the step that runs a module, which may be stopped


def interrupt(_: int, frame: FrameType | None) -> None:
    """Stop the program, but not in the middle of an import: there, press Ctrl-C again soon.

    There it would leave the lock of all imports taken. Then the next import of another thread waits
    for ever, and at the end this thread for that one.

    Raises:
        KeyboardInterrupt: where the program may stop.
    """
    while frame is not None and frame.f_code.co_filename != IMPORTING:
        frame = frame.f_back
    if frame is None or frame.f_code.co_name == RUNS_MODULE:
        raise KeyboardInterrupt
    press_soon()


def interrupt_again(unraisable: UnraisableHookArgs) -> None:
    """Press Ctrl-C once more where it came in a destructor, in which Python ignores it."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        press_soon()
    else:
        sys.__unraisablehook__(unraisable)


def press_soon() -> None:
    """Press Ctrl-C in a moment, whatever this thread does by then."""
    # No `threading.Timer`, whose locks this thread may have just now.
    _thread.start_new_thread(_press, ())


def _press() -> None:
    time.sleep(SOON)
    # Unlike `interrupt_main` it also ends what waits in the system.
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)


def main() -> None:
    """Run the command that the arguments name, and exit; Ctrl-C is no traceback from here on."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else it is ignored
        signal.signal(signal.SIGINT, interrupt)
    sys.unraisablehook = interrupt_again
    try:
        from bot.cli import main as run  # noqa: PLC0415  which takes long enough to be stopped

        run()
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        if signal.getsignal(signal.SIGINT) is interrupt:  # nothing is left to put in order
            signal.signal(signal.SIGINT, signal.SIG_DFL)


if __name__ == "__main__":
    main()
