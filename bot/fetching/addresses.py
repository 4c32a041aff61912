"""Which addresses may be called: a page must not lead into the network that the bot runs in."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final, TypeAlias

Resolve: TypeAlias = Callable[[str, int], Awaitable[tuple[str, ...]]]

NAT64: Final = IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also where one is wrapped in another."""
    try:
        outer = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    ip = _inner(outer)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _inner(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that an IPv6 one stands for, where it does."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in NAT64 or (int(ip) >> 32 == 0 and int(ip) > 1):
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip.teredo:
        return ip.teredo[1]
    return ip.ipv4_mapped or ip.sixtofour or ip


async def resolve(host: str, port: int) -> tuple[str, ...]:
    """Return the addresses of a host, the one to be tried first before the others.

    Raises OSError.
    """
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))
