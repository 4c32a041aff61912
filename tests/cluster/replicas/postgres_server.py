"""A private PostgreSQL on loopback, to be crashed, frozen and failed over."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg
from bot_process import free_port

OWNER = "postgres"  # who runs the server where the tests are root's, which it refuses
NEEDED = ("initdb", "pg_ctl", "pg_basebackup")
DATABASE = "rapporteur"
SETTINGS = {
    "shared_buffers": "64MB",
    "max_connections": "100",
    "wal_keep_size": "256MB",
    "wal_sender_timeout": "2s",
}


def programs():
    """The folder of PostgreSQL's programs, or None: Debian keeps them off the path."""
    folders = [Path(folder) for folder in os.environ["PATH"].split(os.pathsep)]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    whole = (f for f in folders if all((f / name).exists() for name in NEEDED))
    return next(whole, None)


class PostgresServer:
    """One server; its folder is made by `init` or as another's standby."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.port = free_port()

    def init(self):
        self._own(self.folder)
        self._do("initdb", "-D", self._data, "-U", OWNER, "--auth=trust", "--no-sync")
        self._set(SETTINGS)
        return self.start()

    def standby(self, folder):
        """Another server that has all that this one has confirmed."""
        other = PostgresServer(folder)
        self._own(other.folder)
        source = f"host=127.0.0.1 port={self.port} user={OWNER} application_name=standby"
        other._do(
            "pg_basebackup", "-D", other._data, "-R", "-X", "stream", "-c", "fast", "-d", source
        )
        other.start()
        self._set({"synchronous_standby_names": "standby"})
        self._do("pg_ctl", "-D", self._data, "reload")
        return other

    def start(self):
        options = f"-p {self.port} -h 127.0.0.1 -k {self.folder}"
        log = self.folder / "log"
        self._do("pg_ctl", "-D", self._data, "-w", "-t", "60", "-l", log, "-o", options, "start")
        return self

    def restart_with(self, settings):
        self._set(settings)
        self.stop("fast")
        self.start()

    def stop(self, mode="fast"):
        """Ends it; with mode `immediate` as a crash does."""
        with contextlib.suppress(subprocess.CalledProcessError):
            self._do("pg_ctl", "-D", self._data, "-w", "-m", mode, "stop")

    def crash(self):
        for pid in self.pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 30
        while self.pids() and time.monotonic() < deadline:
            time.sleep(0.01)

    def promote(self):
        self._do("pg_ctl", "-D", self._data, "-w", "promote")

    def freeze(self, pids=None):
        for pid in pids or self.pids():
            os.kill(pid, signal.SIGSTOP)

    def thaw(self, pids=None):
        for pid in pids or self.pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    def pids(self):
        """The postmaster's and its children's."""
        try:
            first = int((self._data / "postmaster.pid").read_text().split()[0])
        except (OSError, IndexError):
            return []
        if not Path(f"/proc/{first}").exists():
            return []
        return [first, *_children(first)]

    def make_database(self, name):
        self.sql(f'CREATE DATABASE "{name}"', "postgres")
        return self.url(name)

    def url(self, name=DATABASE, *others):
        hosts = ",".join(f"127.0.0.1:{server.port}" for server in (self, *others))
        return f"postgresql+psycopg://{OWNER}@{hosts}/{name}"

    def sql(self, statement, name=DATABASE):
        address = f"host=127.0.0.1 port={self.port} user={OWNER} dbname={name} connect_timeout=5"
        with psycopg.connect(address, autocommit=True) as connection:
            done = connection.execute(statement)
            return done.fetchall() if done.description else []

    @property
    def _data(self):
        return self.folder / "data"

    def _set(self, settings):
        with (self._data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())

    def _own(self, folder):
        folder.mkdir(parents=True)
        if os.geteuid() == 0:
            shutil.chown(folder, OWNER)

    def _do(self, program, *arguments):
        command = [str(programs() / program), *map(str, arguments)]
        if os.geteuid() == 0:
            as_owner = ["setpriv", f"--reuid={OWNER}", f"--regid={OWNER}", "--init-groups"]
            command = [*as_owner, *command]
        with (self.folder / f"{program}.out").open("ab") as out:
            subprocess.run(command, check=True, stdout=out, stderr=out, cwd="/", timeout=100)


def _children(parent):
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            about = re.fullmatch(r"(\d+) \(.*\) \S (\d+) .*", stat.read_text().strip(), re.DOTALL)
            if about and int(about[2]) == parent:
                found.append(int(about[1]))
    return found
