"""Runs the command line: `python -m bot` is the same as `rapporteur`."""

from bot.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
