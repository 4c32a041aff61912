"""The command line: the only layer that prints and exits."""

from bot.cli.program import main

__all__ = ["main"]
