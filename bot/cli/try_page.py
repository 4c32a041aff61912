"""`rapporteur try`: the bot in a browser, without a token."""

from __future__ import annotations

from functools import partial

import click

from bot.cli.options import Settings, settings
from bot.cli.progress import quietly


@click.command("try")
@settings
@click.option("--port", type=click.IntRange(1, 65535), help="Where the page is [default: 8642]")
@click.option("--no-browser", is_flag=True, help="Print the address, open nothing")
def try_page(where: Settings, port: int | None, no_browser: bool) -> int:
    """Try the Telegram bot in a browser, without a token."""
    from bot.assistant import Assistant
    from bot.trial import page

    def ready(url: str) -> None:
        click.echo(f"Try it at {url} (Ctrl-C ends it)")
        if not no_browser:
            page.open_browser(url)

    make_assistant = partial(Assistant, must_read=True, through=quietly)
    return page.run(where.load(), make_assistant, ready, port)
