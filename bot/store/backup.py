"""The store as one file to keep elsewhere, and back."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.errors import StoreError
from bot.files import PRIVATE, replacing
from bot.store.database import acquire_lock, read_only, reason


def back_up(path: Path, target: Path, *, replace: bool = False) -> int:
    """Copy the store as it is at one moment, also while a bot writes it; the copy has mode 0600.

    Returns:
        How many questions are in it.

    Raises:
        StoreError: the store can't be read or the copy not written, it is damaged, or `target`
            exists and `replace` is not set; the target is as it was.
    """
    if target.exists() and path.exists() and target.samefile(path):
        raise StoreError(f"{target}: is the store itself")
    _free(target, replace=replace)
    with read_only(path) as store, _beside(target) as copy:
        return _copy(path, store, copy)


def restore(source: Path, path: Path, *, replace: bool = False) -> int:
    """Put a backup in the place of the store; the next start brings its tables up to date.

    Returns:
        How many questions are in it.

    Raises:
        StoreError: a bot uses the store, the backup is damaged, foreign or of a newer release, or
            the store exists and `replace` is not set; it is as it was.
    """
    _free(path, replace=replace)
    with read_only(source) as backup:
        existed = path.exists()
        lock = acquire_lock(path)
        try:
            with _beside(path) as copy:
                questions = _copy(source, backup, copy)
                for companion in ("-wal", "-shm"):  # they belong to the former file
                    path.with_name(path.name + companion).unlink(missing_ok=True)
                return questions
        except BaseException:
            if not existed:
                path.unlink(missing_ok=True)  # the claim has made it
            raise
        finally:
            os.close(lock)


def _free(target: Path, *, replace: bool) -> None:
    if target.is_dir():
        raise StoreError(f"{target}: is a folder; name a file")
    if target.exists() and not replace:
        raise StoreError(f"{target}: exists already; --force replaces it")


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Open a private file that takes the target's place once it is whole and on the disk."""
    try:
        with replacing(target.resolve(), PRIVATE) as part:
            yield part
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{target}: {reason(error)}") from error


def _copy(source: Path, store: sqlite3.Connection, to: Path) -> int:
    with closing(sqlite3.connect(to)) as copy:
        store.backup(copy)
        try:
            (damage,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            damage = str(error)
        if damage != "ok":
            raise StoreError(f"{source}: it is damaged: {' '.join(damage.split())}")
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without companions
        return int(copy.execute("SELECT count(*) FROM answers").fetchone()[0])
