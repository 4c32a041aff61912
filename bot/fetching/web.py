"""One page after another, within limits: hosts, robots.txt, pauses, sizes, times."""

from __future__ import annotations

import asyncio
import socket
import time
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final, TypeAlias
from urllib.parse import urldefrag

import httpx
from protego import Protego

from bot import __version__
from bot.config import FetchSection

AGENT: Final = "rapporteur"
MOST_REDIRECTS: Final = 5
MOST_OF_ROBOTS: Final = 512 * 1024
LONGEST_PAUSE: Final = 60.0  # seconds that a robots.txt may ask for
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
BUSY: Final = frozenset({429, 503})
KEPT: Final = frozenset({"content-type", "etag", "last-modified", "location"})
NAT64: Final = IPv6Network("64:ff9b::/96")

Resolve: TypeAlias = Callable[[str, int], Awaitable[tuple[str, ...]]]
Transports: TypeAlias = Callable[[], httpx.AsyncBaseTransport]


class FetchError(Exception):
    """A page can't be had.

    `rests`: its host mustn't be called for now; `lost`: the host doesn't answer.
    """

    def __init__(self, reason: str, *, rests: bool = False, lost: bool = False) -> None:
        super().__init__(reason)
        self.rests = rests
        self.lost = lost


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask by whether a page has changed."""

    etag: str | None = None
    modified: str | None = None

    def headers(self) -> dict[str, str]:
        """Return the headers of a conditional request."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page; `data` is None where it hasn't changed."""

    url: str  # where it was found in the end
    data: bytes | None
    kind: str  # of the content, such as text/html
    charset: str | None
    validators: Validators


@dataclass(slots=True)
class _Host:
    rules: Protego
    pause: float
    next: float = 0.0  # when it may be called again


@dataclass(slots=True)
class Web:
    """What may be fetched of the web."""

    settings: FetchSection
    named: frozenset[str]  # hosts, with a port where it isn't the scheme's own
    most_bytes: int
    transport: httpx.AsyncBaseTransport
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: Callable[[], float] = time.monotonic
    _hosts: dict[str, _Host] = field(default_factory=dict)

    async def __aenter__(self) -> Web:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.transport.aclose()

    async def get(self, url: str, known: Validators = Validators()) -> FetchedPage:
        """Return a page, redirects followed.

        Raises:
            FetchError: it can't be had, or mayn't.
        """
        for _ in range(MOST_REDIRECTS + 1):
            target = self._checked(url)
            host = await self._host(target)
            if not host.rules.can_fetch(str(target), AGENT):
                raise FetchError("robots.txt doesn't allow it")
            await self._wait(host)
            answer = await self._call(target, known.headers(), self.most_bytes)
            if answer.status_code not in REDIRECTS:
                return _fetched(url, answer)
            url = _onward(target, answer)
        raise FetchError(f"leads on more than {MOST_REDIRECTS} times")

    def _checked(self, url: str) -> httpx.URL:
        try:
            target = httpx.URL(urldefrag(url).url)
        except httpx.InvalidURL:
            raise FetchError("is no address") from None
        if target.scheme not in {"http", "https"} or not target.host or target.userinfo:
            raise FetchError("is no http or https address without a user name")
        place = target.host if target.port is None else f"{target.host}:{target.port}"
        if place not in self.named:
            raise FetchError(f"leads to {place}, which isn't named in fetch.hosts")
        return target

    async def _host(self, target: httpx.URL) -> _Host:
        """Return what a host's robots.txt says, asked once."""
        root = f"{target.scheme}://{target.netloc.decode()}"
        if root not in self._hosts:
            rules = Protego.parse(await self._robots(f"{root}/robots.txt"))
            asked = min(float(rules.crawl_delay(AGENT) or 0), LONGEST_PAUSE)
            pause = max(self.settings.pause_seconds, asked)
            self._hosts[root] = _Host(rules, pause, self.clock() + pause)
        return self._hosts[root]

    async def _robots(self, url: str) -> str:
        """Return a robots.txt; none is one that allows all (RFC 9309, 2.3.1).

        Raises:
            FetchError: the server fails, so nothing of it may be fetched.
        """
        for _ in range(MOST_REDIRECTS + 1):
            target = self._checked(url)
            answer = await self._call(target, {}, MOST_OF_ROBOTS)
            if answer.status_code in REDIRECTS:
                url = _onward(target, answer)
                continue
            if answer.status_code in BUSY or answer.status_code >= 500:
                reason = f"robots.txt can't be read: status {answer.status_code}"
                raise FetchError(reason, rests=True)
            return answer.content.decode("utf-8", "replace") if answer.is_success else ""
        raise FetchError("robots.txt leads on too often", rests=True)

    async def _wait(self, host: _Host) -> None:
        pause = host.next - self.clock()
        if pause > 0:
            await self.sleep(pause)
        host.next = self.clock() + host.pause

    async def _call(
        self, target: httpx.URL, headers: Mapping[str, str], most_bytes: int
    ) -> httpx.Response:
        """Return the answer with its content, unpacked."""
        agent = f"{AGENT}/{__version__}"
        asked = {"User-Agent": agent, "Accept-Encoding": "gzip", "Accept": "*/*", **headers}
        try:
            async with asyncio.timeout(self.settings.timeout_seconds):
                answer = await self.transport.handle_async_request(
                    httpx.Request("GET", target, headers=asked)
                )
                try:
                    return await _read(answer, most_bytes)
                finally:
                    await answer.aclose()
        except TimeoutError:
            reason = f"takes over {self.settings.timeout_seconds:g} s"
            raise FetchError(reason, lost=True) from None
        except RefusedAddressError as error:
            raise FetchError(str(error), rests=True) from None
        except (httpx.HTTPError, OSError) as error:
            raise FetchError(f"can't be reached: {_reason(error)}", lost=True) from None


