"""`rapporteur run` and `try`: the bot in Telegram, or in a browser."""

from __future__ import annotations

from functools import partial

import click

from bot.cli.options import CommonOptions, common_options
from bot.cli.progress import logged, quietly
from bot.errors import StartError

HOW_TO_GET_ONE = (
    "TELEGRAM_BOT_TOKEN is not set: write /newbot to @BotFather in Telegram, and set the variable "
    "to the token that it answers with (or TELEGRAM_BOT_TOKEN_FILE to a file that holds it)"
)


@click.command()
@common_options
def run(options: CommonOptions) -> int:
    """Start the Telegram bot; needs TELEGRAM_BOT_TOKEN."""
    from bot.config import secret

    config = options.load()
    if not secret("TELEGRAM_BOT_TOKEN"):
        raise StartError(HOW_TO_GET_ONE)
    from bot import telegram_app
    from bot.assistant import Assistant

    return telegram_app.run(config, partial(Assistant, later=True, through=logged))


@click.command("try")
@common_options
@click.option("--port", type=click.IntRange(1, 65535), help="Where the page is [default: 8642]")
@click.option("--no-browser", is_flag=True, help="Print the address, open nothing")
def try_page(options: CommonOptions, port: int | None, no_browser: bool) -> int:
    """Try the Telegram bot in a browser, without a token."""
    from bot.assistant import Assistant
    from bot.trial import page

    def ready(url: str) -> None:
        click.echo(f"Try it at {url} (Ctrl-C ends it)")
        if not no_browser:
            page.open_browser(url)

    make_assistant = partial(Assistant, must_read=True, through=quietly)
    return page.run(options.load(), make_assistant, ready, port)
