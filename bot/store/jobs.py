"""Reports that are to be read for a publication: who reads which, and what came of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final
from uuid import uuid4

from sqlalchemy import text

from bot.model import Job, JobDone, JobsLeft
from bot.store.postgres import Postgres
from bot.store.schema import LONG
from bot.store.shared import Generations

JOBS: Final = "jobs"  # the generation of the runs
LEASE: Final = 30.0  # seconds until a job is free again, where its worker says nothing
RUN: Final = 120.0  # seconds until a run is over, where whoever began it says nothing
PIECE: Final = 1000  # jobs of one statement
FOR_EVER: Final = 2**31 - 1

# The server's clock counts, so that those of replicas may differ.
BEGIN: Final = text(
    "INSERT INTO job_runs VALUES (:run, :version, now() + make_interval(secs => :seconds))"
)
ADD: Final = text(
    "INSERT INTO jobs (run, path, file) SELECT :run, path, file "
    "FROM unnest(CAST(:paths AS text[]), CAST(:files AS text[])) AS new (path, file)"
)
RUNS: Final = text(
    "SELECT run FROM job_runs WHERE version = :version AND until > now() ORDER BY run"
)
CLAIM: Final = text(
    """WITH free AS (
        SELECT id FROM jobs
        WHERE run = :run AND NOT done AND (until IS NULL OR until <= now()) AND claims < :claims
            AND NOT id = ANY(CAST(:unseen AS bigint[]))
        ORDER BY id LIMIT :limit FOR UPDATE SKIP LOCKED
    )
    UPDATE jobs
    SET worker = :worker, until = now() + make_interval(secs => :seconds), claims = claims + 1
    FROM free WHERE jobs.id = free.id RETURNING jobs.id, path, file"""
)
FINISH: Final = text(
    """UPDATE jobs
    SET done = TRUE, sheet = CAST(:sheet AS bytea), reason = CAST(:reason AS text)
    WHERE id = :id AND worker = :worker AND NOT done"""
)
RENEW: Final = text(
    """UPDATE jobs SET until = now() + make_interval(secs => :seconds)
    WHERE id = ANY(CAST(:ids AS bigint[])) AND worker = :worker AND NOT done"""
)
RELEASE: Final = text(
    """UPDATE jobs SET worker = NULL, until = NULL, claims = claims - 1
    WHERE id = :id AND worker = :worker AND NOT done"""
)
# What nobody has claimed can't be done; few are claimed at a time, and these have an index.
TAKE: Final = text(
    "DELETE FROM jobs WHERE run = :run AND until IS NOT NULL AND done RETURNING path, sheet, reason"
)
STAY: Final = text(
    "UPDATE job_runs SET until = now() + make_interval(secs => :seconds) WHERE run = :run"
)
LEFT: Final = text(
    """SELECT EXISTS (SELECT FROM jobs WHERE run = :run), (
        SELECT count(DISTINCT worker) FROM jobs
        WHERE run = :run AND until IS NOT NULL AND until > now() AND worker <> :worker AND NOT done
    )"""
)
WAITING: Final = text(
    "SELECT count(*) FROM jobs JOIN job_runs USING (run) WHERE job_runs.until > now() AND NOT done"
)
END: Final = text("DELETE FROM job_runs WHERE run = :run")  # and its jobs
PURGE: Final = text("DELETE FROM job_runs WHERE until <= now()")


class Jobs:
    """The jobs of all replicas. A crash of the server empties the tables, which costs time only."""

    def __init__(self, database: Postgres) -> None:
        self._database = database

    def begin(self, version: str, files: Sequence[tuple[str, str]]) -> str:
        """Open jobs for these paths and hashes, and wake the others; return the run's name."""
        run = uuid4().hex
        self.purge()
        with self._database.writing(limit=LONG) as connection:
            connection.execute(BEGIN, {"run": run, "version": version, "seconds": RUN})
            for start in range(0, len(files), PIECE):
                some = files[start : start + PIECE]
                paths, hashes = [path for path, _ in some], [file for _, file in some]
                connection.execute(ADD, {"run": run, "paths": paths, "files": hashes})
        Generations(self._database).advance(JOBS)
        return run

    def runs(self, version: str) -> tuple[str, ...]:
        """Return the runs under way whose reports this version of the program may read."""
        with self._database.at_once() as connection:
            return tuple(connection.execute(RUNS, {"version": version}).scalars())

    def claim(
        self,
        run: str,
        worker: str,
        limit: int,
        *,
        unseen: Collection[int] = (),
        claims: int | None = None,
    ) -> tuple[Job, ...]:
        """Return jobs that are this worker's for as long as a lease lasts, in their order.

        Those in `unseen` are left out, and those that were claimed so often before.
        """
        values = {"run": run, "worker": worker, "limit": limit, "unseen": list(unseen)}
        values |= {"seconds": LEASE, "claims": claims or FOR_EVER}
        with self._database.at_once() as connection:
            rows = connection.execute(CLAIM, values).all()
        return tuple(Job(*row) for row in sorted(rows, key=lambda row: row.id))

    def finish(self, job: Job, worker: str, result: bytes | str, rest: Sequence[Job] = ()) -> None:
        """Keep the packed sheet, or the reason why there is none; the rest's lease begins anew.

        Where another has taken the job over meanwhile, its result counts.
        """
        sheet, reason = (None, result) if isinstance(result, str) else (result, None)
        values = {"id": job.number, "worker": worker, "sheet": sheet, "reason": reason}
        with self._database.at_once() as connection:
            connection.execute(FINISH, values)
            if rest:
                mine = {"ids": [other.number for other in rest], "worker": worker}
                connection.execute(RENEW, {**mine, "seconds": LEASE})

    def release(self, job: Job, worker: str) -> None:
        """Leave the job to others."""
        with self._database.at_once() as connection:
            connection.execute(RELEASE, {"id": job.number, "worker": worker})

    def take(self, run: str) -> tuple[JobDone, ...]:
        """Return what was done since the last time, which is then no longer in the table."""
        with self._database.at_once() as connection:
            return tuple(JobDone(*row) for row in connection.execute(TAKE, {"run": run}))

    def left(self, run: str, worker: str) -> JobsLeft:
        """Return what is in the table still; the run goes on for as long as it is asked for."""
        with self._database.at_once() as connection:
            connection.execute(STAY, {"run": run, "seconds": RUN})
            return JobsLeft(*connection.execute(LEFT, {"run": run, "worker": worker}).one())

    def end(self, run: str) -> None:
        """Remove the run and its jobs."""
        with self._database.writing(limit=LONG) as connection:
            connection.execute(END, {"run": run})

    def purge(self) -> int:
        """Remove the runs that nobody has ended; return how many that were."""
        with self._database.writing(limit=LONG) as connection:
            return connection.execute(PURGE).rowcount

    def waiting(self) -> int:
        """Return how many reports are to be read, of all runs under way."""
        with self._database.at_once() as connection:
            return int(connection.execute(WAITING).scalar_one())
