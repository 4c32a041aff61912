"""Ctrl-C stops the program wherever it comes: also where Python would ignore it or come to harm."""

import subprocess
import sys

IN_A_DESTRUCTOR = """
import sys, time
from bot.__main__ import interrupt_again

class Unlucky:
    def __del__(self):
        raise KeyboardInterrupt

class Broken:
    def __del__(self):
        raise ValueError("seen")

sys.unraisablehook = interrupt_again
Broken().__class__
try:
    del [Unlucky()][0]
    time.sleep(50)
except KeyboardInterrupt:
    sys.exit(130)
"""

# At each step of an import once, by what Python itself calls at each of its lines.
IN_AN_IMPORT = """
import importlib, pathlib, signal, sys, threading, time
from bot.__main__ import IMPORTING, interrupt

STEPS = {"_get_module_lock", "_find_and_load", "acquire", "release", "__enter__", "__exit__", "cb"}
folder = pathlib.Path(sys.argv[1])
seen, pressed = set(), []

def step(frame, event, _):
    place = frame.f_code.co_name, frame.f_lineno
    if event == "line" and place not in seen and not pressed:
        seen.add(place)
        pressed.append(place)
        signal.raise_signal(signal.SIGINT)
    return step

def call(frame, *_):
    code = frame.f_code
    return step if code.co_filename == IMPORTING and code.co_name in STEPS else None

def imported(name):
    (folder / f"{name}.py").touch()
    importlib.invalidate_caches()
    importlib.import_module(name)

sys.path.insert(0, str(folder))
signal.signal(signal.SIGINT, interrupt)
stopped = 0
while True:
    pressed.clear()
    try:
        (folder / f"first{len(seen)}.py").touch()
        importlib.invalidate_caches()
        sys.settrace(call)
        importlib.import_module(f"first{len(seen)}")
        sys.settrace(None)
        if not pressed:
            break
        time.sleep(50)
    except KeyboardInterrupt:
        sys.settrace(None)
        stopped += 1
    other = threading.Thread(target=imported, args=(f"second{len(seen)}",), daemon=True)
    other.start()
    other.join(20)
    if other.is_alive():
        print("no import is possible any more after", pressed)
        sys.exit(1)
print(len(seen), stopped)
"""


def run(program, *arguments):
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)


def test_an_interrupt_in_a_destructor_still_stops_the_program():
    ended = run(IN_A_DESTRUCTOR)
    assert ended.returncode == 130
    assert "KeyboardInterrupt" not in ended.stderr
    assert "ValueError: seen" in ended.stderr  # other errors are shown as ever


def test_an_interrupt_between_the_steps_of_an_import_stops_the_program_and_no_other_import(
    tmp_path,
):
    ended = run(IN_AN_IMPORT, str(tmp_path))
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout
    steps, stopped = map(int, ended.stdout.split())
    assert steps == stopped > 20
