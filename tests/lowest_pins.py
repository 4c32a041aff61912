"""Prints pins for pip: what rapporteur needs in its lowest version, what tests need as always.

python tests/lowest_pins.py > pins.txt
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
NEEDED = re.compile(r"([\w.-]+)(?:\[[\w,]+\])?(?:[>=]=([\w.]+))?")
SHIPPED = ("html", "pdf", "docx", "fetch", "pictures")  # extras for people who run it


def same(name: str) -> str:
    """The name as pip compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def lowest(requirements: list[str]) -> Iterator[str]:
    """A pin of the lowest version for each requirement that names one."""
    for requirement in requirements:
        found = NEEDED.match(requirement)
        if found and found[2]:
            yield f"{found[1]}=={found[2]}"


def pins(project: dict, constraints: list[str]) -> list[str]:
    """The pins by a `[project]` table and the lines of constraints.txt; pip chooses the rest."""
    extras = project["optional-dependencies"]
    needed = project["dependencies"] + [line for name in SHIPPED for line in extras[name]]
    tools = {same(found[1]) for line in extras["dev"] if (found := NEEDED.match(line))}
    return sorted(
        {*lowest(needed), *(line for line in constraints if same(line.split("==")[0]) in tools)}
    )


if __name__ == "__main__":
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    sys.stdout.write("\n".join(pins(project, lines)) + "\n")
