"""Runs the command line: `python -m bot` is the same as `rapporteur`."""

import sys


def main() -> None:
    """Run the command that the arguments name, and exit; Ctrl-C is no traceback from here on."""
    try:
        from bot.cli import main as run  # noqa: PLC0415  which takes long enough to be stopped

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
