"""The page's calls: JSON in, JSON out, and one line where a call can't be served."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

Json: TypeAlias = dict[str, Any]
Serve: TypeAlias = Callable[["Fields"], Awaitable[Json]]

MOST_BYTES: Final = 64 * 1024  # of JSON
LARGEST: Final = 20 * 1024 * 1024  # bytes of a file: more a bot can't fetch


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as a person sends it."""

    name: str
    content: bytes
    kind: str | None


class Fields:
    """What a call says. Reading a field raises ValueError where it is missing or of another type.

    Values of a form are text, which stands for a number where one is wanted.
    """

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    def text(self, name: str) -> str:
        """A text."""
        value = self._values.get(name)
        if not isinstance(value, str):
            raise ValueError(f"{name}: expected a text")
        return value

    def maybe(self, name: str) -> str | None:
        """A text, or None where there is none."""
        return self.text(name) if name in self._values else None

    def number(self, name: str) -> int:
        """A whole number."""
        found = self.optional(name)
        if found is None:
            raise ValueError(f"{name}: expected a whole number")
        return found

    def optional(self, name: str) -> int | None:
        """A whole number, or None where there is none."""
        value = self._values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise ValueError(f"{name}: expected a whole number")
        if isinstance(value, str) and len(value) > 20:
            raise ValueError(f"{name}: expected a whole number")
        return int(value)

    def file(self, name: str) -> SentFile:
        """A file."""
        value = self._values.get(name)
        if not isinstance(value, SentFile):
            raise ValueError(f"{name}: expected a file")
        return value


def posted(serve: Serve) -> Callable[[Request], Awaitable[Response]]:
    """A handler of calls whose fields come as a JSON object."""

    async def handler(http: Request) -> Response:
        return await answered(serve, lambda: _json_body(http))

    return handler


def uploaded(serve: Serve) -> Callable[[Request], Awaitable[Response]]:
    """A handler of calls that come as a form with a file."""

    async def handler(http: Request) -> Response:
        return await answered(serve, lambda: _form(http))

    return handler


def queried(serve: Serve) -> Callable[[Request], Awaitable[Response]]:
    """A handler of calls whose fields stand in the address."""

    async def handler(http: Request) -> Response:
        async def given() -> Fields:
            return Fields(http.query_params)

        return await answered(serve, given)

    return handler


async def answered(serve: Serve, given: Callable[[], Awaitable[Fields]]) -> Response:
    """What a call answers: 200 with its result, else 400 with the `error`."""
    try:
        return JSONResponse(await serve(await given()), headers={"Cache-Control": "no-store"})
    except (ValueError, LookupError) as error:
        return JSONResponse({"error": str(error.args[0] if error.args else error)}, 400)


async def _form(http: Request) -> Fields:
    length = http.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > LARGEST + MOST_BYTES:
        raise ValueError(f"a bot takes files of {LARGEST // 2**20} MB at most")
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
        if len(body) > MOST_BYTES:
            raise ValueError("this is too long")
    try:
        values = json.loads(body)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise ValueError("expected a JSON object")
    return Fields(values)
