"""Errors are single lines on standard error, with a status; shells complete what is typed."""

import json
import os
import shutil
import signal
import subprocess
import sys

import pytest

from bot import __version__
from bot.cli import rapporteur as program

HEAVY = "nltk numpy onnxruntime tokenizers telegram sqlalchemy rich yaml".split()

SHELLS = ("bash", "zsh", "fish")


def test_version(rapporteur):
    assert rapporteur("--version").out == f"rapporteur {__version__}\n"


def test_help_loads_nothing_heavy():
    script = (
        "import sys, time, contextlib\n"
        "from bot.cli import main\n"
        "with contextlib.suppress(SystemExit): main(['--help'])\n"
        f"print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert "calibrate" in ended.stdout
    assert ended.stderr == "[]\n"


def test_each_command_is_told_in_a_line(rapporteur):
    _, _, commands = rapporteur("--help").out.partition("Commands:")
    assert len(commands.split("\n  ")) - 1 == len(program.commands)
    assert "..." not in commands


@pytest.mark.parametrize(
    "arguments", [(), ("ask",), ("ask", "--bogus", "x"), ("bogus",), ("eval",), ("batch",)]
)
def test_wrong_usage_has_status_2(rapporteur, arguments):
    ended = rapporteur(*arguments)
    assert ended.status == 2
    assert "Usage:" in ended.err


@pytest.mark.parametrize("command", [("ask", "Who?"), ("chat",), ("check",)])
def test_a_missing_folder_of_reports_is_one_line(rapporteur, tmp_path, command):
    ended = rapporteur(*command, "--corpus", tmp_path / "none")
    assert ended.status == 1
    assert ended.out == ""
    (line,) = ended.err.splitlines()
    assert str(tmp_path / "none") in line


def test_an_empty_folder_of_reports_is_one_line(rapporteur, tmp_path):
    (tmp_path / "empty").mkdir()
    ended = rapporteur("ask", "Who?", "--corpus", tmp_path / "empty")
    assert ended.status == 1
    assert len(ended.err.splitlines()) == 1


def test_every_problem_of_the_configuration_is_a_line(rapporteur, tmp_path):
    file = tmp_path / "other.yaml"
    file.write_text("corpus: {pth: x}\ntelegram: {admins: [1, anna]}")
    ended = rapporteur("ask", "Who?", "--config", file)
    assert ended.status == 1
    assert ended.err.splitlines() == [
        f'{file}: corpus.pth: unknown key; did you mean "path"?',
        f'{file}: telegram.admins[1]: expected an integer user id, got "anna"',
    ]


def test_run_without_a_token_says_how_to_get_one(rapporteur):
    ended = rapporteur("run")
    assert ended.status == 1
    (line,) = ended.err.splitlines()
    assert "BotFather" in line
    assert "TELEGRAM_BOT_TOKEN" in line


def test_the_printed_configuration_is_a_configuration(rapporteur, tmp_path):
    file = tmp_path / "config.yaml"
    file.write_text(rapporteur("config").out)
    assert rapporteur("check", "--config", file, "--corpus", "../reports").status == 0


def process(*arguments, **more):
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **more,
    )


def test_a_reader_that_leaves_early_is_no_traceback(corpus, tmp_path):
    questions = tmp_path / "questions.jsonl"
    questions.write_text(json.dumps({"question": "Who chaired the session?"} | {"id": 1}) + "\n")
    questions.write_text(questions.read_text() * 300)
    with process("batch", questions, "--corpus", corpus) as running:
        running.stdout.read(10)
        running.stdout.close()
        err = running.stderr.read()
    assert b"Traceback" not in err
    assert running.returncode == 1


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_ends_it_without_a_traceback(corpus):
    with process("chat", "--corpus", corpus) as running:
        running.stdin.write(b"/help\n")
        running.stdin.flush()
        running.stdout.readline()
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert b"Traceback" not in out + err


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_accepts_what_is_printed(rapporteur, shell):
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    script = rapporteur("completion", shell).out
    command = [shell, "--no-execute" if shell == "fish" else "-n"]
    ended = subprocess.run(
        command, input=script, capture_output=True, text=True, check=False, timeout=30
    )
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("shell", SHELLS)
def test_what_is_printed_calls_rapporteur(rapporteur, shell):
    script = rapporteur("completion", shell).out
    assert "_RAPPORTEUR_COMPLETE" in script
    assert "rapporteur" in script


def completed(typed):
    words = typed.split(" ")
    environment = {
        "PATH": os.environ["PATH"],
        "_RAPPORTEUR_COMPLETE": "bash_complete",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(words) - 1),
    }
    ended = subprocess.run(
        [sys.executable, "-m", "bot"],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        timeout=30,
    )
    return ended.stdout.split()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("rapporteur ba", ["plain,backup", "plain,batch"]),
        ("rapporteur ask --ex", ["plain,--explain"]),
        ("rapporteur batch --out", ["plain,--output"]),
        ("rapporteur completion f", ["plain,fish"]),
        ("rapporteur batch q", ["file,q"]),
    ],
)
def test_commands_options_choices_and_files_are_offered(typed, offered):
    assert completed(typed) == offered


def test_another_shell_is_wrong_usage(rapporteur):
    assert rapporteur("completion", "tcsh").status == 2
