"""How the page's calls are taken: JSON in, JSON out, from this page only."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from starlette.datastructures import Headers, MutableHeaders, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

Json: TypeAlias = dict[str, Any]
Serve: TypeAlias = Callable[["Fields"], Awaitable[Json]]

MAX_JSON_BYTES: Final = 64 * 1024  # of JSON
MAX_FILE_BYTES: Final = 20 * 1024 * 1024  # bytes of a file: more a bot can't fetch
HOSTS: Final = frozenset({"127.0.0.1", "localhost"})
SAME_SITE: Final = frozenset({"same-origin", "none"})
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as a person sends it."""

    name: str
    content: bytes
    kind: str | None


class Fields:
    """What a call says. Reading a field raises ValueError where it is missing or of another type.

    Values of a form are text, which is read as a number where one is wanted.
    """

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    def text(self, name: str) -> str:
        """Return a text."""
        value = self._values.get(name)
        if not isinstance(value, str):
            raise ValueError(f"{name}: expected a text")
        return value

    def maybe(self, name: str) -> str | None:
        """Return a text, or None where there is none."""
        return self.text(name) if name in self._values else None

    def number(self, name: str) -> int:
        """Return a whole number."""
        found = self.optional(name)
        if found is None:
            raise ValueError(f"{name}: expected a whole number")
        return found

    def optional(self, name: str) -> int | None:
        """Return a whole number, or None where there is none."""
        value = self._values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise ValueError(f"{name}: expected a whole number")
        if isinstance(value, str) and len(value) > 20:
            raise ValueError(f"{name}: expected a whole number")
        return int(value)

    def file(self, name: str) -> SentFile:
        """Return a file."""
        value = self._values.get(name)
        if not isinstance(value, SentFile):
            raise ValueError(f"{name}: expected a file")
        return value


def posted(serve: Serve) -> Callable[[Request], Awaitable[Response]]:
    """Return a handler of calls whose fields come as a JSON object."""

    async def handler(http: Request) -> Response:
        return await answered(serve, lambda: _json_body(http))

    return handler


def uploaded(serve: Serve) -> Callable[[Request], Awaitable[Response]]:
    """Return a handler of calls that come as a form with a file."""

    async def handler(http: Request) -> Response:
        return await answered(serve, lambda: _form(http))

    return handler


def queried(serve: Serve) -> Callable[[Request], Awaitable[Response]]:
    """Return a handler of calls whose fields are in the address."""

    async def handler(http: Request) -> Response:
        async def given() -> Fields:
            return Fields(http.query_params)

        return await answered(serve, given)

    return handler


async def answered(serve: Serve, given: Callable[[], Awaitable[Fields]]) -> Response:
    """Return what a call answers: 200 with its result, else 400 with the `error`."""
    try:
        return JSONResponse(await serve(await given()), headers={"Cache-Control": "no-store"})
    except (ValueError, LookupError) as error:
        return JSONResponse({"error": str(error.args[0] if error.args else error)}, 400)


async def _form(http: Request) -> Fields:
    length = http.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > MAX_FILE_BYTES + MAX_JSON_BYTES:
        raise ValueError(f"a bot takes files of {MAX_FILE_BYTES // 2**20} MB at most")
    values: dict[str, object] = {}
    try:
        async with http.form(max_files=1, max_fields=8) as form:
            for name, value in form.items():
                values[name] = value if isinstance(value, str) else await _sent(value)
    except HTTPException as error:  # no form
        raise ValueError(error.detail) from None
    return Fields(values)


async def _sent(file: UploadFile) -> SentFile:
    return SentFile(file.filename or "file", await file.read(), file.content_type)


async def _json_body(http: Request) -> Fields:
    if not http.headers.get("content-type", "").startswith("application/json"):
        raise ValueError("expected a JSON object")
    body = bytearray()
    async for part in http.stream():
        body += part
        if len(body) > MAX_JSON_BYTES:
            raise ValueError("this is too long")
    try:
        values = json.loads(body)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise ValueError("expected a JSON object")
    return Fields(values)


class Guard:
    """Refuses other host names and other pages' requests; lets answers load nothing from outside.

    The name is checked because a foreign page could have its own name lead to this machine; the
    port is not, so that one may be forwarded to the page.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            return

        async def send_more(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY_HEADERS)
            await send(message)

        reason = refusal(scope["method"], Headers(scope=scope))
        app = PlainTextResponse(reason, 403) if reason else self._app
        await app(scope, receive, send_more)


def refusal(method: str, headers: Headers) -> str | None:
    """Return why the request is refused; None where it is served."""
    host = headers.get("host", "")
    if host.partition(":")[0] not in HOSTS:
        return "This page answers to 127.0.0.1 and localhost only."
    if headers.get("origin", f"http://{host}") != f"http://{host}":
        return "This page takes no requests of other pages."
    opened = method == "GET" and headers.get("sec-fetch-mode") == "navigate"
    if headers.get("sec-fetch-site", "none") not in SAME_SITE and not opened:
        return "This page takes no requests of other pages."
    return None
