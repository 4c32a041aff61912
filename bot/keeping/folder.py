"""Where an index is kept: a folder of its own for each folder of reports."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import shutil
from contextlib import suppress
from math import inf
from pathlib import Path

from bot.errors import StoredIndexError
from bot.keeping.fingerprint import fingerprint
from bot.keeping.kept import Kept, load, save

MOST = 8  # folders of reports whose indexes are kept
NAME = re.compile(r"corpus-[0-9a-f]{12}")

log = logging.getLogger(__name__)


def kept_in(place: Path, corpus: Path) -> Kept | None:
    """Return what is kept of a folder of reports; None where it can't be used, which is logged."""
    folder, now = _folder(place, corpus), fingerprint()
    if not os.path.exists(folder / "CURRENT"):  # False where one may not look
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
    try:
        save(folder, kept, fingerprint())
    except (StoredIndexError, ValueError) as error:
        log.warning("The index can't be kept, so the next start reads all again: %s", error)
    else:
        with suppress(OSError):
            _remove_oldest(place)


def _folder(place: Path, corpus: Path) -> Path:
    name = hashlib.sha256(os.fsencode(_real(corpus))).hexdigest()
    return place / f"corpus-{name[:12]}"


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))  # unlike resolve(), it takes links that lead in a circle


def _remove_oldest(place: Path) -> None:
    def age(folder: Path) -> float:
        try:
            return -(folder / "CURRENT").stat().st_mtime
        except OSError:  # half-made, or being removed
            return -inf

    kept = (folder for folder in place.iterdir() if NAME.fullmatch(folder.name))
    for folder in sorted(kept, key=age)[MOST:]:
        shutil.rmtree(folder, ignore_errors=True)
