"""What the kernel refuses the extracting process, whatever code asks for it."""

import json
import platform
import socket
import subprocess
import sys

import pytest

from bot.corpus.extraction import sandbox
from bot.corpus.extraction.sandbox import PROCESSORS

MAIL = b"Subject: Suva\n\nIt took place in Suva.\n"
# Calls the C library, as native code does, which no audit hook sees.
CHILD = """
import ctypes, json, os, sys, threading
from bot.corpus.extraction.sandbox import forbid_calls, forbid_files

files = forbid_files() if "files" in sys.argv[1] else None
calls = forbid_calls() if "calls" in sys.argv[1] else None
if False in (files, calls):
    print("null")
    raise SystemExit
c = ctypes.CDLL(None, use_errno=True)
place, other, port = sys.argv[2].encode(), int(sys.argv[3]), int(sys.argv[4])


def thread():
    ran = []
    one = threading.Thread(target=ran.append, args=(1,))
    one.start()
    one.join()
    return len(ran) - 1


def tcp():
    address = b"\\2\\0" + port.to_bytes(2, "big") + b"\\x7f\\0\\0\\1" + bytes(8)
    return c.connect(c.socket(2, 1, 0), address, 16)


def fork():
    child = c.fork()
    if child == 0:
        os._exit(0)
    return child


print(json.dumps([name for name, call in {
    "read a module": lambda: c.open(os.__file__.encode(), 0),
    "start a thread": thread,
    "read a file": lambda: c.open(place, 0),
    "list a folder": lambda: c.open(os.path.dirname(place), 0o200000),
    "read our secrets": lambda: c.open(b"/proc/%d/environ" % other, 0),
    "write a file": lambda: c.open(place, 1),
    "make a file": lambda: c.open(place + b".new", 0o101, 0o600),
    "truncate a file": lambda: c.truncate(place, ctypes.c_long(1)),
    "delete a file": lambda: c.unlink(place + b".old"),
    "change a file's mode": lambda: c.chmod(place, 0o600),
    "open a socket": lambda: c.socket(2, 2, 0),
    "open a socket of this machine": lambda: c.socket(1, 1, 0),
    "connect": tcp,
    "fork": fork,
    "run a program": lambda: 0 if fork_and_run() else -1,
    "signal": lambda: c.kill(other, 0),
    "trace": lambda: c.ptrace(0x4206, other, None, None),
    "limit another process": lambda: c.prlimit(other, 7, None, ctypes.create_string_buffer(16)),
    "ask for a call that is new": lambda: c.syscall(ctypes.c_long(425), 1, None),
}.items() if call() >= 0]))
"""
RUN = """
def fork_and_run():
    program = (ctypes.c_char_p * 2)(b"/bin/true", None)
    child = os.fork() if not calls else 0
    if child:
        return os.waitpid(child, 0)[1] == 0
    c.execv(b"/bin/true", program)
    if calls:
        return False
    os._exit(1)
"""
HARMLESS = ["read a module", "start a thread"]


def done(kinds, tmp_path):
    """What a process that is bound so can still do."""
    place = tmp_path / "state.txt"
    place.write_text("secret")
    (tmp_path / "state.txt.old").write_text("secret")
    aim = subprocess.Popen(["sleep", "60"])
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        command = [sys.executable, "-c", RUN + CHILD, kinds, place, str(aim.pid), str(port)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    aim.kill()
    aim.wait()
    assert ended.returncode == 0, ended.stderr
    able = json.loads(ended.stdout.splitlines()[-1])
    if able is None:
        pytest.skip("this system's kernel has no such limits")
    return able


def test_without_limits_all_of_it_can_be_done(tmp_path):
    able = done("none", tmp_path)
    assert {*HARMLESS, "read a file", "write a file", "connect", "fork", "run a program"} < {*able}


def test_a_process_that_takes_files_apart_can_do_none_of_it(tmp_path):
    assert done("files and calls", tmp_path) == HARMLESS
    assert (tmp_path / "state.txt").read_text() == "secret"


def test_landlock_alone_hides_all_files_but_those_of_modules(tmp_path):
    able = done("files", tmp_path)
    files = ("file", "folder", "secrets", "program")
    assert [name for name in able if name.endswith(files)] == []


def test_the_filter_of_calls_alone_leaves_nothing_but_reading(tmp_path):
    reading = ["read a file", "list a folder", "read our secrets"]
    assert set(done("calls", tmp_path)) <= {*HARMLESS, *reading}


@pytest.mark.parametrize("machine", PROCESSORS)
def test_every_call_has_a_number_of_its_own_and_the_filter_fits(machine):
    column, processor = PROCESSORS[machine]
    numbers = list(sandbox._numbers(sandbox.REFUSED.split(), column))
    assert len(numbers) == len(set(numbers)) > 60
    assert max(numbers) < sandbox.NEWER
    steps = list(sandbox._steps(column, processor))
    assert len(steps) < 4096
    assert all(n + max(yes, no) < len(steps) for n, (_, yes, no, _) in enumerate(steps))


def test_a_system_without_the_limits_says_so_and_reads_all_the_same(monkeypatch):
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    assert not sandbox.forbid_files()
    assert not sandbox.forbid_calls()
