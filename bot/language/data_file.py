"""The word lists that come with the package, as lines."""

from __future__ import annotations

from importlib import resources


def lines_of(name: str) -> list[str]:
    """Return the lines of a file beside this module, without comments and empty lines."""
    text = resources.files("bot.language").joinpath(name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
