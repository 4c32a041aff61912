"""Tables that lie in the package as YAML: phrases of languages, texts that people see."""

from __future__ import annotations

from importlib import resources
from typing import Any


def read_table(package: str, name: str) -> dict[str, Any]:
    """Return what a file of a package's folder says, all values as text, "no" and 7 too."""
    import yaml  # noqa: PLC0415 - a question in English, in the terminal, never needs it

    text = resources.files(package).joinpath(f"{name}.yaml").read_text("utf-8")
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    found: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - it makes texts only
    return found
