"""Starting is quick and small, measured in a process of its own over the sample reports."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = """
import contextlib, json, pathlib, sys, time
from bot.cli import main
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(sys.stderr):
    main(["ask", "Who spoke for the co-chairs?", "--corpus", "corpus"])
status = dict(line.split(":", 1) for line in pathlib.Path("/proc/self/status").open())
print(json.dumps({"seconds": time.process_time(), "mb": int(status["VmHWM"].split()[0]) / 1024}))
"""
READING = ["asyncio", "bot.corpus.report_file", "charset_normalizer", "nltk", "rich"]

pytestmark = [
    pytest.mark.skipif(find_spec("scipy") is not None, reason="nltk loads scipy where it finds it"),
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's /proc"),
]


@pytest.fixture(scope="module")
def cost():
    """The least of three runs, as others beside it can only make it cost more."""
    runs = [_run() for _ in range(3)]
    return {name: min(run[name] for run in runs) for name in ("seconds", "mb")}


def _run():
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(ended.stdout)


def test_an_answer_from_a_kept_index_loads_nothing_that_only_reading_needs(tmp_path):
    """That keeps it within a second, also over one text of five megabytes."""
    (tmp_path / "one.md").write_text("# Talk\n\nThe talk was chaired by Fiji. It ended at noon.\n")
    script = (
        "import contextlib, sys\n"
        "from bot.cli import main\n"
        "with contextlib.suppress(SystemExit):\n"
        f"    main(['ask', 'Who chaired the talk?', '--corpus', {str(tmp_path)!r}])\n"
        f"print([name for name in {READING} if name in sys.modules])\n"
    )
    for loaded in (True, False):
        ended = subprocess.run(
            [sys.executable, "-c", script],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        assert ended.stdout.startswith("Fiji\n")
        assert ("nltk" in ended.stdout.splitlines()[-1]) is loaded
    assert ended.stdout.splitlines()[-1] == "[]"


def test_a_first_answer_takes_two_seconds_of_computing_at_most(cost):
    assert cost["seconds"] < 2


def test_a_first_answer_takes_250_mb_at_most(cost):
    assert cost["mb"] < 250
