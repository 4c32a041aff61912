"""`rapporteur backup` and `rapporteur restore`: the bot's store as one file, and back."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.options import FILE, Settings, settings


@click.command()
@settings
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Replace FILE where it exists")
def backup(where: Settings, file: Path, force: bool) -> None:
    """Copy the bot's store to FILE, also while the bot runs.

    The copy holds people's questions: it is readable to its owner only.
    """
    from bot.rendering.words import counted
    from bot.store import back_up

    questions = back_up(where.load().store.path, file, replace=force)
    click.echo(f"{counted(questions, 'question')} kept in {file}", err=True)


@click.command()
@settings
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Replace the store where there is one")
def restore(where: Settings, file: Path, force: bool) -> None:
    """Put the backup FILE in the place of the bot's store.

    Stop the bot before, and run this as the user that it runs as.
    """
    from bot import store
    from bot.rendering.words import counted

    path = where.load().store.path
    questions = store.restore(file, path, replace=force)
    click.echo(f"{counted(questions, 'question')} restored to {path}", err=True)
