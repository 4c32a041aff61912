"""`rapporteur`: its commands, and what becomes of errors."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from bot import __version__
from bot.cli.ask import ask
from bot.cli.backup import backup, restore
from bot.cli.batch import batch
from bot.cli.calibrate import calibrate
from bot.cli.chat import chat
from bot.cli.check import check
from bot.cli.completion import completion
from bot.cli.defaults import config
from bot.cli.evaluate import evaluate
from bot.cli.event import event
from bot.cli.fetch import fetch
from bot.cli.run import run
from bot.cli.stats import stats
from bot.cli.try_page import try_page
from bot.errors import BotError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def rapporteur() -> None:
    """Answer questions from a folder of event reports and quote the passage that says so."""


COMMANDS = (
    ask, chat, batch, check, event, run, try_page, stats, backup, restore, fetch,
    evaluate, calibrate, config, completion,
)  # fmt: skip
for command in COMMANDS:
    rapporteur.add_command(command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command that the arguments name, and exit.

    Status 0: done; 1: an error that the operator can mend, a line a problem on standard error; 2:
    wrong usage; 130: stopped by Ctrl-C.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        status = rapporteur.main(arguments, "rapporteur", standalone_mode=False)
        sys.stdout.flush()
    except BotError as error:
        click.echo("\n".join(error.problems), err=True)
        status = 1
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except click.Abort:
        status = 130
    sys.exit(status or 0)
