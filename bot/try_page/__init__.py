"""`rapporteur try`: the bot over a Bot API of our own, with a page that looks like a chat client.

The bot is the one that `rapporteur run` starts. Bot API and page share one server on loopback.
"""

from __future__ import annotations

import os
import sys
import tempfile
import webbrowser
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.errors import StartError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.assistant import Assistant
    from bot.botapi_fake.loopback import Loopback
    from bot.config import Config
    from bot.try_page.cast import Cast
    from bot.try_page.stage import Stage

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
    from bot import telegram_app  # noqa: PLC0415 - these take a while to import
    from bot.botapi_fake import FakeBotApi  # noqa: PLC0415
    from bot.try_page.cast import gather  # noqa: PLC0415
    from bot.try_page.memory import Memory  # noqa: PLC0415
    from bot.try_page.stage import Stage  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="rapporteur-") as folder:
        store = Path(folder) / "state.sqlite3"
        api = FakeBotApi()
        stage = Stage(api, gather(api), config.corpus.path, Memory(store))
        server = _server(stage, port)

        def read(settings: Config) -> Assistant:
            stage.assistant = make_assistant(settings)
            _greet(stage.cast)
            ready(f"{server.url}/")
            return stage.assistant

        server.start()
        try:
            settings = settings_of(config, stage.cast, server.url, store)
            return telegram_app.run(settings, read, stage.cast.bot.token)
        finally:
            api.service.close()
            server.stop()


def settings_of(config: Config, cast: Cast, url: str, store: Path) -> Config:
    """The configuration with what trying it takes: our Bot API, our admins, a store of its own."""
    telegram = replace(
        config.telegram,
        base_url=url,
        mode="polling",
        admins=cast.admins,
        admin_chats=cast.channels,
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


def _server(stage: Stage, port: int | None) -> Loopback:
    from bot.botapi_fake.loopback import Loopback  # noqa: PLC0415
    from bot.try_page.server import page_app  # noqa: PLC0415

    app = page_app(stage)
    for wanted in (PORT, 0) if port is None else (port,):
        try:
            return Loopback(app, wanted)
        except OSError as error:
            reason = error.strerror
    raise StartError(f"--port {port}: {reason}; choose another one")


def _greet(cast: Cast) -> None:
    """Everybody opens their chat with the bot, so that it says at once what can be asked."""
    for person in cast.people:
        person.handle.start(cast.bot)
