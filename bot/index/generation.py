"""Files kept on disk so that what was written is read again whole, or not at all.

    folder/
      CURRENT               name of the generation in use, and the checksum of its header
      generation-…/
        header.json         format, version, and size and checksum of each file
        *.npy, …            arrays, mapped into memory when loaded; and other files

A generation is written beside the one in use and synced; then one rename of CURRENT switches to it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.errors import StoredIndexError
from bot.files import lock_file, to_disk, write_whole

# An array, bytes, or pieces of bytes, which are kept one after another.
FileContent: TypeAlias = "NDArray[Any] | bytes | Sequence[bytes | memoryview]"

_FORMAT = "rapporteur index"
_VERSION = 1
_CURRENT = re.compile(r"(generation-\w+) ([0-9a-f]{64})\n", re.ASCII)
_NAME = re.compile(r"\w[\w.-]*", re.ASCII)
_WRITERS = 2  # files that are written at a time; more would crowd out the event loop
_PIECE = 1 << 20  # bytes that are joined before they are written
_PATIENCE = 30.0  # seconds to wait for another process


@dataclass(frozen=True, slots=True)
class Generation:
    """Files found to be as the header states; they stay readable when others replace them."""

    path: Path
    mapped: Mapping[str, NDArray[Any]]  # by the name of the file, read-only

    def array(self, name: str) -> NDArray[Any]:
        """Return the array saved under this name.

        Raises:
            StoredIndexError: there is none.
        """
        return self._file(f"{name}.npy")

    def blob(self, name: str) -> bytes:
        """Return the bytes saved under this name.

        Raises:
            StoredIndexError: there are none.
        """
        return self.view(name).tobytes()

    def view(self, name: str) -> NDArray[np.uint8]:
        """Return the same as `blob`, but mapped into memory.

        Raises:
            StoredIndexError: there are none.
        """
        return self._file(name)

    def _file(self, file: str) -> NDArray[Any]:
        if file not in self.mapped:
            raise StoredIndexError(f"{self.path / file}: is missing")
        return self.mapped[file]


def save_generation(folder: Path, contents: Mapping[str, FileContent]) -> None:
    """Keep `contents` in `folder` in place of what it kept before.

    Raises:
        StoredIndexError: the folder can't be written; what it kept before is untouched.
    """
    if bad := [name for name in contents if not _NAME.fullmatch(name)]:
        raise ValueError(f"no names for files: {bad}")
    with _stored_index_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            new = Path(tempfile.mkdtemp(prefix="generation-", dir=folder))
            try:
                checksum = _write(new, contents)
                write_whole(folder / "CURRENT", f"{new.name} {checksum}\n".encode())
            finally:
                _remove_others(folder)


def load_generation(folder: Path) -> Generation:
    """Return the generation in use, after its checksums are verified.

    Raises:
        StoredIndexError: there is none, or it is torn, truncated, foreign or of another version.
    """
    with _stored_index_errors(folder):
        if not (folder / "CURRENT").exists():
            raise StoredIndexError(f"{folder}: no index is kept here yet")
        with _locked(folder, shared=True):
            return _verified(folder)


def _verified(folder: Path) -> Generation:
    current = _CURRENT.fullmatch((folder / "CURRENT").read_bytes().decode("ascii", "replace"))
    if not current:
        raise StoredIndexError(f"{folder / 'CURRENT'}: does not name a generation")
    path = folder / current[1]
    header = (path / "header.json").read_bytes()
    if hashlib.sha256(header).hexdigest() != current[2]:
        raise StoredIndexError(f"{path / 'header.json'}: checksum differs from that in CURRENT")
    files = _files(path, header)
    with ThreadPoolExecutor() as pool:
        for _ in pool.map(lambda item: _verify(path / item[0], **item[1]), files.items()):
            pass
    return Generation(path, {name: _mapped(path / name) for name in files})


def _mapped(file: Path) -> NDArray[Any]:
    if file.suffix == ".npy":
        # as a plain array, since slices of a memmap are slow to make
        return np.asarray(np.load(file, mmap_mode="r", allow_pickle=False))
    if not file.stat().st_size:
        return np.empty(0, np.uint8)
    return np.asarray(np.memmap(file, np.uint8, "r"))


def _files(path: Path, header: bytes) -> dict[str, dict[str, Any]]:
    read = json.loads(header)
    if read.get("format") != _FORMAT or read.get("version") != _VERSION:
        found = f"{read.get('format')}, version {read.get('version')}"
        raise StoredIndexError(f"{path}: contains {found}, not {_FORMAT}, version {_VERSION}")
    files: dict[str, dict[str, Any]] = read["files"]
    return files


def _verify(file: Path, size: int, sha256: str) -> None:
    with _stored_index_errors(file), file.open("rb") as opened:
        found = os.fstat(opened.fileno()).st_size
        if found != size:
            raise StoredIndexError(f"{file}: {found} bytes instead of {size}")
        if hashlib.file_digest(opened, "sha256").hexdigest() != sha256:
            raise StoredIndexError(f"{file}: checksum differs from that in the header")


def _write(path: Path, contents: Mapping[str, FileContent]) -> str:
    """Return the checksum of the header, once everything is on the disk."""
    with ThreadPoolExecutor(_WRITERS) as pool:
        files = dict(pool.map(lambda item: _write_file(path, *item), contents.items()))
    header = json.dumps({"format": _FORMAT, "version": _VERSION, "files": files}, indent=1)
    (path / "header.json").write_bytes(header.encode())
    to_disk(path / "header.json")
    to_disk(path)
    return hashlib.sha256(header.encode()).hexdigest()


def _write_file(path: Path, name: str, content: FileContent) -> tuple[str, dict[str, object]]:
    file = path / (f"{name}.npy" if isinstance(content, np.ndarray) else name)
    with file.open("xb", _PIECE) as opened:
        if isinstance(content, np.ndarray):
            np.save(opened, content, allow_pickle=False)
        else:
            for piece in [content] if isinstance(content, bytes) else content:
                opened.write(piece)  # writelines would hold the interpreter's lock for all
    to_disk(file)
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    return file.name, {"size": file.stat().st_size, "sha256": digest}


def _remove_others(folder: Path) -> None:
    # Also what a crash left half-written. A process that has mapped a removed file keeps it.
    current = folder / "CURRENT"
    used = current.read_text("ascii", "replace").split(" ")[0] if current.exists() else ""
    for path in folder.glob("generation-*"):
        if path.name != used:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _locked(folder: Path, *, shared: bool = False) -> Iterator[None]:
    """Let one process write while others wait."""
    try:
        lock = lock_file(folder / ".lock", 0o644, shared=shared, seconds=_PATIENCE)
    except FileNotFoundError:  # a reader's folder may be read-only: then nobody writes there
        yield
        return
    try:
        yield
    finally:
        os.close(lock)


@contextmanager
def _stored_index_errors(path: Path) -> Iterator[None]:
    """Raise what the system refuses, and what isn't in due form, as a StoredIndexError."""
    try:
        yield
    except OSError as error:
        raise StoredIndexError(f"{error.filename or path}: {error.strerror or error}") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoredIndexError(f"{path}: is no index of this program ({error})") from error
