"""The page's server: the page, its calls, and the Bot API that the bot talks to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.try_page.acting import Acting
from bot.try_page.guard import Guard
from bot.try_page.showing import Showing

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Scope

    from bot.try_page.stage import Stage

STATIC: Final = Path(__file__).with_name("static")
FRESH: Final = {"Cache-Control": "no-cache"}


class Fresh(StaticFiles):
    """Files that a browser asks for again each time, so that an upgrade shows at once."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file."""
        response = await super().get_response(path, scope)
        response.headers.update(FRESH)
        return response


def page_app(stage: Stage) -> Starlette:
    """The application to serve on loopback."""
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
