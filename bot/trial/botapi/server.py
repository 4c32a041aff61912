"""The HTTP side: `/bot<token>/<method>` and `/file/bot<token>/<path>`, served on loopback."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.trial.botapi.entities import Json
from bot.trial.botapi.methods import Method, methods
from bot.trial.botapi.requests import (
    ApiError,
    Fault,
    Faults,
    FilePart,
    FloodLimiter,
    MethodRequest,
    Params,
)
from bot.trial.botapi.updates import Postman, get_updates
from bot.trial.botapi.world import DOWNLOAD_LIMIT, TOKEN, UPLOAD_LIMIT, ApiCall, Bot, World

RESET = "botapi.reset"  # an ASGI extension: breaks the connection


@dataclass(slots=True)
class Service:
    """Answers calls over a world."""

    world: World
    faults: Faults
    flood: FloodLimiter | None = None
    methods: Mapping[str, Method] = field(default_factory=methods)
    postman: Postman = field(init=False)

    def __post_init__(self) -> None:
        self.postman = Postman(self.world)

    def app(self) -> Starlette:
        """Return the application to serve or to mount."""
        return Starlette(
            routes=[
                Route("/bot{token}/{method}", self.call, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self.download, methods=["GET"]),
                Route("/{path:path}", _nothing_here, methods=["GET", "POST"]),
            ]
        )

    async def call(self, http: Request) -> Response:
        """Answer one call."""
        token, name = http.path_params["token"], http.path_params["method"]
        try:
            bot = self._bot(token)
            params = await _params(http)
        except ApiError as refusal:
            return _answer(refusal.code, refusal.json())
        fault = self._fault(name)
        at = self.world.clock()
        if fault and not fault.after:
            self._log(bot, name, params, at, (_code(fault), {}), effective=False)
            return await self._broken(http, fault)
        code, body = await self._outcome(bot, name.lower(), params, http.is_disconnected)
        self._log(bot, name, params, at, (code, body), effective=True)
        if fault and fault.kind != "slow":
            return await self._broken(http, fault)
        if fault:
            await asyncio.sleep(fault.seconds)
        return _answer(code, body)

    async def download(self, http: Request) -> Response:
        """Serve a file that `getFile` named."""
        path = http.path_params["path"]
        try:
            self._bot(http.path_params["token"])
        except ApiError as refusal:
            return _answer(refusal.code, refusal.json())
        with self.world.condition.reading():
            upload = next((u for u in self.world.uploads.values() if u.path == path), None)
        if upload is None or len(upload.data) > DOWNLOAD_LIMIT:
            return _answer(404, ApiError(404, "Not Found").json())
        fault = self._fault("download")
        if fault:
            return await self._broken(http, fault)
        return Response(upload.data, media_type="application/octet-stream")

    def close(self) -> None:
        """End what runs beside the calls."""
        with self.world.condition.changing():
            self.world.closed = True
        self.postman.close()

    def _bot(self, token: str) -> Bot:
        if not TOKEN.fullmatch(token):
            raise ApiError(404, "Not Found")
        bot = self.world.bots.get(token)
        if bot is None:
            raise ApiError(401, "Unauthorized")
        if bot.logged_out:
            raise ApiError(400, "Logged out")
        return bot

    def _fault(self, name: str) -> Fault | None:
        with self.world.condition.reading():
            return self.faults.next(name.lower())

    async def _outcome(
        self, bot: Bot, name: str, params: Params, gone: Callable[[], Awaitable[bool]]
    ) -> tuple[int, Json]:
        try:
            if name == "getupdates":
                result: Any = await get_updates(self.world, bot, params, gone)
            else:
                result = self._run(bot, name, params)
        except ApiError as refusal:
            return refusal.code, refusal.json()
        return 200, {"ok": True, "result": result}

    def _run(self, bot: Bot, name: str, params: Params) -> Any:  # noqa: ANN401 - any JSON value
        method = self.methods.get(name)
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        with self.world.condition.changing():
            if self.flood:
                chat = params.text("chat_id") or params.text("inline_message_id")
                self.flood.check(bot.account.id, name, chat, self.world.clock())
            result = method(MethodRequest(self.world, bot, params))
            if bot.webhook:
                self.postman.serve(bot)
            return result

    def _log(
        self,
        bot: Bot,
        name: str,
        params: Params,
        at: float,
        outcome: tuple[int, Json],
        *,
        effective: bool,
    ) -> None:
        username = bot.account.username or ""
        call = ApiCall(username, name, params.logged(), at, *outcome, effective)
        with self.world.condition.changing():
            self.world.record(call)

    async def _broken(self, http: Request, fault: Fault) -> Response:
        if fault.kind == "error":
            extra = {} if fault.retry_after is None else {"retry_after": fault.retry_after}
            return _answer(fault.code, ApiError(fault.code, fault.description, **extra).json())
        if fault.kind == "garbage":
            return Response(fault.body, fault.code, media_type="text/html")
        await self._until_gone(http, fault.seconds)
        break_connection = http.scope.get("extensions", {}).get(RESET)
        if break_connection:
            break_connection()
            await asyncio.sleep(0.01)  # the server has to notice before it would answer
        return Response(b"", 502)

    async def _until_gone(self, http: Request, seconds: float) -> None:
        for _ in range(int(seconds / 0.1)):
            if self.world.closed or await http.is_disconnected():
                return
            await asyncio.sleep(0.1)


async def _params(http: Request) -> Params:
    values: dict[str, Any] = dict(http.query_params)
    files: dict[str, FilePart] = {}
    if int(http.headers.get("content-length") or 0) > UPLOAD_LIMIT + 1024 * 1024:
        raise ApiError(413, "Request Entity Too Large")
    if http.headers.get("content-type", "").startswith("application/json"):
        values |= _json_body(await http.body())
    elif http.method == "POST":
        async with http.form(max_part_size=UPLOAD_LIMIT) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    data = await value.read()
                    files[name] = FilePart(value.filename or "", data, value.content_type)
                else:
                    values[name] = value
    return Params(values, files)


def _json_body(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body) if body.strip() else {}
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise ApiError(400, "Bad Request: can't parse JSON object")
    return values


def _answer(code: int, body: Json) -> Response:
    return Response(json.dumps(body), code, media_type="application/json")


async def _nothing_here(_: Request) -> Response:
    return _answer(404, ApiError(404, "Not Found").json())


def _code(fault: Fault) -> int:
    return fault.code if fault.kind in ("error", "garbage") else 0


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
    """A server on 127.0.0.1; port 0 takes a free one, one that is taken is an OSError."""

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
        """Serve from now on."""
        self._socket.listen(128)
        self._thread.start()

    def stop(self) -> None:
        """End, breaking what is still open."""
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(5)
        self._socket.close()

    def _run(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._socket]))
