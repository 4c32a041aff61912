"""Secrets: from the environment, or from a file that it names."""

from __future__ import annotations

import os
from pathlib import Path

from bot.errors import ConfigError

LARGEST = 64 * 1024


def secret(name: str) -> str | None:
    """The value of NAME, else the content of the file NAME_FILE, stripped; None where neither is.

    Raises ConfigError where the file can't be read.
    """
    if value := os.environ.get(name, "").strip():
        return value
    path = os.environ.get(f"{name}_FILE", "").strip()
    if not path:
        return None
    try:
        with Path(path).open("rb") as file:
            return file.read(LARGEST).decode("utf-8-sig").strip() or None
    except OSError as error:
        raise ConfigError(f"{name}_FILE: {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{name}_FILE: {path}: not a text file") from None
