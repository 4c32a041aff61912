"""`rapporteur`: its commands (`config` and `completion` among them), and what becomes of errors.

The command line is the only layer that prints and exits.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

import click

from bot import __version__
from bot.cli.ask import ask, batch, calibrate, evaluate
from bot.cli.chat import chat
from bot.cli.reports import check, event, fetch, publish
from bot.cli.service import backup, restore, run, stats, store, try_page
from bot.errors import BotError

__all__ = ["main"]

# Modules and reports are many objects and no garbage; to look for it among them takes a sixth of
# the time in which a question is answered.
COLLECT_AFTER: Final = 50_000  # new objects

SHELLS: Final = ("bash", "zsh", "fish")
COMPLETION_SETUP: Final = """\b
bash   eval "$(rapporteur completion bash)"       in ~/.bashrc
zsh    eval "$(rapporteur completion zsh)"        in ~/.zshrc, after compinit
fish   rapporteur completion fish | source        in ~/.config/fish/config.fish"""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def rapporteur() -> None:
    """Answer questions from a folder of event reports and quote the passage that says so."""


@click.command()
def config() -> None:
    """Print a config.yaml to start from."""
    from bot.config.sections import as_yaml

    click.echo(as_yaml(), nl=False)


@click.command(epilog=COMPLETION_SETUP)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print what makes SHELL complete commands, options and files."""
    from click.shell_completion import get_completion_class

    completion_class = get_completion_class(shell)
    if completion_class is None:
        raise click.UsageError(f"{shell} is not known to the library that completes")
    root = click.get_current_context().find_root().command
    click.echo(completion_class(root, {}, "rapporteur", "_RAPPORTEUR_COMPLETE").source())


COMMANDS = (
    ask, chat, batch, check, event, run, try_page, stats, backup, restore, store, fetch, publish,
    evaluate, calibrate, config, completion,
)  # fmt: skip
for command in COMMANDS:
    rapporteur.add_command(command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command that the arguments name, and exit.

    Status 0: done; 1: an error that the operator can fix, a line a problem on standard error; 2:
    wrong usage; 130: stopped by Ctrl-C.
    """
    gc.set_threshold(COLLECT_AFTER, *gc.get_threshold()[1:])
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
