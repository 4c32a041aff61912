"""Which files of a folder are reports: inside it, and safe to open."""

from __future__ import annotations

import os
import stat
import unicodedata
from operator import attrgetter
from pathlib import Path
from typing import Final, NamedTuple

from bot.corpus.foreign import EXTRAS
from bot.model import Problem

SUFFIXES: Final = (".md", ".markdown", ".txt", ".text", *EXTRAS)
# What offices keep and nothing here reads.
UNREAD: Final = (".doc", ".odt", ".rtf", ".ppt", ".pptx", ".odp", ".xls", ".xlsx", ".ods", ".msg")
UNSEEN: Final = (
    ".",
    "~$",
)  # what names of hidden files and of an office program's locks begin with
# Control characters, lone surrogates (a name that isn't UTF-8), line separators.
UNSHOWN: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
REORDERING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Found(NamedTuple):
    """A file to read; `path` is relative to the folder, with forward slashes."""

    path: str
    file: Path


def walk(folder: Path) -> tuple[list[Found], list[Problem]]:
    """Return the files to read, ordered by path, and what looks like a report but is left out.

    Hidden files and folders, an office program's locks and other kinds of files are passed over in
    silence. A file comes
    once, however many links lead to it; folders that are links are not entered.
    """
    root = folder.resolve()
    problems: list[Problem] = []
    files: list[Found] = []
    links: list[Found] = []
    for file in _entries(root, problems):
        path = file.relative_to(root).as_posix()
        mode = _mode(file)
        if any(unicodedata.category(c) in UNSHOWN or c in REORDERING for c in path):
            reason = "the name holds characters that can't be shown; rename the file"
            problems.append(Problem(printable(path), reason))
        elif stat.S_ISLNK(mode):
            links.append(Found(path, file))
        elif stat.S_ISREG(mode):
            files.append(Found(path, file))
    return sorted(files + _inside(root, files, links, problems), key=attrgetter("path")), problems


def unread_files(folder: Path) -> list[Problem]:
    """Return the documents of a folder that are in none of the formats that are read, by path."""
    root = folder.resolve()
    paths = [path.relative_to(root).as_posix() for path in _entries(root, [], UNREAD)]
    reason = "is in a format that isn't read; save it as PDF or .docx"
    return [Problem(printable(path), reason) for path in sorted(paths)]


def printable(path: str) -> str:
    """Return a path in one line of characters that every output takes."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in path)


def _entries(
    root: Path, problems: list[Problem], suffixes: tuple[str, ...] = SUFFIXES
) -> list[Path]:
    def refuse(error: OSError) -> None:
        path = printable(os.path.relpath(error.filename, root))
        problems.append(Problem(path, f"can't be opened: {os.strerror(error.errno or 0)}"))

    entries: list[Path] = []
    for here, folders, names in os.walk(root, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        entries += [
            Path(here, name)
            for name in names
            if not name.startswith(UNSEEN) and name.lower().endswith(suffixes)
        ]
    return entries


def _mode(file: Path) -> int:
    try:
        return file.lstat().st_mode
    except OSError:  # gone since the folder was listed
        return 0


def _inside(
    root: Path, files: list[Found], links: list[Found], problems: list[Problem]
) -> list[Found]:
    """Return the links that lead to a file inside the folder which isn't read already."""
    seen = {found.file for found in files}
    kept: list[Found] = []
    for link in sorted(links):
        target = _target(link.file)
        if target is None or not target.is_file():
            problems.append(Problem(link.path, "is a link that leads to no file; remove it"))
        elif not target.is_relative_to(root):
            reason = "is a link that leads outside the folder; copy the file instead"
            problems.append(Problem(link.path, reason))
        elif target not in seen:
            seen.add(target)
            kept.append(link)
    return kept


def _target(link: Path) -> Path | None:
    try:
        return link.resolve(strict=True)
    except (OSError, RuntimeError):
        return None
