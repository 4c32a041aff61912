"""`rapporteur store`: the bot's store as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.store.copies import Place


@click.group()
def store() -> None:
    """Move the bot's store."""


@store.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy(source: str, target: str) -> None:
    """Copy the store FROM one place TO another, which is empty or new.

    Each is a file, or a database as in `store.url`: postgresql+psycopg://user@host/database. Its
    password is read from STORE_PASSWORD. Stop the bot before, and set `store` to the new place
    afterwards.
    """
    from bot.rendering.words import counted
    from bot.store import copy_store

    questions = copy_store(_place(source), _place(target))
    click.echo(f"{counted(questions, 'question')} copied to {target}", err=True)


def _place(words: str) -> Place:
    from bot.config import database_url, secret
    from bot.store import Address

    if "://" not in words:
        return Path(words)
    return Address(database_url(words), secret("STORE_PASSWORD"))
