"""A folder → its reports, in the order of their paths."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.corpus.formats import Unreadable, read_report
from bot.corpus.walk import walk
from bot.errors import CorpusError
from bot.model import Problem, Report

MB: Final = 1024 * 1024
MOST_PROBLEMS: Final = 20


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a folder holds. Both are ordered by path; no path occurs twice in `reports`."""

    reports: tuple[Report, ...]
    problems: tuple[Problem, ...]  # files that were not read
    warnings: tuple[Problem, ...] = ()  # of files that were read: a date or url that is none
    hashes: tuple[str, ...] = ()  # of each report's file, so that a reload parses changed ones only


def read_corpus(folder: Path, *, max_file_mb: float = 5, previous: Corpus | None = None) -> Corpus:
    """The reports of a folder and its sub-folders; a file that can't be read is a problem.

    Hidden files and folders, and links that lead outside, are left out. A report of `previous`
    whose file holds the same bytes is taken over as the same object. Raises CorpusError where the
    folder is missing or holds no readable report.
    """
    if not folder.is_dir():
        raise CorpusError(f"{folder}: no such folder; create it or set corpus.path")
    known = _by_content(previous)
    reports: list[Report] = []
    hashes: list[str] = []
    warnings: list[Problem] = []
    files, problems = walk(folder)
    for path, file in files:
        try:
            data = _read_bytes(file, max_file_mb)
            digest = hashlib.sha256(data).hexdigest()
            report = known.get((path, digest))
            if report is None:
                report, said = read_report(path, data)
                warnings += said
        except Unreadable as error:
            problems.append(Problem(path, error.reason, error.line))
        else:
            reports.append(report)
            hashes.append(digest)
    problems.sort(key=lambda problem: problem.path)
    if not reports:
        raise _nothing(folder, problems)
    return Corpus(tuple(reports), tuple(problems), tuple(warnings), tuple(hashes))


def _by_content(previous: Corpus | None) -> dict[tuple[str, str], Report]:
    if previous is None:
        return {}
    pairs = zip(previous.reports, previous.hashes, strict=True)
    return {(report.path, digest): report for report, digest in pairs}


def _read_bytes(file: Path, max_file_mb: float) -> bytes:
    limit = int(max_file_mb * MB)
    try:
        with file.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise Unreadable(f"can't be opened: {os.strerror(error.errno or 0)}") from None
    if len(data) > limit:
        raise Unreadable(f"over {max_file_mb:g} MB; split it or raise corpus.max_file_mb")
    return data


def _nothing(folder: Path, problems: list[Problem]) -> CorpusError:
    if not problems:
        return CorpusError(f"{folder}: holds no report; put .md or .txt files there")
    named = [str(problem) for problem in problems[:MOST_PROBLEMS]]
    return CorpusError(f"{folder}: no report could be read; mend one of these files", *named)
