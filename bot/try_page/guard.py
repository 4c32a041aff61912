"""Who may call the page's server: the page itself, and programs of this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAMES: Final = frozenset({"127.0.0.1", "localhost"})
OWN: Final = frozenset({"same-origin", "none"})
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
ADDED: Final = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


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
                MutableHeaders(scope=message).update(ADDED)
            await send(message)

        reason = refusal(scope["method"], Headers(scope=scope))
        app = PlainTextResponse(reason, 403) if reason else self._app
        await app(scope, receive, send_more)


def refusal(method: str, headers: Headers) -> str | None:
    """Why the request is refused; None where it is served."""
    host = headers.get("host", "")
    if host.partition(":")[0] not in NAMES:
        return "This page answers to 127.0.0.1 and localhost only."
    if headers.get("origin", f"http://{host}") != f"http://{host}":
        return "This page takes no requests of other pages."
    opened = method == "GET" and headers.get("sec-fetch-mode") == "navigate"
    if headers.get("sec-fetch-site", "none") not in OWN and not opened:
        return "This page takes no requests of other pages."
    return None
