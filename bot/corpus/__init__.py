"""A folder on disk → its reports: which files to read, each whole, and what can't be read."""

from __future__ import annotations

import hashlib
import os
import stat
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Final, NamedTuple

from bot.corpus.extraction import EXTRAS, CachingExtractor, Extracted, ExtractionError, Extractor
from bot.errors import CorpusError
from bot.model import Problem, Progress, Report, no_progress

__all__ = ["SUFFIXES", "Corpus", "read_corpus", "report_at", "unread_files"]

MOST_NAMED: Final = 20
MUCH: Final = 1 / 3  # of a page's words

# Of the files that are read.
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

# Of reading a file that somebody writes meanwhile.
MEGABYTE: Final = 1024 * 1024
PAUSES: Final = (0.01, 0.05, 0.2, 0.5)  # seconds before a file that changes is read again
EMPTIED: Final = 1.0  # seconds in which an empty file may be one that is about to be written


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a folder contains, each tuple ordered by path; no two reports share one."""

    reports: tuple[Report, ...]
    problems: tuple[Problem, ...] = ()  # files that were not read
    warnings: tuple[
        Problem, ...
    ] = ()  # in files that were read: a date that is none, a page half left out
    hashes: tuple[str, ...] = ()  # SHA-256 of the file of each report


@dataclass(frozen=True, slots=True)
class _Read:
    report: Report
    warnings: tuple[Problem, ...]
    digest: str


def read_corpus(
    folder: Path,
    *,
    max_file_mb: float = 5,
    previous: Corpus | None = None,
    progress: Progress = no_progress,
    extracted: Path | None = None,
) -> Corpus:
    """Return the reports of a folder and its sub-folders; a file that can't be read is a problem.

    Hidden files and folders and links that lead outside are left out.

    Args:
        folder: of the reports.
        max_file_mb: megabytes; a larger file is a problem.
        previous: what was read before; its reports of the same path and bytes are taken over.
        progress: files go through it, so that it can say how far reading has come.
        extracted: the folder in which what was taken out of PDF and the like is kept.

    Raises:
        CorpusError: the folder is missing or contains no readable report.
    """
    if not folder.is_dir():
        raise CorpusError(f"{folder}: there is no such folder; create it or set corpus.path")
    known = _known(previous)
    files, problems = walk(folder)
    with Extractor() as process:
        extractor = CachingExtractor(process, extracted)
        found = [_read(file, max_file_mb, known, extractor) for file in progress(files, "files")]
        extractor.tidy()
    read = [one for one in found if isinstance(one, _Read)]
    problems += [one for one in found if isinstance(one, Problem)]
    problems.sort(key=lambda problem: problem.path)
    if not read:
        raise CorpusError(*_nothing(folder, problems))
    return Corpus(
        reports=tuple(one.report for one in read),
        problems=tuple(problems),
        warnings=tuple(warning for one in read for warning in one.warnings),
        hashes=tuple(one.digest for one in read),
    )


def report_at(
    folder: Path, path: str, digest: str, extractor: CachingExtractor, *, max_file_mb: float = 5
) -> Report | None:
    """Return one report of a folder, as `read_corpus` does.

    None where there is no such file inside of the folder, it can't be read, or the SHA-256 of what
    it contains isn't this digest.
    """
    file = folder / path
    target = _target(file)
    if target is None or not target.is_relative_to(folder.resolve()):
        return None
    try:
        data = read_whole(file, max_file_mb)
    except UnwholeError:
        return None
    if hashlib.sha256(data).hexdigest() != digest:
        return None
    read = _read_anew(ReportFile(path, file), data, digest, extractor)
    return read.report if isinstance(read, _Read) else None


def _known(previous: Corpus | None) -> dict[tuple[str, str], _Read]:
    if previous is None:
        return {}
    warnings: dict[str, tuple[Problem, ...]] = {}
    for warning in previous.warnings:
        warnings[warning.path] = (*warnings.get(warning.path, ()), warning)
    return {
        (report.path, digest): _Read(report, warnings.get(report.path, ()), digest)
        for report, digest in zip(previous.reports, previous.hashes, strict=True)
    }


def _read(
    found: ReportFile,
    max_file_mb: float,
    known: dict[tuple[str, str], _Read],
    extractor: CachingExtractor,
) -> _Read | Problem:
    try:
        data = read_whole(found.file, max_file_mb)
    except UnwholeError as error:
        return Problem(found.path, str(error))
    digest = hashlib.sha256(data).hexdigest()
    return known.get((found.path, digest)) or _read_anew(found, data, digest, extractor)


def _read_anew(
    found: ReportFile, data: bytes, digest: str, extractor: CachingExtractor
) -> _Read | Problem:
    from bot.corpus import report_file  # noqa: PLC0415 - takes time to load; known files need none

    path = found.path
    try:
        if found.file.suffix.lower() not in EXTRAS:
            report, warnings = report_file.read_report(path, data)
            return _Read(report, tuple(warnings), digest)
        extracted = extractor.extract(path, data)
        report = report_file.report_of(path, extracted)
        return _Read(report, tuple(_left_out(path, extracted)), digest)
    except ExtractionError as error:
        return Problem(path, str(error))
    except report_file.UnreadableError as error:
        return Problem(path, error.reason, error.line)


def _left_out(path: str, extracted: Extracted) -> Iterator[Problem]:
    if extracted.left_out > MUCH:
        share = f"{extracted.left_out:.0%}"
        reason = f"{share} of the page was taken for menus, comments and the like and is left out"
        yield Problem(path, f"{reason}; where that is its text, save it as .docx or .txt")


def _nothing(folder: Path, problems: list[Problem]) -> list[str]:
    problems = problems or unread_files(folder)
    if not problems:
        return [f"{folder}: contains no report; put .md or .txt files there, or set corpus.path"]
    named = [str(problem) for problem in problems[:MOST_NAMED]]
    return [f"{folder}: no file there could be read as a report; fix one of these", *named]


class ReportFile(NamedTuple):
    """A file to read; `path` is relative to the folder, with forward slashes."""

    path: str
    file: Path


def walk(folder: Path) -> tuple[list[ReportFile], list[Problem]]:
    """Return the files to read, ordered by path, and what looks like a report but is left out.

    Hidden files and folders, an office program's locks and other kinds of files are passed over in
    silence. A file comes
    once, however many links lead to it; folders that are links are not entered.
    """
    root = folder.resolve()
    problems: list[Problem] = []
    files: list[ReportFile] = []
    links: list[ReportFile] = []
    for file in _entries(root, problems):
        path = file.relative_to(root).as_posix()
        mode = _mode(file)
        if any(unicodedata.category(c) in UNSHOWN or c in REORDERING for c in path):
            reason = "the name contains characters that can't be shown; rename the file"
            problems.append(Problem(printable(path), reason))
        elif stat.S_ISLNK(mode):
            links.append(ReportFile(path, file))
        elif stat.S_ISREG(mode):
            files.append(ReportFile(path, file))
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
    root: Path, files: list[ReportFile], links: list[ReportFile], problems: list[Problem]
) -> list[ReportFile]:
    """Return the links that lead to a file inside the folder which isn't read already."""
    seen = {found.file for found in files}
    kept: list[ReportFile] = []
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


