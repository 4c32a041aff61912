"""A folder → its reports."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.corpus.foreign import EXTRAS, CachingExtractor, Extracted, ExtractionError, Extractor
from bot.corpus.report_file import UnreadableError, read_report, report_of
from bot.corpus.walk import Found, unread_files, walk
from bot.corpus.whole_file import UnwholeError, read_whole
from bot.errors import CorpusError
from bot.model import Problem, Report, Through, untold

MOST_NAMED: Final = 20
MUCH: Final = 1 / 3  # of a page's words


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a folder holds, each tuple ordered by path; no two reports share one."""

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
    through: Through = untold,
    extracted: Path | None = None,
) -> Corpus:
    """Return the reports of a folder and its sub-folders; a file that can't be read is a problem.

    Hidden files and folders and links that lead outside are left out. Where `previous` holds a
    report of the same path and the same bytes, that very object is taken over. Files go `through`
    what tells how far it has come. What was taken out of PDF and the like is kept in the folder
    `extracted`. Raises CorpusError where the folder is missing or holds no readable report.
    """
    if not folder.is_dir():
        raise CorpusError(f"{folder}: there is no such folder; create it or set corpus.path")
    known = _known(previous)
    files, problems = walk(folder)
    read: list[_Read] = []
    with Extractor() as process:
        extractor = CachingExtractor(process, extracted)
        for found in through(files, "files"):
            try:
                read.append(_read(found, max_file_mb, known, extractor))
            except UnreadableError as error:
                problems.append(Problem(found.path, error.reason, error.line))
        extractor.tidy()
    problems.sort(key=lambda problem: problem.path)
    if not read:
        raise CorpusError(*_nothing(folder, problems))
    return Corpus(
        reports=tuple(one.report for one in read),
        problems=tuple(problems),
        warnings=tuple(warning for one in read for warning in one.warnings),
        hashes=tuple(one.digest for one in read),
    )


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
    found: Found,
    max_file_mb: float,
    known: dict[tuple[str, str], _Read],
    extractor: CachingExtractor,
) -> _Read:
    try:
        data = read_whole(found.file, max_file_mb)
    except UnwholeError as error:
        raise UnreadableError(str(error)) from None
    digest = hashlib.sha256(data).hexdigest()
    unchanged = known.get((found.path, digest))
    if unchanged:
        return unchanged
    if found.file.suffix.lower() not in EXTRAS:
        report, warnings = read_report(found.path, data)
        return _Read(report, tuple(warnings), digest)
    try:
        extracted = extractor.extract(found.path, data)
    except ExtractionError as error:
        raise UnreadableError(str(error)) from None
    return _Read(report_of(found.path, extracted), tuple(_left_out(found.path, extracted)), digest)


def _left_out(path: str, extracted: Extracted) -> Iterator[Problem]:
    if extracted.left_out > MUCH:
        share = f"{extracted.left_out:.0%}"
        reason = f"{share} of the page was taken for menus, comments and the like and is left out"
        yield Problem(path, f"{reason}; where that is its text, save it as .docx or .txt")


def _nothing(folder: Path, problems: list[Problem]) -> list[str]:
    problems = problems or unread_files(folder)
    if not problems:
        return [f"{folder}: holds no report; put .md or .txt files there, or set corpus.path"]
    named = [str(problem) for problem in problems[:MOST_NAMED]]
    return [f"{folder}: no file there could be read as a report; mend one of these", *named]
