"""What SQLite and the file system refuse, in words that an operator can act on."""

from __future__ import annotations

import errno
from typing import Final

from sqlalchemy.exc import DatabaseError

MOVE: Final = "; move it away, and restore a backup or start with an empty one"
DAMAGED: Final = f"it is damaged{MOVE}"
READ_ONLY: Final = "it is read-only; make it and its folder writable"
REASONS: Final = {
    "database or disk is full": "the disk is full; free some space",
    "attempt to write a readonly database": READ_ONLY,
    "file is not a database": f"it is no SQLite file{MOVE}",
    "database disk image is malformed": DAMAGED,
    "unable to open database file": "it can't be opened; check the folder and its permissions",
    "database is locked": "another program holds it; stop that program",
}


def reason(error: Exception) -> str:
    """Why it was refused, as short as it can be said."""
    if isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return READ_ONLY
    said = str(error.orig if isinstance(error, DatabaseError) else error)
    return REASONS.get(said) or str(getattr(error, "strerror", None) or said)