class UnwholeError(ValueError):
    """A file can't be read, is too large, or changes for too long; the message says which."""


def read_whole(file: Path, max_mb: float) -> bytes:
    """Return what a file contains; while it changes, it is read again.

    Raises:
        UnwholeError: it goes on changing.
    """
    limit = int(max_mb * MEGABYTE)
    for pause in (*PAUSES, None):
        try:
            data, whole = _read_once(file, limit)
        except OSError as error:
            raise UnwholeError(f"can't be opened: {os.strerror(error.errno or 0)}") from None
        if len(data) > limit:
            raise UnwholeError(f"is over {max_mb:g} MB; split it or raise corpus.max_file_mb")
        if whole and (data or pause is None or not _is_fresh(file)):
            return data
        if pause is not None:
            time.sleep(pause)
    raise UnwholeError("is being written; reload once it is whole")


def _read_once(file: Path, limit: int) -> tuple[bytes, bool]:
    """Return the bytes, and whether the file was the same before, after and under its name."""
    with file.open("rb") as stream:
        before = os.fstat(stream.fileno())
        data = stream.read(limit + 1)
        after = os.fstat(stream.fileno())
    same = _stamp(before) == _stamp(after) == _stamp(file.stat())
    return data, same and len(data) == before.st_size


def _stamp(about: os.stat_result) -> tuple[int, ...]:
    return about.st_dev, about.st_ino, about.st_mtime_ns, about.st_size


def _is_fresh(file: Path) -> bool:
    try:
        return abs(time.time() - file.stat().st_mtime) < EMPTIED
    except OSError:
        return True
