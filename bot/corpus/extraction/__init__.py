"""Web pages, PDF, Word files and e-mail → text, in a process of its own with limits.

Each kind but e-mail needs an extra; nothing here imports one before a file asks for it. Here that
process is seen from outside; `worker` is what runs in it.

A file made to hang, crash or fill the memory takes that process down and nothing else. Files go in
one by one, each as a line of JSON and its bytes; a line of JSON comes back for each, after one that
says which limits the system lacks.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from threading import Timer
from types import TracebackType
from typing import IO, Any, Final, Literal

__all__ = [
    "EXTRAS",
    "CachingExtractor",
    "Extracted",
    "ExtractionError",
    "Extractor",
    "PageEntry",
    "PageListing",
]

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
LOCKED: Final = "is locked with a password; save it without one"
BROKE: Final = "can't be read within the limits of time and memory, or is damaged"
LACKING: Final = "The system has no %s, so native code that reads foreign files isn't confined"
# Of what is kept on disk.
LIBRARIES: Final = ("lxml", "pypdfium2", "python-docx", "trafilatura")
DAY: Final = 24 * 3600.0
REFUSED_FOR: Final = DAY  # then the file is tried again: the machine may have been busy
UNUSED_FOR: Final = 30 * DAY  # then it is deleted


class ExtractionError(ValueError):
    """The file can't be read; the message says why and, where there is one, the cure."""

    @property
    def curable(self) -> bool:
        """Say whether the cure is to install something, and not another file."""
        return "pip install" in str(self)


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text with what the file says of itself; None for what it doesn't say.

    Blocks stand apart by blank lines; headings, list items and table rows are marked as in
    Markdown. Form feeds separate the pages of a PDF. `left_out` is the share of a web page's
    words that were taken for menus and the like, from 0 to 1.
    """

    body: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None
    left_out: float = 0.0


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page that a feed or sitemap names; what it doesn't say is None."""

    url: str
    title: str | None = None
    date: str | None = None  # ISO 8601: of publication, in a sitemap of the last change
    stamp: str | None = None  # differs where the page was changed


@dataclass(frozen=True, slots=True)
class PageListing:
    """The pages in the order of the file; `maps` are the sitemaps that an index of them names."""

    entries: tuple[PageEntry, ...] = ()
    maps: tuple[str, ...] = ()
    title: str | None = None


class Extractor:
    """Reads files in a process that is started with the first and ended on leaving."""

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
        """Return what a file contains; its suffix is one of EXTRAS.

        Raises:
            ExtractionError: it can't be read; the text says why.
        """
        self.check(path)
        return Extracted(**self._answer(PurePosixPath(path).suffix.lower(), data))

    def check(self, path: str) -> None:
        """Raise ExtractionError where the extra that reads such a file is missing."""
        module, extra = EXTRAS[PurePosixPath(path).suffix.lower()]
        if module is not None and not self._is_installed(module):
            raise ExtractionError(f"needs an extra; run: pip install 'rapporteur[{extra}]'")

    def list_pages(self, kind: Literal["feed", "sitemap"], data: bytes) -> PageListing:
        """Return the pages that a feed or sitemap names.

        Raises:
            ExtractionError: it can't be read; the text says why.
        """
        said = self._answer(kind, data)
        entries = tuple(PageEntry(**entry) for entry in said["entries"])
        return PageListing(entries, tuple(said["maps"]), said["title"])

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
                [sys.executable, "-P", "-m", "bot.corpus.extraction.worker", str(self._seconds)],
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


class CachingExtractor:
    """An extractor that asks a folder first; without a folder, one like any other.

    The folder keeps what was extracted, by the file's content and by what extracts it. Nothing
    there is needed: what can't be read or written is extracted again.
    """

    def __init__(
        self, extractor: Extractor, folder: Path | None, clock: Callable[[], float] = time.time
    ) -> None:
        self._extractor = extractor
        self._folder = folder
        self._clock = clock

    def extract(self, path: str, data: bytes) -> Extracted:
        """Return what a file contains; its suffix is one of EXTRAS.

        Raises:
            ExtractionError: it can't be read; the text says why.
        """
        if self._folder is None:
            return self._extractor.extract(path, data)
        self._extractor.check(path)
        suffix = PurePosixPath(path).suffix.lower()
        name = hashlib.sha256(f"{self._reader} {suffix} ".encode() + data).hexdigest()
        file = self._folder / f"{name}.json"
        found = self._read(file)
        if found is None:
            found = self._extracted(path, data)
            self._write(file, found)
        if isinstance(found, ExtractionError):
            raise found
        return found

    @cached_property
    def _reader(self) -> str:
        """Return what tells apart the programs that extract."""
        here = Path(__file__).parent
        digest = hashlib.sha256()
        beside = (here.parent / name for name in ("dates.py", "decoding.py", "blocks.py"))
        for file in (*sorted(here.glob("*.py")), *beside):
            digest.update(hashlib.sha256(file.read_bytes()).digest())
        for library in LIBRARIES:
            digest.update(f" {library} {_version(library)}".encode())
        return digest.hexdigest()

    def tidy(self) -> None:
        """Delete what wasn't used for long, and what a crash has left."""
        if self._folder is None or not self._folder.is_dir():
            return
        for file in self._folder.iterdir():
            with contextlib.suppress(OSError):
                if self._clock() - file.stat().st_mtime > UNUSED_FOR:
                    file.unlink()

    def _extracted(self, path: str, data: bytes) -> Extracted | ExtractionError:
        try:
            return self._extractor.extract(path, data)
        except ExtractionError as error:
            return error

    def _read(self, file: Path) -> Extracted | ExtractionError | None:
        try:
            digest, _, content = file.read_bytes().partition(b"\n")
            if digest.decode() != hashlib.sha256(content).hexdigest():
                return None
            age = self._clock() - file.stat().st_mtime
            kept = json.loads(content)
            if "refused" in kept:
                return ExtractionError(kept["refused"]) if 0 <= age < REFUSED_FOR else None
            if age > DAY:
                file.touch()
            return Extracted(**kept)
        except (OSError, ValueError, TypeError):
            return None

    def _write(self, file: Path, found: Extracted | ExtractionError) -> None:
        kept = {"refused": str(found)} if isinstance(found, ExtractionError) else asdict(found)
        content = json.dumps(kept).encode()
        digest = hashlib.sha256(content).hexdigest().encode()
        part = file.with_suffix(".part")
        with contextlib.suppress(OSError):  # a full disk, a folder that can't be written
            file.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(digest + b"\n" + content)
            part.replace(file)


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"
