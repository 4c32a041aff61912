"""Nodes of OpenSearch, each a process: built by Maven, killed, frozen and cut off by tests."""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

from search_network import network

SOURCE = Path(__file__).parent / "cluster/search"
MAIN = "SearchNode"
SMALL = ["-Xms256m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
UP = 400.0  # seconds, for a machine with much else to do
TIMEOUT = float(os.environ.get("SEARCH_TIMEOUT", "1"))  # longer where the machine is busy
CHECK = {"interval": "500ms", "timeout": "1500ms", "retry_count": "2"}


class UnavailableError(Exception):
    """Nodes can't be built here; the text says in one line what is lacking."""


def built(folder):
    """The class path of a node; made by Maven where it isn't there, by one process at a time."""
    for program in ("java", "javac", "mvn"):
        if shutil.which(program) is None:
            raise UnavailableError(f"{program} can't be found: OpenSearch needs Java 17 and Maven")
    libraries, classes = folder / "lib", folder / "classes"
    repository = folder / "repository"  # its own: two of Maven at once break a common one
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (classes / f"{MAIN}.class").exists():
            _run(
                "mvn", "-B", "-q", "-Dstyle.color=never", f"-Dmaven.repo.local={repository}",
                "-f", SOURCE / "pom.xml", "dependency:copy-dependencies",
                "-DincludeScope=runtime", f"-DoutputDirectory={libraries}",
            )  # fmt: skip
            _run("javac", "-cp", f"{libraries}/*", "-d", classes, SOURCE / f"{MAIN}.java")
    return f"{classes}:{libraries}/*"


def _run(*command):
    ended = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, timeout=600
    )
    if ended.returncode:
        said = (ended.stdout + ended.stderr).strip().splitlines() or ["it said nothing"]
        raise UnavailableError(f"{command[0]} fails: {said[0][:500]}")


class SearchNodes:
    """Three nodes of one cluster."""

    def __init__(self, folder, class_path, count=3):
        self.folder = folder
        self._class_path = class_path
        self._network = network(count)
        self._processes = [None] * count

    @property
    def urls(self):
        return [f"http://{address}:{port}" for address, port, _ in self._network.places]

    @property
    def separate(self):
        """Whether a node can be cut off from the network."""
        return self._network.separate

    def __enter__(self):
        try:
            for number in range(len(self._processes)):
                self.start(number)
            self.wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for number in range(len(self._processes)):
            self.kill(number)
        self._network.close()

    def start(self, number):
        home = self.folder / f"node{number}"
        (home / "config").mkdir(parents=True, exist_ok=True)
        settings = [f"{name}={value}" for name, value in self._settings(number, home).items()]
        java = [*self._network.inside(number), "java", *SMALL, "-cp", self._class_path]
        with (home / "log").open("a") as log:
            self._processes[number] = subprocess.Popen(
                [*java, MAIN, *settings], cwd=home, stdout=log, stderr=log
            )

    def _settings(self, number, home):
        places = self._network.places
        address, http, transport = places[number]
        names = [f"node{n}" for n in range(len(places))]
        checks = {
            f"cluster.fault_detection.{whom}_check.{what}": value
            for whom in ("follower", "leader")
            for what, value in CHECK.items()
        }
        return {
            "path.home": home,
            "cluster.name": "tested",
            "node.name": names[number],
            "network.host": address,
            "http.port": http,
            "transport.port": transport,
            "http.type": "netty4",
            "transport.type": "netty4",
            "discovery.seed_hosts": ",".join(f"{host}:{port}" for host, _, port in places),
            "cluster.initial_cluster_manager_nodes": ",".join(names),
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            **checks,
        }

    def kill(self, number):
        process = self._processes[number]
        if process is not None:
            process.kill()
            process.wait()
            self._processes[number] = None

    def freeze(self, number):
        os.kill(self._processes[number].pid, signal.SIGSTOP)

    def thaw(self, number):
        os.kill(self._processes[number].pid, signal.SIGCONT)

    def cut_off(self, number):
        self._network.cut_off(number)

    def join(self, number):
        self._network.join(number)

    def wait(self, timeout=UP):
        """Until all nodes are there and every index has its copies."""
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            if any(process is None or process.poll() is not None for process in self._processes):
                raise UnavailableError(f"a node of OpenSearch ended: see {self.folder}/node*/log")
            with contextlib.suppress(OSError, ValueError):
                count = len(self._processes)
                query = f"/_cluster/health?wait_for_nodes={count}&wait_for_status=green"
                with urllib.request.urlopen(f"{self.urls[0]}{query}&timeout=1s", timeout=3) as said:
                    if json.load(said)["number_of_nodes"] == count:
                        return
            time.sleep(0.2)
        raise UnavailableError(f"the nodes of OpenSearch aren't there in {timeout:.0f} s")
