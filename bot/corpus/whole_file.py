"""A file → its bytes as they were at one moment, though somebody writes it meanwhile."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Final

MEGABYTE: Final = 1024 * 1024
PAUSES: Final = (0.01, 0.05, 0.2, 0.5)  # seconds before a file that changes is read again
EMPTIED: Final = 1.0  # seconds in which an empty file may be one that is about to be written


class UnwholeError(ValueError):
    """A file can't be read, is too large, or changes for too long; the message says which."""


def read_whole(file: Path, max_mb: float) -> bytes:
    """Return what a file holds; while it changes, it is read again. Raises UnwholeError."""
    limit = int(max_mb * MEGABYTE)
    for pause in (*PAUSES, None):
        try:
            data, whole = _read(file, limit)
        except OSError as error:
            raise UnwholeError(f"can't be opened: {os.strerror(error.errno or 0)}") from None
        if len(data) > limit:
            raise UnwholeError(f"is over {max_mb:g} MB; split it or raise corpus.max_file_mb")
        if whole and (data or pause is None or not _is_fresh(file)):
            return data
        if pause is not None:
            time.sleep(pause)
    raise UnwholeError("is being written; reload once it is whole")


def _read(file: Path, limit: int) -> tuple[bytes, bool]:
    """Return the bytes, and whether the file was the same before, after and under its name."""
    with file.open("rb") as stream:
        before = os.fstat(stream.fileno())
        data = stream.read(limit + 1)
        after = os.fstat(stream.fileno())
    same = _state(before) == _state(after) == _state(file.stat())
    return data, same and len(data) == before.st_size


def _state(about: os.stat_result) -> tuple[int, ...]:
    return about.st_dev, about.st_ino, about.st_mtime_ns, about.st_size


def _is_fresh(file: Path) -> bool:
    try:
        return abs(time.time() - file.stat().st_mtime) < EMPTIED
    except OSError:
        return True
