"""The process that takes foreign files apart, seen from outside.

A file made to hang, crash or fill the memory takes that process down and nothing else. Files go in
one by one, each as a line of JSON and its bytes; a line of JSON comes back for each, after one that
says which limits the system lacks.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import PurePosixPath
from threading import Timer
from types import TracebackType
from typing import IO, Any, Final, Literal

from bot.corpus.foreign.extracted import Entry, Extracted, ExtractionError, Listing

log = logging.getLogger(__name__)

# The module that reads a kind of file, and the extra that brings it.
EXTRAS: Final = {
    ".htm": ("trafilatura", "html"),
    ".html": ("trafilatura", "html"),
    ".pdf": ("pypdfium2", "pdf"),
    ".docx": ("docx", "docx"),
    ".eml": (None, None),
}
MOST_BYTES: Final = 64 * 1024 * 1024  # of an answer
BROKE: Final = "can't be read within the limits of time and memory, or is damaged"
LACKING: Final = "The system has no %s, so native code that reads foreign files isn't confined"


class Extractor:
    """Reads foreign files in a process that is started with the first and ended on leaving."""

    def __init__(
        self, seconds: float = 30, is_installed: Callable[[str], bool] | None = None
    ) -> None:
        self._seconds = seconds  # a file may take
        self._is_installed = is_installed or (lambda module: find_spec(module) is not None)
        self._process: subprocess.Popen[bytes] | None = None
        self._lacking: tuple[str, ...] | None = None  # as the process said when it began

    def __enter__(self) -> Extractor:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def extract(self, path: str, data: bytes) -> Extracted:
        """Return what a file holds; its suffix is one of EXTRAS. Raises ExtractionError."""
        self.check(path)
        return Extracted(**self._answer(PurePosixPath(path).suffix.lower(), data))

    def check(self, path: str) -> None:
        """Raise ExtractionError where the extra that reads such a file is missing."""
        module, extra = EXTRAS[PurePosixPath(path).suffix.lower()]
        if module is not None and not self._is_installed(module):
            raise ExtractionError(f"needs an extra; run: pip install 'rapporteur[{extra}]'")

    def list_pages(self, kind: Literal["feed", "sitemap"], data: bytes) -> Listing:
        """Return the pages that a feed or sitemap names. Raises ExtractionError."""
        said = self._answer(kind, data)
        entries = tuple(Entry(**entry) for entry in said["entries"])
        return Listing(entries, tuple(said["maps"]), said["title"])

    def _answer(self, kind: str, data: bytes) -> dict[str, Any]:
        answer = self._ask(kind, data)
        if not answer.endswith(b"\n"):
            self._stop()
            raise ExtractionError(BROKE)
        said: dict[str, Any] = json.loads(answer)
        if "error" in said:
            raise ExtractionError(said["error"])
        return said

    def _ask(self, kind: str, data: bytes) -> bytes:
        """Return the process's answer; cut off where it broke or took too long."""
        process = self._running()
        clock = Timer(self._seconds, process.kill)
        clock.start()
        try:
            _pipe(process.stdin).write(
                json.dumps({"kind": kind, "size": len(data)}).encode() + b"\n" + data
            )
            _pipe(process.stdin).flush()
            if self._lacking is None:
                self._lacking = tuple(json.loads(_pipe(process.stdout).readline() or b"[]"))
                if self._lacking:
                    log.info(LACKING, " and ".join(self._lacking))
            return _pipe(process.stdout).readline(MOST_BYTES)
        except OSError:
            return b""
        finally:
            clock.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            modules = os.pathsep.join(entry for entry in sys.path if entry)
            self._process = subprocess.Popen(  # noqa: S603 (our own module)
                [sys.executable, "-P", "-m", "bot.corpus.foreign.worker", str(self._seconds)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"PYTHONPATH": modules, "PYTHONUTF8": "1"},  # no secrets
            )
        return self._process

    def _stop(self) -> None:
        process, self._process, self._lacking = self._process, None, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            try:
                _pipe(pipe).close()
            except OSError:  # what was not yet written has no reader
                continue
        process.wait()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise OSError("there is no pipe")
    return pipe
