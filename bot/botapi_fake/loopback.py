"""Serves an application on loopback from a thread of its own."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.botapi_fake.server import RESET


class _BreakableProtocol(H11Protocol):
    """HTTP whose application can break the connection."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - uvicorn's own
        super().__init__(*args, **kwargs)
        inner = self.app

        async def breakable(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[RESET] = self._break
            await inner(scope, receive, send)

        self.app = breakable

    def _break(self) -> None:
        raw = self.transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()


class Loopback:
    """A server on 127.0.0.1; port 0 takes a free one. Raises OSError where the port is taken."""

    def __init__(self, app: ASGIApp, port: int = 0) -> None:
        self._socket = socket.socket(proto=socket.IPPROTO_TCP)  # else no TCP_NODELAY
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind(("127.0.0.1", port))
        except OSError:
            self._socket.close()
            raise
        self.port: int = self._socket.getsockname()[1]
        config = uvicorn.Config(
            app,
            http=_BreakableProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="botapi-fake", daemon=True)

    @property
    def url(self) -> str:
        """The root to give to a bot."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Serves from now on."""
        self._socket.listen(128)
        self._thread.start()

    def stop(self) -> None:
        """Ends, breaking what is still open."""
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(5)
        self._socket.close()

    def _run(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._socket]))
