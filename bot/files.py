"""Files that are there whole or not at all, locks that end with the process, and tables as YAML."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PUBLIC = 0o666  # less what the process's umask takes away
PRIVATE = 0o600
PAUSE = 0.02  # seconds between two tries for a lock


@contextmanager
def replacing(target: Path, mode: int = PUBLIC) -> Iterator[Path]:
    """Yield a new, hidden file beside the target, which takes its place after the block.

    By then it is on the disk, and so is its name: neither a killed process nor a power cut leaves
    half of it. Where the block raises, the target is as it was. One writer at a time.

    Args:
        target: the file; a link is replaced itself, not what it leads to.
        mode: of the new file.

    Raises:
        OSError: the folder can't be written, or the disk is full.
    """
    part = part_of(target)
    try:
        part.unlink(missing_ok=True)  # of a process that was killed
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
        yield part
        to_disk(part)
        part.replace(target)
        to_disk(part.parent)
    finally:
        part.unlink(missing_ok=True)


def part_of(target: Path) -> Path:
    """Return what the file is called while it is written; hidden files are no reports."""
    return target.with_name(f".{target.name.lstrip('.')}.part")


def write_whole(target: Path, content: bytes, mode: int = PUBLIC) -> None:
    """Write the file as `replacing` does.

    Raises:
        OSError: the folder can't be written, or the disk is full.
    """
    with replacing(target, mode) as part:
        part.write_bytes(content)


def lock_file(path: Path, mode: int = PUBLIC, *, shared: bool = False, seconds: float = 0.0) -> int:
    """Return the handle of a lock on the file; the system frees it however the process ends.

    Args:
        path: the file; an exclusive lock makes it where it is missing.
        mode: of a file that is made.
        shared: others may share it; a reader may be unable to make the file, so it isn't made.
        seconds: how long it waits for another process.

    Raises:
        BlockingIOError: another process still has it.
        OSError: the file can't be made or opened.
    """
    until = time.monotonic() + seconds
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    handle = os.open(path, os.O_RDONLY if shared else os.O_RDWR | os.O_CREAT, mode)
    try:
        while True:
            try:
                fcntl.flock(handle, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise
                time.sleep(PAUSE)
            else:
                return handle
    except BaseException:
        os.close(handle)
        raise


def to_disk(path: Path) -> None:
    """Wait until the file's content, or the names in the folder, would outlast a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_table(package: str, name: str) -> dict[str, Any]:
    """Return what a file of a package's folder says, all values as text, "no" and 7 too."""
    import yaml  # noqa: PLC0415 - a question in English, in the terminal, never needs it

    text = resources.files(package).joinpath(f"{name}.yaml").read_text("utf-8")
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    found: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - it makes texts only
    return found
