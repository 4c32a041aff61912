"""Shells complete commands, options and files."""

import os
import shutil
import subprocess
import sys

import pytest

SHELLS = ("bash", "zsh", "fish")


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
