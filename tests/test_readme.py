"""What README and the other documents tell to type works, and prints what they show."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
BLOCK = re.compile(r"^ *```(sh|console)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)[^):]*\)")


def blocks(kind):
    for document in DOCUMENTS:
        for found, text in BLOCK.findall(document.read_text("utf-8")):
            if found == kind:
                yield text


def commands():
    """Each command of the shell blocks, without its comment."""
    for text in blocks("sh"):
        for line in text.splitlines():
            if command := line.split(" #")[0].strip():
                yield command


def shown():
    """Each command of the console blocks with what stands under it."""
    for text in blocks("console"):
        for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


OURS = sorted({command for command in commands() if command.startswith("rapporteur ")})
MAKE = sorted({command for command in commands() if re.match(r"(\w+=\S+ )*make ", command)})


def run(command):
    words = shlex.split(command.split(" > ")[0])
    return subprocess.run(
        [sys.executable, "-m", "bot", *words[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_every_command_is_one_that_is_run_or_a_target():
    assert set(commands()) == {*OURS, *MAKE}


@pytest.mark.parametrize("command", OURS)
def test_a_command_works_as_it_stands(command):
    ended = run(command)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("command", MAKE)
def test_a_target_exists(command):
    target = command.split("make ")[1].split()[0]
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("command", "output"), list(shown()))
def test_an_answer_that_is_shown_is_the_one_that_is_given(command, output):
    assert run(command).stdout == output


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_link_to_a_file_leads_to_one(document):
    for target in LINK.findall(document.read_text("utf-8")):
        assert (document.parent / target).exists(), target


def test_the_readme_names_the_commands_that_start_and_test_it():
    assert {"make chat", "make test"} <= set(MAKE)
