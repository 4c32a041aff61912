"""`rapporteur run`: the Telegram bot."""

from __future__ import annotations

from functools import partial

import click

from bot.cli.options import Settings, settings
from bot.cli.progress import logged
from bot.errors import StartError

HOW_TO_GET_ONE = (
    "TELEGRAM_BOT_TOKEN is not set: write /newbot to @BotFather in Telegram, and set the variable "
    "to the token that it answers with (or TELEGRAM_BOT_TOKEN_FILE to a file that holds it)"
)


@click.command()
@settings
def run(where: Settings) -> int:
    """Start the Telegram bot; needs TELEGRAM_BOT_TOKEN."""
    from bot.config import secret

    config = where.load()
    if not secret("TELEGRAM_BOT_TOKEN"):
        raise StartError(HOW_TO_GET_ONE)
    from bot import telegram_app
    from bot.assistant import Assistant

    return telegram_app.run(config, partial(Assistant, later=True, through=logged))
