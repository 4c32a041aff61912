"""What README and the other documents tell to type works, and prints what they show."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from bot_process import STARTED, TOKEN

from bot.cli import rapporteur
from bot.config import load_config
from bot.store import QuestionOrigin, StoredAnswer, open_store
from bot.trial.botapi import FakeBotApi

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
BLOCK = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(?:\$ )?rapporteur ([a-z]+)")
LINK = re.compile(r"\]\(([^)#:]+)[^):]*\)")
SERVE = ("rapporteur run", "rapporteur try")  # until they are stopped
REMOTE = ("rapporteur publish", "rapporteur store copy")  # which need a server
SOME = 20  # every twentieth of the questions
SET_UP = ("sudo ", "docker ", "source ", "pip install ", "git clone ")


def blocks(document, kind):
    return [text for found, text in BLOCK.findall(document.read_text("utf-8")) if found == kind]


def commands(document):
    """Each command of the shell blocks, without its comment."""
    for text in blocks(document, "sh"):
        for line in text.splitlines():
            if command := re.split(r"\s#", line)[0].strip():
                yield command


EVERY = sorted({command for document in DOCUMENTS for command in commands(document)})
MAKE = [command for command in EVERY if re.match(r"(\w+=\S+ )*make ", command)]
SHOWN = [
    (part.partition("\n")[0], part.partition("\n")[2])
    for document in DOCUMENTS
    for text in blocks(document, "console")
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
]


@pytest.fixture
def folder(tmp_path):
    """A copy of this folder as far as commands need it, with a bot's memory of one question.

    It has a few questions of the set: what becomes of all of them is a test of its own.
    """
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    asked = tmp_path / "tests/quality/questions.jsonl"
    asked.parent.mkdir(parents=True)
    every = (ROOT / "tests/quality/questions.jsonl").read_text("utf-8").splitlines(keepends=True)
    asked.write_text("".join(every[::SOME]), "utf-8")
    shutil.copy(ROOT / "config.yaml", tmp_path)
    program = tmp_path / "bin/rapporteur"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m bot "$@"\n')
    program.chmod(0o755)
    store = open_store(tmp_path / "var/rapporteur.sqlite3", bot_id=7)
    store.answers.keep(StoredAnswer(QuestionOrigin(1, None, 9, 1, time.time()), "Who?"))
    store.close()
    return tmp_path


@contextmanager
def shell(command, folder, **more):
    """The command as it runs in the folder; it is killed where it still runs at the end."""
    environment = {
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "PYTHONPATH": str(ROOT),
        "TELEGRAM_BOT_TOKEN": TOKEN,
    }
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(
        ["sh", "-c", command], cwd=folder, env=environment, **streams | more
    ) as running:
        try:
            yield running
        finally:
            running.kill()


@pytest.mark.timeout(900)  # of a page after the other; one builds an index
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_commands_work_as_they_stand_in_their_order(document, folder):
    for command in commands(document):
        if command not in MAKE and not command.startswith((*SERVE, *REMOTE, *SET_UP)):
            with shell(command, folder, stdin=subprocess.DEVNULL) as running:
                _, err = running.communicate(timeout=600)
            assert running.returncode == 0, f"{command}: {err}"


@pytest.mark.parametrize("command", [c for c in EVERY if c.startswith("rapporteur run")])
def test_what_starts_the_bot_starts_it(command, folder):
    with FakeBotApi() as api:
        bot = api.bot(TOKEN)
        chat = api.private(api.user("Anna"), bot)
        settings = yaml.safe_load((folder / "config.yaml").read_text())
        settings["telegram"]["base_url"] = api.url
        (folder / "config.yaml").write_text(yaml.safe_dump(settings))
        with shell(f"exec {command}", folder) as running:
            bot.wait_polling(STARTED)
            assert chat.wait_reply(chat.send("/help"))
            running.send_signal(signal.SIGTERM)
            running.communicate(timeout=30)
        assert running.returncode == 0


@pytest.mark.parametrize("command", [c for c in EVERY if c.startswith("rapporteur try")])
def test_what_starts_the_page_starts_it(command, folder):
    quiet = command if "--no-browser" in command else f"{command} --no-browser"
    with shell(f"exec {quiet}", folder) as running:
        assert "http://127.0.0.1" in running.stdout.readline()
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=30)


@pytest.mark.parametrize("command", MAKE)
def test_a_target_exists(command):
    target = command.split("make ")[1].split()[0]
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("command", [c for c in EVERY if c.startswith(SET_UP)])
def test_what_sets_up_names_files_that_exist(command):
    ended = subprocess.run(["sh", "-n", "-c", command], check=False, capture_output=True)
    assert ended.returncode == 0
    for word in shlex.split(command):
        if word.startswith(("deploy/", "bench/", "docs/")):
            assert (ROOT / word).exists(), word


@pytest.mark.parametrize(("command", "output"), SHOWN)
def test_an_answer_that_is_shown_is_the_one_that_is_given(command, output, folder):
    with shell(command, folder) as running:
        assert running.communicate(timeout=60)[0] == output


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_settings_that_are_shown_are_valid(document, tmp_path):
    for text in blocks(document, "yaml"):
        (tmp_path / "config.yaml").write_text(text, "utf-8")
        load_config(tmp_path / "config.yaml")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_command_that_is_named_is_one(document):
    named = set(INLINE.findall(document.read_text("utf-8")))
    assert named <= rapporteur.commands.keys()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_link_to_a_file_leads_to_one(document):
    for target in LINK.findall(document.read_text("utf-8")):
        assert (document.parent / target).exists(), target


def test_every_command_is_named_in_its_document():
    text = (ROOT / "docs/commands.md").read_text("utf-8")
    missing = {name for name in rapporteur.commands if not re.search(rf"`[^`]*\b{name}\b", text)}
    assert missing == set()


def test_every_document_is_in_the_index():
    index = (ROOT / "docs/README.md").read_text("utf-8")
    names = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert {name for name in names if name not in index} == set()


def test_the_readme_names_the_commands_that_start_and_test_it():
    assert {"make chat", "make test"} <= set(commands(ROOT / "README.md"))


def test_the_readme_is_read_on_one_screen():
    text = (ROOT / "README.md").read_text("utf-8")
    assert len(text.splitlines()) <= 60
