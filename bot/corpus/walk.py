"""Which files of a folder are reports: safe to open, and inside it."""

from __future__ import annotations

import os
import stat
import unicodedata
from pathlib import Path
from typing import Final

from bot.model import Problem

SUFFIXES: Final = (".md", ".markdown", ".txt", ".text")


def walk(folder: Path) -> tuple[list[tuple[str, Path]], list[Problem]]:
    """The files to read as (path relative to the folder, file), by path; and what is left out
    though it looks like a report. Each file comes once, however many links lead to it.
    """
    root = folder.resolve()
    found: list[tuple[str, Path]] = []
    problems: list[Problem] = []
    links: list[tuple[str, Path]] = []
    seen: set[Path] = set()
    for path, file, is_link in _entries(root, problems):
        if any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in path):
            problems.append(Problem(printable(path), "the file's name can't be shown; rename it"))
        elif is_link:
            links.append((path, file))
        else:
            seen.add(file.resolve())
            found.append((path, file))
    for path, file in sorted(links):
        target = file.resolve()
        if not target.is_relative_to(root):
            problems.append(Problem(path, "a link that leads outside the folder; copy the file"))
        elif not target.is_file():
            problems.append(Problem(path, "a link that leads to no file; remove it"))
        elif target not in seen:
            seen.add(target)
            found.append((path, file))
    return sorted(found), problems


def printable(path: str) -> str:
    """A path in one line of characters that every output takes."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in path)


def _entries(root: Path, problems: list[Problem]) -> list[tuple[str, Path, bool]]:
    entries: list[tuple[str, Path, bool]] = []

    def refuse(error: OSError) -> None:
        path = os.path.relpath(error.filename, root)
        problems.append(
            Problem(printable(path), f"can't be opened: {os.strerror(error.errno or 0)}")
        )

    for here, folders, files in os.walk(root, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            file = Path(here, name)
            if name.startswith(".") or not name.lower().endswith(SUFFIXES):
                continue
            mode = file.lstat().st_mode
            if stat.S_ISREG(mode) or stat.S_ISLNK(mode):
                entries.append((file.relative_to(root).as_posix(), file, stat.S_ISLNK(mode)))
    return entries
