"""A table of jobs in memory, whose clock is set by hand; with what a test wants to go wrong."""

import threading
from dataclasses import dataclass, field

from bot.errors import StoreUnreachableError
from bot.model import Job, JobDone, JobsLeft

LEASE = 30


@dataclass
class Row:
    run: str
    job: Job
    worker: str | None = None
    until: float | None = None
    claims: int = 0
    done: JobDone | None = None


@dataclass
class MemoryTable:
    """As bot.store.jobs: many threads may use it."""

    now: float = 0.0
    version: str = ""
    rows: dict[int, Row] = field(default_factory=dict)
    away: bool = False
    looks: int = 0  # of whoever publishes
    on_look: object = None  # called with the table at each of them
    lock: threading.RLock = field(default_factory=threading.RLock)

    def begin(self, version, files):
        self._check()
        self.version = version
        jobs = (Job(number, *about) for number, about in enumerate(files, 1))
        self.rows = {job.number: Row("run", job) for job in jobs}
        return "run"

    def runs(self, version):
        self._check()
        return ("run",) if self.rows and self.version == version else ()

    def claim(self, run, worker, limit, *, unseen=(), claims=None):
        with self.lock:
            self._check()
            free = [
                row
                for row in self.rows.values()
                if row.done is None
                and (row.until is None or row.until <= self.now)
                and row.claims < (claims or 99)
                and row.job.number not in unseen
            ][:limit]
            for row in free:
                row.worker, row.until, row.claims = worker, self.now + LEASE, row.claims + 1
            return tuple(row.job for row in free)

    def finish(self, job, worker, result, rest=()):
        with self.lock:
            self._check()
            row = self.rows.get(job.number)
            if row and row.worker == worker and row.done is None:
                sheet, reason = (None, result) if isinstance(result, str) else (result, None)
                row.done = JobDone(job.path, sheet, reason)

    def release(self, job, worker):
        row = self.rows[job.number]
        row.worker, row.until, row.claims = None, None, row.claims - 1

    def take(self, run):
        with self.lock:
            self.looks += 1
            if self.on_look is not None:
                self.on_look(self)
            self._check()
            done = [row for row in self.rows.values() if row.done]
            for row in done:
                del self.rows[row.job.number]
            return tuple(row.done for row in done)

    def left(self, run, worker):
        with self.lock:
            others = {row.worker for row in self.rows.values() if row.until and not row.done}
            return JobsLeft(bool(self.rows), len(others - {worker}))

    def end(self, run):
        self._check()
        self.rows.clear()

    def _check(self):
        if self.away:
            raise StoreUnreachableError("it is away")
