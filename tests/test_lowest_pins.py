"""The pins of `make lowest`: the lowest version of what people install, the usual one of tools."""

import tomllib
from pathlib import Path

from lowest_pins import pins

ROOT = Path(__file__).parent.parent


def project(needed, **extras):
    empty = {name: [] for name in ("html", "pdf", "docx", "fetch", "pictures", "dev")}
    return {"dependencies": needed, "optional-dependencies": empty | extras}


def test_what_is_needed_is_pinned_to_its_lower_bound():
    needed = ["click>=8.2", "telegram>=22.8,<23", "rank-bm25==0.2.2"]
    assert pins(project(needed), []) == ["click==8.2", "rank-bm25==0.2.2", "telegram==22.8"]


def test_extras_that_people_install_are_pinned_and_others_not():
    extras = {"pdf": ["pypdfium2>=5.7"], "fetch": ["rapporteur[html]"], "train": ["torch>=2.4"]}
    assert pins(project([], **extras), []) == ["pypdfium2==5.7"]


def test_tools_are_pinned_as_always_and_what_these_bring_is_not():
    constraints = ["anyio==4.16.0", "import_linter==2.16", "pytest==9.2.0"]
    known = project([], dev=["rapporteur[formats]", "import-linter>=2.3", "pytest>=8.3"])
    assert pins(known, constraints) == ["import_linter==2.16", "pytest==9.2.0"]


def test_every_requirement_of_ours_has_a_lower_bound():
    with (ROOT / "pyproject.toml").open("rb") as file:
        ours = tomllib.load(file)["project"]
    assert len(pins(ours, [])) >= len(ours["dependencies"]) + 7
