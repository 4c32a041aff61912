"""HTTP to addresses that were looked at: a name is resolved once, and that address is called.

Were the name resolved again for the connection, it could lead elsewhere by then (DNS rebinding).
"""

from __future__ import annotations

from collections.abc import Callable

import httpx

from bot.fetching.addresses import Resolve, is_public, resolve

Transports = Callable[[], httpx.AsyncBaseTransport]


class RefusedAddressError(Exception):
    """A host lies in a private network; the message says what to do."""


class CheckedTransport(httpx.AsyncBaseTransport):
    """Calls public addresses only, and any of the hosts in `private`.

    Each host has connections of its own, so that none is used that was opened, and its certificate
    checked, for another name at the same address.
    """

    def __init__(
        self,
        private: frozenset[str] = frozenset(),
        resolve: Resolve = resolve,
        make: Transports = httpx.AsyncHTTPTransport,
    ) -> None:
        self._private = private
        self._resolve = resolve
        self._make = make
        self._opened: dict[str, httpx.AsyncBaseTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request. Raises RefusedAddressError, OSError and httpx's errors."""
        host = request.url.host
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        addresses = await self._resolve(host, port)
        inside = [address for address in addresses if not is_public(address)]
        if inside and not {host, f"{host}:{port}"} & self._private:
            raise RefusedAddressError(
                f"{host} has the private address {inside[0]}; if it is yours, name it in"
                " fetch.private_hosts"
            )
        if host not in self._opened:
            self._opened[host] = self._make()
        return await self._first_that_answers(request, host, addresses)

    async def _first_that_answers(
        self, request: httpx.Request, host: str, addresses: tuple[str, ...]
    ) -> httpx.Response:
        for address in addresses[:-1]:
            try:
                return await self._opened[host].handle_async_request(_to(request, address))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._opened[host].handle_async_request(_to(request, addresses[-1]))

    async def aclose(self) -> None:
        """Close all connections."""
        for transport in self._opened.values():
            await transport.aclose()


def _to(request: httpx.Request, address: str) -> httpx.Request:
    """Return the request to an address; its Host header and certificate are those of the name."""
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": request.url.host},
    )
