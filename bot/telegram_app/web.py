"""HTTP: liveness, readiness and metrics; and the webhook. Each on an address of its own."""

from __future__ import annotations

import contextlib
import hmac
import json
import logging
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.errors import StartError, StoreError
from bot.telegram_app.raw import arrival

if TYPE_CHECKING:
    from starlette.requests import Request

    from bot.telegram_app.health import Health
    from bot.telegram_app.intake import Intake

log = logging.getLogger(__name__)

LARGEST_UPDATE: Final = 1_000_000  # bytes; Telegram's are far smaller
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  a name, no secret


def listen(host: str, port: int, key: str) -> socket.socket:
    """A listening socket. Raises StartError, which names the configuration's `key`."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StartError(f"{key}: can't listen on {host}:{port}: {reason}") from None


async def serve(app: Starlette, on: socket.socket) -> None:
    """Serve until cancelled."""
    settings = uvicorn.Config(app, log_config=None, lifespan="off", server_header=False)
    server = _Server(settings)
    try:
        await server.serve(sockets=[on])
    finally:
        on.close()


class _Server(uvicorn.Server):
    """Leaves the signals to the bot."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def health_app(health: Health) -> Starlette:
    """`/livez`, `/readyz` and `/metrics`."""

    async def live(_: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def ready(_: Request) -> Response:
        troubles = health.troubles()
        lines = "\n".join(troubles or ["ready"])
        return PlainTextResponse(f"{lines}\n", 503 if troubles else 200)

    async def metrics(_: Request) -> Response:
        health.troubles()
        return Response(health.metrics.text(), media_type="text/plain; version=0.0.4")

    return Starlette(
        routes=[Route("/livez", live), Route("/readyz", ready), Route("/metrics", metrics)]
    )


def webhook_app(path: str, secret: str, intake: Intake, bot_id: int) -> Starlette:
    """Takes updates in at `path`; Telegram delivers again what is not answered with 200."""

    async def receive(request: Request) -> Response:
        shown = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(shown.encode(), secret.encode()):
            return PlainTextResponse("wrong secret\n", 403)
        raw = await _update(request)
        if arrival(raw, bot_id, 0.0) is None:
            return PlainTextResponse("no update\n", 400)
        try:
            await intake.accept([raw])
        except StoreError:
            return PlainTextResponse("later\n", 503)
        return Response(status_code=200)

    return Starlette(routes=[Route(path, receive, methods=["POST"])])


async def _update(request: Request) -> object:
    """What the body holds; None where it is no JSON or far too large."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST_UPDATE:
            return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None
