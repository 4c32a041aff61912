"""The form of docstrings, as far as ruff doesn't check it: sections, their order, their entries."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(path for name in ("bot", "training") for path in (ROOT / name).rglob("*.py"))
ORDER = ["Attributes", "Args", "Returns", "Yields", "Raises"]
SECTION = re.compile(r"^(\w+):\n((?: {4}.*(?:\n|\Z)|\n(?= {4}))+)", re.MULTILINE)
HEADING = re.compile(r"^(\w+):$", re.MULTILINE)
ENTRY = re.compile(r"([\w., ]+): \S")
ERROR = re.compile(r"([a-z]+\.)?[A-Z]\w+")
DESCRIBED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def faults(source):
    """Each (name, fault) of the docstrings in a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, DESCRIBED) and (said := ast.get_docstring(node)):
            yield from ((getattr(node, "name", "module"), fault) for fault in _of(node, said))


def _of(node, said):
    headings = HEADING.findall(said)
    if headings != [name for name in ORDER if name in headings]:
        yield f"sections {headings}"
    for name, body in SECTION.findall(said):
        entries = [line.strip() for line in body.splitlines() if re.match(r" {4}\S", line)]
        if name in {"Returns", "Yields"}:
            continue
        for entry in entries:
            found = ENTRY.match(entry)
            names = found[1].split(", ") if found else []
            if not found or not all(_is_one(node, name, one) for one in names):
                yield f"{name}: {entry}"


def _is_one(node, section, name):
    if section == "Raises":
        return bool(ERROR.fullmatch(name))
    if section == "Args":
        arguments = getattr(node, "args", None)
        return arguments is not None and name in {
            one.arg for one in ast.walk(arguments) if isinstance(one, ast.arg)
        }
    fields = (one.target for one in node.body if isinstance(one, ast.AnnAssign))
    return name in {field.id for field in fields if isinstance(field, ast.Name)}


def test_docstrings_have_one_form():
    found = {str(path.relative_to(ROOT)): list(faults(path.read_text("utf-8"))) for path in SOURCES}
    assert len(found) > 100
    assert {path: kept for path, kept in found.items() if kept} == {}


@pytest.mark.parametrize(
    "said",
    [
        "Args:\n        b: another.",
        "Args:\n        a, b: both.",
        "Args:\n        what it works on.",
        "Raises:\n        when it fails.",
        "Raises:\n        error: it fails.",
        "Raises:\n        ValueError: it fails.\n\n    Args:\n        a: one.",
        "Parameters:\n        a: one.",
        "Attributes:\n        a: one.",
    ],
)
def test_another_form_is_found(said):
    assert list(faults(f'def f(a):\n    """Do it.\n\n    {said}\n    """'))


@pytest.mark.parametrize(
    "source",
    [
        'def f(a, *, b=1):\n    """Do it.\n\n    Args:\n        a, b: both;\n'
        '            of any size.\n\n    Raises:\n        ValueError: it fails.\n    """',
        'class A:\n    """A.\n\n    Attributes:\n        a: one.\n    """\n\n    a: int = 0',
        'def f():\n    """Do it: at once."""',
    ],
)
def test_this_form_is_right(source):
    assert list(faults(source)) == []
