"""What was taken out of foreign files, kept on disk: by their content, and by what takes it out.

Nothing here is needed: what can't be read or written is taken out of the file again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePosixPath
from typing import Final

from bot.corpus.foreign.extracted import Extracted, ExtractionError
from bot.corpus.foreign.extractor import Extractor

LIBRARIES: Final = ("lxml", "pypdfium2", "python-docx", "trafilatura")
DAY: Final = 24 * 3600.0
REFUSED_FOR: Final = DAY  # then the file is tried again: the machine may have been busy
UNUSED_FOR: Final = 30 * DAY  # then it is deleted


class CachingExtractor:
    """An extractor that asks the folder first; without a folder, one like any other."""

    def __init__(
        self, extractor: Extractor, folder: Path | None, clock: Callable[[], float] = time.time
    ) -> None:
        self._extractor = extractor
        self._folder = folder
        self._clock = clock

    def extract(self, path: str, data: bytes) -> Extracted:
        """Return what a file holds; its suffix is one of EXTRAS. Raises ExtractionError."""
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
        """What tells apart the programs that read foreign files."""
        here = Path(__file__).parent
        digest = hashlib.sha256()
        beside = (here.parent / name for name in ("dates.py", "decoding.py", "lines.py"))
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
