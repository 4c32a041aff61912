"""Where an index is kept: a folder of its own for each folder of reports."""

from __future__ import annotations

import hashlib
import logging
import re
import shutil
from math import inf
from typing import TYPE_CHECKING

from bot.errors import StoredIndexError
from bot.keeping.fingerprint import fingerprint
from bot.keeping.kept import Kept, load, save

if TYPE_CHECKING:
    from pathlib import Path

MOST = 8  # folders of reports whose indexes are kept
NAME = re.compile(r"corpus-[0-9a-f]{12}")

log = logging.getLogger(__name__)


def kept_in(place: Path, corpus: Path) -> Kept | None:
    """Return what is kept of a folder of reports; None where it can't be used, which is logged."""
    folder, now = _folder(place, corpus), fingerprint()
    if not (folder / "CURRENT").exists():
        return None
    try:
        kept = load(folder, now)
    except StoredIndexError as error:
        log.warning("The kept index can't be used and is built anew: %s", error)
        return None
    if kept is None:
        log.info("The index in %s is of another version and is built anew", folder)
    return kept


def keep(place: Path, corpus: Path, kept: Kept) -> None:
    """Keep the index for the next start; where that can't be done, a line is logged."""
    folder = _folder(place, corpus)
    if folder.resolve().is_relative_to(corpus.resolve()):
        log.warning("No index is kept: index.path (%s) lies inside the reports' folder", place)
        return
    try:
        save(folder, kept, fingerprint())
    except (StoredIndexError, ValueError) as error:
        log.warning("The index can't be kept, so the next start reads all again: %s", error)
    else:
        _remove_oldest(place)


def _folder(place: Path, corpus: Path) -> Path:
    name = hashlib.sha256(str(corpus.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
    return place / f"corpus-{name[:12]}"


def _remove_oldest(place: Path) -> None:
    def age(folder: Path) -> float:
        try:
            return -(folder / "CURRENT").stat().st_mtime
        except OSError:  # half-made, or being removed
            return -inf

    kept = (folder for folder in place.iterdir() if NAME.fullmatch(folder.name))
    for folder in sorted(kept, key=age)[MOST:]:
        shutil.rmtree(folder, ignore_errors=True)
