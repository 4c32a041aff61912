"""The extracting process, seen from inside.

It may use a gigabyte, write no file, open no connection and start no program. Where the kernel
can't bind it by that, native code isn't bound either; it says so first.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import IO, Final

from bot.corpus.extraction import Extracted, ExtractionError, PageListing

MEMORY: Final = 1024**3
FORBIDDEN: Final = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")


def main() -> None:
    """Answer files from standard input until it ends."""
    seconds = float(sys.argv[1])
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    answers.write(json.dumps(_limit()).encode() + b"\n")
    sys.stdout = sys.stderr  # what a library prints is no answer
    while head := source.readline():
        signal.setitimer(signal.ITIMER_REAL, 2 * seconds)  # should nobody be left to end this
        answers.write(json.dumps(_answer(json.loads(head), source)).encode() + b"\n")
        answers.flush()
        signal.setitimer(signal.ITIMER_REAL, 0)


def _limit() -> list[str]:
    """Return what the system lacks of the limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    lacking = []
    try:
        from bot.corpus.extraction.sandbox import forbid_calls, forbid_files
    except ImportError:  # a Python without ctypes
        lacking = ["Landlock", "seccomp"]
    else:
        # In this order: the filter refuses the calls that the other one makes.
        lacking += [] if forbid_files() else ["Landlock"]
        lacking += [] if forbid_calls() else ["seccomp"]
    sys.addaudithook(_refuse)
    return lacking


def _refuse(event: str, _: object) -> None:
    if event.startswith(FORBIDDEN):
        raise PermissionError(event)


def _answer(head: dict[str, object], source: IO[bytes]) -> dict[str, object]:
    data = source.read(int(str(head["size"])))
    try:
        return asdict(_reader(str(head["kind"]))(data))
    except ExtractionError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "takes too much memory to read"}
    except Exception as error:  # noqa: BLE001 (whatever a library makes of a damaged file)
        return {"error": f"can't be read: {type(error).__name__}"}


def _reader(kind: str) -> Callable[[bytes], Extracted | PageListing]:
    match kind:
        case ".pdf":
            from bot.corpus.extraction.pdf import read_pdf

            return read_pdf
        case ".docx":
            from bot.corpus.extraction.word import read_word

            return read_word
        case ".eml":
            from bot.corpus.extraction.mail import read_mail

            return read_mail
        case "feed" | "sitemap":
            from bot.corpus.extraction.listing import read_feed, read_sitemap

            return read_feed if kind == "feed" else read_sitemap
        case _:
            from bot.corpus.extraction.web_page import read_web_page

            return read_web_page


if __name__ == "__main__":
    main()
