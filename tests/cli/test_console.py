"""Long work tells how far it has come, and leaves nothing half done where it is stopped."""

import contextlib
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time

import pytest

from bot.cli.console import in_lines, progress, quietly

HIDE, SHOW = b"\x1b[?25l", b"\x1b[?25h"  # the cursor
SEVERAL = tuple(range(6))


@pytest.fixture
def questions(tmp_path):
    path = tmp_path / "questions.jsonl"
    line = {"id": 1, "question": "Who chaired the planning session in Suva?", "report": "suva.md"}
    path.write_text((json.dumps(line | {"answers": ["Fiji, Tonga"]}) + "\n") * 4000, "utf-8")
    return path


def test_a_line_comes_every_few_seconds_at_most():
    seconds, lines = [0], []
    for _ in in_lines(SEVERAL, "things", lines.append, lambda: seconds[0]):
        seconds[0] += 2
    assert lines == ["3 of 6 things"]


def test_at_last_it_says_how_long_it_took(capsys):
    assert tuple(progress(SEVERAL, "things")) == SEVERAL
    assert re.fullmatch(r"6 things in 0\.\d s\n", capsys.readouterr().err)


def test_nothing_is_said_of_what_is_soon_done(capsys):
    assert tuple(quietly(SEVERAL, "things")) == SEVERAL
    assert capsys.readouterr() == ("", "")


def started(*arguments, **streams):
    command = [sys.executable, "-m", "bot", *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, **streams)


def until_it_ends(terminal, running, stop_at=None):
    """What the terminal shows; once `stop_at` is on it, Ctrl-C is pressed."""
    shown = b""
    with contextlib.suppress(OSError):  # the other end is closed
        while part := os.read(terminal, 4096):
            shown += part
            if stop_at and stop_at in shown:
                running.send_signal(signal.SIGINT)
                stop_at = None
    os.close(terminal)
    return shown


@pytest.mark.parametrize("command", ["batch", "eval", "calibrate"])
def test_ctrl_c_takes_the_bar_away_and_has_status_130(corpus, questions, command):
    ours, theirs = pty.openpty()
    streams = {"stdout": subprocess.DEVNULL, "stderr": theirs}
    with started(command, questions, "--corpus", corpus, **streams) as running:
        os.close(theirs)
        shown = until_it_ends(ours, running, stop_at=b"/4000")
    assert running.returncode == 130
    assert b"Traceback" not in shown
    assert shown.rfind(SHOW) > shown.rfind(HIDE) >= 0


def test_what_batch_has_printed_at_ctrl_c_are_whole_lines(corpus, questions, tmp_path):
    with (tmp_path / "printed").open("wb") as out:
        running = started(
            "batch", questions, "--corpus", corpus, stdout=out, stderr=subprocess.PIPE
        )
        with running:
            while not (tmp_path / "printed").stat().st_size:
                time.sleep(0.05)
            running.send_signal(signal.SIGINT)
            err = running.stderr.read()
    printed = (tmp_path / "printed").read_text("utf-8")
    assert (running.returncode, b"Traceback" in err) == (130, False)
    assert printed.endswith("\n")
    assert all(json.loads(line)["id"] == 1 for line in printed.splitlines())


def test_an_output_file_that_was_there_survives_ctrl_c(corpus, questions, tmp_path):
    out = tmp_path / "out.jsonl"
    out.write_text("of yesterday\n")
    part = tmp_path / ".out.jsonl.part"
    with started("batch", questions, "--corpus", corpus, "--output", out, stderr=-1) as running:
        while not part.exists():
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=30)
    assert running.returncode == 130
    assert (out.read_text(), part.exists()) == ("of yesterday\n", False)


# What `python -X importtime` says on standard error once a module is loaded: the first is loaded by
# the start, the other while a thread loads the network and this one reads the reports.
LOADED = (b" bot.cli\n", b" onnxruntime.capi\n")


@pytest.fixture
def many_reports(corpus):
    report = (corpus / "suva.md").read_text("utf-8")
    for number in range(40):
        (corpus / f"{number}.md").write_text(report.replace("Suva", f"Lagoon {number}"), "utf-8")
    return corpus


def stopped_once(done, running):
    """Whether that was done while the program ran; what it says on standard error, with Ctrl-C."""
    said, was_done = b"", False
    os.set_blocking(running.stderr.fileno(), False)
    while running.poll() is None and not was_done:
        said += running.stderr.read() or b""
        was_done = done(said)
        time.sleep(0.002)
    running.send_signal(signal.SIGINT)
    os.set_blocking(running.stderr.fileno(), True)
    return was_done, said + running.communicate(timeout=200)[1]


@pytest.mark.timeout(300)  # it starts the program four times, and reads all reports once or twice
def test_whenever_reading_is_stopped_the_next_start_answers(many_reports, tmp_path):
    question = ("ask", "Who chaired the planning session in Lagoon 7?", "--corpus", many_reports)
    moments = [lambda said, module=module: module in said for module in LOADED]
    kept = (tmp_path / "var/index").glob
    for moment in (*moments, lambda said: LOADED[0] in said and any(kept("*/generation-*"))):
        command = [sys.executable, "-X", "importtime", "-m", "bot", *map(str, question)]
        with subprocess.Popen(command, stdout=-1, stderr=-1, cwd=tmp_path) as running:
            was_done, said = stopped_once(moment, running)
        assert was_done
        assert running.returncode in {0, 130, -signal.SIGINT}  # the last: it was about to end
        assert b"Traceback" not in said
    with started(*question, stdout=-1, stderr=-1, cwd=tmp_path) as again:
        out, _ = again.communicate(timeout=200)
    assert (again.returncode, b"Fiji" in out) == (0, True)
