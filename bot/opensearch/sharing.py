"""New reports of a publication, read by all replicas that see their files.

Whoever publishes puts them into a table of jobs, takes jobs like anyone else, and goes on once all
are done. What nobody else has read in the end is read where it is published, so that the outcome
is that of a single process, whatever becomes of the others.
"""

from __future__ import annotations

import logging
import time
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Protocol
from uuid import uuid4

import msgspec

from bot.corpus import report_at
from bot.corpus.extraction import CachingExtractor, Extractor
from bot.errors import StoreError
from bot.event import Event
from bot.index_cache import fingerprint, read_sheet
from bot.model import Job, no_progress

if TYPE_CHECKING:
    from bot.config import Config
    from bot.model import JobDone, JobsLeft, Progress, Report

Read = Callable[["Report"], Event]
FEW: Final = 16  # new reports, which are read before another process has begun
BATCH: Final = 8  # reports that are claimed at once: some seconds of work
PAUSE: Final = 0.2  # seconds between two looks for what others have read
EVERY: Final = 5.0  # seconds between two lines of the log
UNSEEN: Final = 64  # files that a replica doesn't see, after which it leaves a publication alone
# Claims of a job after which only whoever publishes takes it: it may have killed who had it.
MOST_CLAIMS: Final = 2

log = logging.getLogger(__name__)


class JobTable(Protocol):
    """A table of the reports that are to be read. Each call may raise StoreError."""

    def begin(self, version: str, files: Sequence[tuple[str, str]]) -> str:
        """Open jobs for these paths and hashes, and wake the others; return the run's name."""
        ...

    def runs(self, version: str) -> tuple[str, ...]:
        """Return the runs under way whose reports this version of the program may read."""
        ...

    def claim(
        self,
        run: str,
        worker: str,
        limit: int,
        *,
        unseen: Collection[int] = (),
        claims: int | None = None,
    ) -> tuple[Job, ...]:
        """Return jobs that are this worker's for as long as a lease lasts.

        Those in `unseen` are left out, and those that were claimed so often before.
        """
        ...

    def finish(self, job: Job, worker: str, result: bytes | str, rest: Sequence[Job] = ()) -> None:
        """Keep the packed sheet, or the reason why there is none; the rest's lease begins anew."""
        ...

    def release(self, job: Job, worker: str) -> None:
        """Leave the job to others."""
        ...

    def take(self, run: str) -> tuple[JobDone, ...]:
        """Return what was done since the last time, which is then no longer in the table."""
        ...

    def left(self, run: str, worker: str) -> JobsLeft:
        """Return what is in the table still; the run goes on for as long as it is asked for."""
        ...

    def end(self, run: str) -> None:
        """Remove the run and its jobs."""
        ...


def pack_sheet(event: Event) -> bytes:
    """Return the sheet as the kept index has it, compressed."""
    return zlib.compress(msgspec.msgpack.encode(event))


def unpack_sheet(packed: bytes) -> Event:
    """Return the sheet. Raises ValueError where the bytes are something else."""
    try:
        return msgspec.msgpack.decode(zlib.decompress(packed), type=Event)
    except zlib.error as error:
        raise ValueError(str(error)) from error


class SharedReading:
    """Shares new reports out. Where there are few, or no table, nothing is known of them."""

    def __init__(
        self, jobs: JobTable, progress: Progress = no_progress, read: Read = read_sheet
    ) -> None:
        """Take the table, what shows how far it is, and what reads a report."""
        self._jobs = jobs
        self._progress = progress
        self._read = read

    def __call__(self, new: Sequence[tuple[Report, str]]) -> Mapping[str, Event]:
        """Return the sheets of these reports by path; without those that couldn't be read."""
        if len(new) < FEW:
            return {}
        try:
            run = self._jobs.begin(fingerprint(), [(report.path, file) for report, file in new])
        except StoreError as error:
            log.warning("The new reports are read by this process alone: %s", error)
            return {}
        try:
            reports = [report for report, _ in new]
            return _Run(self._jobs, run, reports, self._read).sheets(self._progress)
        finally:
            with suppress(StoreError):  # else it is removed once it is old
                self._jobs.end(run)


