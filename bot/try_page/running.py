"""Puts the bot, its Bot API and the page together, and ends them."""

from __future__ import annotations

import os
import sys
import tempfile
import webbrowser
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot import telegram_app
from bot.botapi_fake import FakeBotApi
from bot.botapi_fake.loopback import Loopback
from bot.errors import StartError
from bot.try_page.cast import gather
from bot.try_page.memory import Memory
from bot.try_page.server import page_app
from bot.try_page.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.assistant import Assistant
    from bot.config import Config

PORT: Final = 8642  # the one that is tried first where none is named


def run(
    config: Config,
    make_assistant: Callable[[Config], Assistant],
    ready: Callable[[str], None],
    port: int | None = None,
) -> int:
    """Serve the page until stopped; the exit status.

    `make_assistant` reads the reports; `ready` gets the page's address then. What the bot
    remembers is kept in a folder that goes when it ends. Raises what `make_assistant` raises, and
    StartError where the port is taken; without one, a free one is taken.
    """
    with tempfile.TemporaryDirectory(prefix="rapporteur-") as folder:
        store = Path(folder) / "state.sqlite3"
        api = FakeBotApi()
        stage = Stage(api, gather(api), config.corpus.path, Memory(store))
        with _served(stage, port) as url:

            def read(settings: Config) -> Assistant:
                stage.assistant = assistant = make_assistant(settings)
                for person in stage.cast.people:  # so that the bot says at once what can be asked
                    person.handle.start(stage.cast.bot)
                ready(f"{url}/")
                return assistant

            token = stage.cast.bot.token
            return telegram_app.run(settings_of(config, stage, url, store), read, token)


def settings_of(config: Config, stage: Stage, url: str, store: Path) -> Config:
    """The configuration with what trying it takes: our Bot API, our admins, a store of its own."""
    telegram = replace(
        config.telegram,
        base_url=url,
        mode="polling",
        admins=stage.cast.admins,
        admin_chats=stage.cast.channels,
        access="everyone",
    )
    return replace(
        config,
        telegram=telegram,
        store=replace(config.store, path=store),
        http=replace(config.http, port=None),
        log=replace(config.log, level="warning"),
    )


def open_browser(url: str) -> None:
    """Open the page, where there is a screen to open it on."""
    screen = sys.platform != "linux" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    if screen:
        webbrowser.open(url)


@contextmanager
def _served(stage: Stage, port: int | None) -> Iterator[str]:
    """The server's root, as long as the block lasts."""
    server = _server(stage, port)
    server.start()
    try:
        yield server.url
    finally:
        stage.api.service.close()
        server.stop()


def _server(stage: Stage, port: int | None) -> Loopback:
    app = page_app(stage)
    for wanted in (PORT, 0) if port is None else (port,):
        try:
            return Loopback(app, wanted)
        except OSError as error:
            reason = error.strerror
    raise StartError(f"--port {port}: {reason}; choose another one")
