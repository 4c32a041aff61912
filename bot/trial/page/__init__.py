"""`rapporteur try`: the bot over a Bot API of our own, with a page that looks like a chat client.

The bot is the one that `rapporteur run` starts. Bot, Bot API and page run in one process, the last
two on one server on loopback.
"""

from __future__ import annotations

import os
import sys
import tempfile
import webbrowser
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot import telegram_app
from bot.errors import StartError
from bot.trial.botapi import FakeBotApi
from bot.trial.botapi.server import Loopback
from bot.trial.page.calls import Guard
from bot.trial.page.endpoints import Acting, Showing
from bot.trial.page.stage import Memory, Stage, gather

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.requests import Request
    from starlette.types import Scope

    from bot.assistant import Assistant
    from bot.config import Config

__all__ = ["open_browser", "run"]


PORT: Final = 8642  # the one that is tried first where none is named
STATIC: Final = Path(__file__).with_name("static")
FRESH: Final = {"Cache-Control": "no-cache"}


def run(
    config: Config,
    make_assistant: Callable[[Config], Assistant],
    ready: Callable[[str], None],
    port: int | None = None,
) -> int:
    """Serve the page until stopped; return the exit status.

    What the bot remembers is kept in a folder that goes when it ends.

    Args:
        config: as configured; Bot API, admins and store are those of the trial.
        make_assistant: reads the reports.
        ready: gets the page's address once they are read.
        port: of the page; None: a free one.

    Raises:
        BotError: what `make_assistant` raises.
        StartError: the port is taken.
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
    """Return the configuration to try it with: our Bot API, our admins, a store of its own."""
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
        store=replace(config.store, path=store, url=None),
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
    """Yield the server's root, as long as the block lasts."""
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


class Fresh(StaticFiles):
    """Files that a browser asks for again each time, so that an upgrade shows at once."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file."""
        response = await super().get_response(path, scope)
        response.headers.update(FRESH)
        return response


def page_app(stage: Stage) -> Starlette:
    """Return the application to serve on loopback."""
    return Starlette(
        routes=[
            Route("/", _page),
            Mount("/static", Fresh(directory=STATIC)),
            *Showing(stage).routes(),
            *Acting(stage).routes(),
            Mount("/", stage.api.app),
        ],
        middleware=[Middleware(Guard)],
    )


async def _page(_: Request) -> Response:
    return FileResponse(STATIC / "index.html", headers=FRESH)