class _Run:
    """One publication's reading."""

    def __init__(self, jobs: JobTable, run: str, reports: Sequence[Report], read: Read) -> None:
        self._jobs = jobs
        self._run = run
        self._worker = uuid4().hex
        self._read = read
        self._reports = reports
        self._missing = {report.path: report for report in reports}
        self._found: dict[str, Event] = {}
        self._logged = time.monotonic()

    def sheets(self, progress: Progress) -> Mapping[str, Event]:
        total = len(self._reports)
        for number, _ in enumerate(progress(self._reports, "reports")):
            while self._missing and total - len(self._missing) <= number:
                self._step()
        return self._found

    def _step(self) -> None:
        try:
            self._take()
            left = self._jobs.left(self._run, self._worker)
            self._log(left)
            claimed = self._jobs.claim(self._run, self._worker, BATCH)
            for number, job in enumerate(claimed, 1):
                self._settle(job.path)
                self._jobs.finish(job, self._worker, b"", claimed[number:])
        except StoreError as error:
            log.debug("What others have read can't be looked up: %s", error)
            self._read_some()
            return
        if not claimed and left.jobs:
            time.sleep(PAUSE)  # the others have the last ones
        elif not claimed:  # a crash of the server has emptied the table
            self._read_some()

    def _take(self) -> None:
        for done in self._jobs.take(self._run):
            if self._missing.pop(done.path, None) is None:
                continue  # read here
            if (event := _event(done)) is not None:
                self._found[done.path] = event
            else:  # left out, so that it is read here, and named if that fails as well
                why = done.reason or "its sheet is none"
                log.warning("%s can't be read by another replica: %s", done.path, why)

    def _settle(self, path: str) -> None:
        """Read a report that is missing. One that breaks is left out: `updated` names it."""
        report = self._missing.get(path)
        if report is not None:
            with suppress(Exception):
                self._found[path] = self._read(report)
            del self._missing[path]

    def _read_some(self) -> None:
        for path in list(self._missing)[-BATCH:]:  # others begin with the first
            self._settle(path)

    def _log(self, left: JobsLeft) -> None:
        if time.monotonic() - self._logged >= EVERY:
            self._logged = time.monotonic()
            total = len(self._reports)
            at_it = "1 replica" if left.workers == 0 else f"{left.workers + 1} replicas"
            line = "Read %d of %d reports, %s at it"
            log.info(line, total - len(self._missing), total, at_it)


def _event(done: JobDone) -> Event | None:
    try:
        return unpack_sheet(done.sheet) if done.sheet else None
    except ValueError:
        return None


class Helper:
    """Reads reports of others' publications, as far as it sees their files."""

    def __init__(self, jobs: JobTable, config: Config, read: Read = read_sheet) -> None:
        """Take the table, the settings of the folder, and what reads a report."""
        self._jobs = jobs
        self._config = config
        self._worker = uuid4().hex
        self._read = read
        self._unseen: dict[str, list[int]] = {}  # by run

    def help(self) -> int:
        """Read a few reports; return how many.

        Raises:
            StoreError: the table can't be used now.
        """
        if not self._config.corpus.path.is_dir():
            return 0
        runs = self._jobs.runs(fingerprint())
        self._unseen = {run: self._unseen.get(run, []) for run in runs}
        for run, unseen in self._unseen.items():
            if len(unseen) < UNSEEN:
                claimed = self._jobs.claim(
                    run, self._worker, BATCH, unseen=unseen, claims=MOST_CLAIMS
                )
                if claimed:
                    return self._read_all(claimed, unseen)
        return 0

    def _read_all(self, claimed: Sequence[Job], unseen: list[int]) -> int:
        before = len(unseen)
        folder, most = self._config.corpus.path, self._config.corpus.max_file_mb
        with Extractor() as process:
            extractor = CachingExtractor(process, self._config.index.path / "extracted")
            for number, job in enumerate(claimed, 1):
                report = report_at(folder, job.path, job.file, extractor, max_file_mb=most)
                if report is None:
                    unseen.append(job.number)
                    self._jobs.release(job, self._worker)
                else:
                    result = self._result(report)
                    self._jobs.finish(job, self._worker, result, claimed[number:])
        return len(claimed) - (len(unseen) - before)

    def _result(self, report: Report) -> bytes | str:
        try:
            return pack_sheet(self._read(report))
        except Exception as error:  # noqa: BLE001  a report that breaks is no end of the others
            return type(error).__name__  # never its text
