"""What the documents name is there, and what is written from code is as the code is."""

import importlib.util
import re
from pathlib import Path

import pytest

from bot import __version__

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
NAMED = re.compile(r"`((?:bot|tests|docs|bench|deploy|training)/[\w./-]*\w/?)`")
STEP = re.compile(r"^[ │├└─]*([\w/]+\.py) +(\w+)", re.MULTILINE)  # of a way of docs/architecture.md
PLACES = {
    "DECLARED": "bot/slots.py",
    "Slot": "bot/slots.py",
    "SUMMARY": "bot/answering/sheets.py",
    "LABELS": "bot/rendering/__init__.py",
    "EXTRAS": "bot/corpus/extraction/__init__.py",
    "_reader": "bot/corpus/extraction/worker.py",
    "LIBRARIES": "bot/corpus/extraction/__init__.py",
    "CODES": "bot/rendering/telegram_texts/__init__.py",
    "Texts": "bot/rendering/telegram_texts/__init__.py",
    "PARTS": "bot/telegram_app/cards.py",
    "ROLES": "bot/answering/conditions.py",
    "COMMANDS": "bot/telegram_app/commands.py",
    "BUTTONS": "bot/telegram_app/commands.py",
}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_that_are_named_exist(document):
    named = set(NAMED.findall(document.read_text("utf-8")))
    assert {name for name in named if not (ROOT / name).exists()} == set()


@pytest.mark.parametrize("name", PLACES)
def test_what_contributing_tells_to_change_is_where_it_says(name):
    contributing = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert f"`{name}`" in contributing
    assert f"`{PLACES[name]}`" in contributing
    code = (ROOT / PLACES[name]).read_text("utf-8")
    assert re.search(rf"^(?:(?:def|class) )?{name}\b", code, re.MULTILINE)


def script(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / f"docs/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_of_settings_is_written_from_the_code():
    text = (ROOT / "docs/configuration.md").read_text("utf-8")
    assert script("configuration_table").page(text) == text


def test_the_picture_shows_what_is_answered_today():
    shown = (ROOT / "docs/answer.svg").read_text("utf-8")
    assert script("picture").drawn() == shown, "draw it anew: make picture"


def test_the_changelog_names_the_version():
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    named = re.findall(r"^## \[([\d.]+)\] - (\d{4}-\d\d-\d\d)$", changelog, re.MULTILINE)
    assert re.search(r"^## \[Unreleased\]", changelog, re.MULTILINE)
    assert named[0][0] == __version__
    assert sorted(named, key=lambda version: version[1], reverse=True) == named


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_picture_says_what_it_shows(document):
    for said in re.findall(r"!\[([^]]*)\]", document.read_text("utf-8")):
        assert len(said) > 20


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_tests_that_are_named_exist(document):
    named = re.findall(r"\b((?:\w+/)*test_\w+\.py)(?:::(test_\w+?)_?[…`])?", document.read_text())
    for file, name in named:
        found = list((ROOT / "tests").glob(f"**/{file.removeprefix('tests/')}"))
        assert found, file
        assert not name or any(f"def {name}" in path.read_text() for path in found), name


def test_the_ways_of_the_architecture_are_those_of_the_code():
    steps = STEP.findall((ROOT / "docs/architecture.md").read_text("utf-8"))
    assert len(steps) > 40
    for file, name in steps:
        code = (ROOT / "bot" / file).read_text("utf-8")
        defined = rf"^(?:async )?(?:def|class) {name}\b|^{name}\b"
        assert re.search(defined, code, re.MULTILINE), f"{file}: {name}"


def test_every_decision_has_its_cost():
    sections = (ROOT / "docs/decisions.md").read_text("utf-8").split("\n## ")[1:]
    missing = [text.partition("\n")[0] for text in sections if not re.search(r"\bCost: ", text)]
    assert missing == []