async def _read(answer: httpx.Response, most_bytes: int) -> httpx.Response:
    packed = answer.headers.get("Content-Encoding", "identity").lower()
    if packed not in {"identity", "gzip"}:
        raise FetchError(f"is packed as {packed[:20]}, which wasn't asked for")
    unpacker = zlib.decompressobj(wbits=31) if packed == "gzip" else None
    content = bytearray()
    async for chunk in answer.aiter_raw():
        left = most_bytes + 1 - len(content)
        try:
            content += unpacker.decompress(chunk, left) if unpacker else chunk[:left]
        except zlib.error:
            raise FetchError("arrives damaged") from None
        if len(content) > most_bytes:
            raise FetchError(f"is over {most_bytes / 1024**2:g} MB; see corpus.max_file_mb")
    headers = [(name, value) for name, value in answer.headers.multi_items() if name in KEPT]
    return httpx.Response(answer.status_code, headers=headers, content=bytes(content))


def _fetched(url: str, answer: httpx.Response) -> FetchedPage:
    status = answer.status_code
    if status != 304 and not answer.is_success:
        raise FetchError(f"answers with status {status}", rests=status in BUSY)
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return FetchedPage(
        url=urldefrag(url).url,
        data=None if status == 304 else answer.content,
        kind=kind,
        charset=answer.charset_encoding,
        validators=Validators(answer.headers.get("ETag"), answer.headers.get("Last-Modified")),
    )


def _onward(target: httpx.URL, answer: httpx.Response) -> str:
    try:
        onward = target.join(answer.headers.get("Location", ""))
    except httpx.InvalidURL:
        raise FetchError("leads to what is no address") from None
    if target.scheme == "https" and onward.scheme == "http":
        raise FetchError("leads from https to http")
    return str(onward)


def _reason(error: Exception) -> str:
    text = str(error).partition("\n")[0]
    return text or type(error).__name__


def web_of(
    settings: FetchSection, max_file_mb: float, transport: httpx.AsyncBaseTransport | None = None
) -> Web:
    """Return the web as the settings allow it."""
    sources = [httpx.URL(source.url) for source in settings.sources]
    own = (f"{url.host}:{url.port}" if url.port else url.host for url in sources)
    return Web(
        settings,
        frozenset((*own, *settings.hosts)),
        int(max_file_mb * 1024 * 1024),
        transport or CheckedTransport(frozenset(settings.private_hosts)),
    )


def is_public(address: str) -> bool:
    """Return whether an IP address is of the open internet, also where one wraps another."""
    try:
        outer = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    ip = _inner(outer)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _inner(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that an IPv6 one wraps, where it does."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in NAT64 or (int(ip) >> 32 == 0 and int(ip) > 1):
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip.teredo:
        return ip.teredo[1]
    return ip.ipv4_mapped or ip.sixtofour or ip


async def resolve(host: str, port: int) -> tuple[str, ...]:
    """Return the addresses of a host, the one to be tried first before the others.

    Raises:
        OSError: the name leads nowhere.
    """
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


class RefusedAddressError(Exception):
    """A host lies in a private network; the message says what to do."""


class CheckedTransport(httpx.AsyncBaseTransport):
    """Calls public addresses only, and any of the hosts in `private`.

    A page must not lead into the network that the bot runs in. A name is resolved once, and that
    address is called: were it resolved again for the connection, it could lead elsewhere by then
    (DNS rebinding).

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
        """Return the answer to a request.

        Raises:
            RefusedAddressError: the host lies in a private network.
            OSError: the name leads nowhere.
            httpx.HTTPError: the host can't be reached.
        """
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
