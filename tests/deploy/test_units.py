"""The units of systemd are valid, hardened, and start commands that there are."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import rapporteur

DEPLOY = Path(__file__).parents[2] / "deploy"
SERVICES = sorted(DEPLOY.glob("*.service"))
UNITS = [*SERVICES, *sorted(DEPLOY.glob("*.timer"))]
PROGRAM = "/opt/rapporteur/bin/rapporteur"

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed"
)


def analyze(*arguments):
    return subprocess.run(
        ["systemd-analyze", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@needs_systemd
def test_systemd_finds_nothing_to_complain_about(tmp_path):
    here = []
    for unit in UNITS:
        here.append(tmp_path / unit.name)  # with a program that is there on this machine
        here[-1].write_text(unit.read_text().replace(PROGRAM, sys.executable))
    ended = analyze("verify", "--man=no", *here)
    if "--man" in ended.stderr or "Failed to" in ended.stderr:
        pytest.skip(f"systemd-analyze can't verify here: {ended.stderr.strip()}")
    assert (ended.returncode, ended.stderr) == (0, "")


@needs_systemd
@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_little_of_the_machine_is_exposed(unit):
    ended = analyze("security", "--offline=yes", unit)
    level = re.search(r"Overall exposure level for \S+: ([\d.]+)", ended.stdout)
    if level is None:
        pytest.skip(f"systemd-analyze can't rate a file here: {ended.stderr.strip()}")
    assert float(level[1]) < 2


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_what_is_started_is_a_command_with_options_that_it_has(unit):
    (line,) = re.findall(r"^ExecStart=(.*)$", unit.read_text(), re.MULTILINE)
    program, name, *arguments = shlex.split(line)
    assert program == PROGRAM
    rapporteur.commands[name].make_context(name, arguments)


def test_the_token_comes_as_a_credential():
    text = (DEPLOY / "rapporteur.service").read_text()
    (name,) = re.findall(r"^LoadCredential=(\w+):/", text, re.MULTILINE)
    assert f"Environment=TELEGRAM_BOT_TOKEN_FILE=%d/{name}" in text
    assert "TELEGRAM_BOT_TOKEN=" not in text


def test_it_may_stop_as_long_as_the_bot_takes():
    text = (DEPLOY / "rapporteur.service").read_text()
    assert int(re.search(r"^TimeoutStopSec=(\d+)s$", text, re.MULTILINE)[1]) > 8
